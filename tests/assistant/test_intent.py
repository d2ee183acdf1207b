"""What a question asks for decides the shape of its answer."""

from __future__ import annotations

import pytest

from assistant.intent import Kind, find_intent, find_sides, situation_in


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hva er et klimabudsjett?", "definition"),
        ("kva er eigentleg ei borgarsamling?", "definition"),
        ("What is a smart city?", "definition"),
        ("Når ble veikartet lansert?", "fact"),
        ("Hva koster det å søke?", "fact"),
        ("Hvor mange kommuner er med i Miljøfyrtårn?", "fact"),
        ("hvilke sju ting måles i et nullutslippsområde", "list"),
        ("Kva for tilskot finst?", "list"),
        ("Hvem ga ut veikartet?", "who"),
        ("Hvem kan hjelpe oss med åpne data?", "helper"),
        ("Kven kan vi spørje om råd?", "helper"),
        ("Hvordan kommer vi i gang?", "how"),
        ("Korleis får vi med folk?", "how"),
        ("Gi meg eksempler på kommuner som kutter utslipp", "example"),
        ("Finst det ein kommune som har prøvd dette?", "example"),
        ("Has any town done this?", "example"),
        ("Hva er forskjellen på et målbilde og et prinsipp?", "comparison"),
        ("Kva skil samskaping frå høyring?", "comparison"),
        ("Hvilke prinsipper har veikartet?", "principle"),
        ("Fortell meg alt om Decidim", "overview"),
        ("Vi river en barnehage til neste år. Hvem kan vi spørre om ombruk?", "helper"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: Kind) -> None:
    assert find_intent(question).kind == kind


def test_what_is_asked_for_first_decides_which_figure_is_wanted() -> None:
    figure = find_intent("How many stops were there when it opened?").figure
    assert figure is not None
    assert figure.is_in("hadde 58 500 stoppesteder", "nb")
    assert not figure.is_in("åpnet i februar 2018", "nb")


def test_a_figure_may_be_a_word_of_the_language_that_the_text_is_in() -> None:
    figure = find_intent("Hvor mange kommuner er med?").figure
    assert figure is not None
    assert figure.is_in("Tjue kommuner er med.", "nb")
    assert figure.is_in("Twenty municipalities take part.", "en")
    assert not figure.is_in("Municipalities have to apply.", "en")


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Hva er forskjellen på kvikktest og innovasjonspartnerskap?", ("kvikktest", "innovasjonspartnerskap")),
        ("Kva skil samskaping frå ei vanleg høyring?", ("samskaping", "ei vanleg høyring")),
        ("er taksonomien til KS det samme som EUs?", ("taksonomien til KS", "EUs")),
        ("barnetråkk eller folketråkk, hva er hva", ("barnetråkk", "folketråkk")),
        ("Hvem kan hjelpe oss, KS eller DOGA?", None),
    ],
)
def test_the_two_sides_of_a_comparison(question: str, sides: tuple[str, str] | None) -> None:
    assert find_sides(question) == sides


def test_a_situation_is_told_from_a_question_about_the_principles_themselves() -> None:
    assert situation_in("Vi skal kreve fossilfrie søppelbiler. Hvilke prinsipper kan jeg vise til?").startswith(
        "Vi skal"
    )
    assert situation_in("Kan du gi meg hele lista over prinsipper?") == ""
    assert situation_in("Hvilke åtte prinsipper har veikartet?") == ""

"""What a reader may type, and what is refused with one clear line."""

from __future__ import annotations

import pytest

from assistant.language import detect_language
from assistant.question import QuestionError, named_principles, understand


@pytest.mark.parametrize(
    ("raw", "fault", "says"),
    [
        ("", "empty", "Skriv et spørsmål først"),
        (" \n\t ", "empty", "Skriv et spørsmål først"),
        ("a" * 20_000, "too_long", "20000 tegn. Kort det ned til høyst 2000"),
        ("🚲🌳😀", "no_words", "Fant ingen ord"),
        ("?!? 123", "no_words", "Fant ingen ord"),
        ("Hva er\x00 dette", "control_characters", "usynlige styretegn"),
        ("Hva \x1b[31mer dette", "control_characters", "usynlige styretegn"),
        ("Что такое умный город?", "other_script", "bokstaver som kildene ikke bruker"),
        ("スマートシティとは", "other_script", "bokstaver som kildene ikke bruker"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_one_line(raw: str, fault: str, says: str) -> None:
    with pytest.raises(QuestionError) as caught:
        understand(raw)
    assert caught.value.fault == fault
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_line_is_in_the_reader_s_language(language) -> None:
    with pytest.raises(QuestionError) as caught:
        understand("", language=language)
    assert str(caught.value) != "Skriv et spørsmål først."


def test_soft_hyphens_and_zero_width_spaces_from_a_document_are_dropped() -> None:
    assert understand("Hva er inn\u00adbygger\u200bmedvirkning?\r\n").text == "Hva er innbyggermedvirkning?"


def test_a_composed_letter_is_the_same_as_a_decomposed_one() -> None:
    assert understand("A\u030apne data").text == "Åpne data"


def test_sami_words_and_names_with_foreign_letters_may_be_asked_about() -> None:
    assert understand("Hva gjør Guovdageaidnu med Čáhci-prosjektet?").text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hva er en smart by?", "nb"),
        ("Hvem kan hjelpe oss med åpne data?", "nb"),
        ("Korleis kan ein liten kommune kome i gang?", "nn"),
        ("Kva for nokre døme finst?", "nn"),
        ("What is a smart city?", "en"),
        ("Who can help us with open data?", "en"),
        ("Orklandbadet", None),
        ("Hei", None),
    ],
)
def test_the_language_of_a_question(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_bare_keyword_follows_the_conversation_s_language() -> None:
    assert understand("Orklandbadet", ["Kva er eit klimabudsjett?"]).language == "nn"
    assert understand("Orklandbadet").language == "nb"


def test_a_question_that_does_not_tell_its_language_is_answered_in_the_page_s() -> None:
    assert understand("Orklandbadet", reader_language="nn").language == "nn"
    assert understand("Hva kostet Orklandbadet?", reader_language="nn").language == "nb"
    with pytest.raises(QuestionError, match="Fann ingen ord"):
        understand("??", reader_language="nn")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Hva betyr prinsipp 6?", (6,)),
        ("prinsipp nr. 3 og prinsipp 1", (1, 3)),
        ("Kva vil det seie å leggje vekt på inkludering og samskaping, altså prinsipp nummer 4?", (4,)),
        ("Hva ligger i «Tenk helhetlig»?", (2,)),
        ("Kva ligg i «Tenk heilskapleg»?", (2,)),
        ("prinsipp 9", ()),
        ("Hvilke prinsipper har veikartet?", ()),
    ],
)
def test_principles_named_by_number_or_name(text: str, numbers: tuple[int, ...]) -> None:
    assert named_principles(text) == numbers


def test_history_that_cannot_be_used_is_passed_over() -> None:
    question = understand("og hva kostet det?", ["Fortell om Orklandbadet", "", "x" * 5000, "😀"])
    assert question.standalone == "Fortell om Orklandbadet og hva kostet det?"

"""Who asks for a figure gets one, or is told that the sources do not state it."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.lacking import Lacking, lacking_figure


@pytest.mark.parametrize(
    ("question", "statement", "lacking"),
    [
        ("Hva koster det å bli med?", "Kommunen blir med ved å søke.", "amount"),
        ("Hva koster det å bli med?", "Kommunen betaler 20 kroner per innbygger.", None),
        ("Hva koster det å bli med?", "Det er gratis å bli med.", None),
        ("Kva kosta badet?", "Badet er på 3200 kvadratmeter.", "amount"),
        ("How much did the pool cost?", "Badet kostet 370 millioner kroner.", None),
        ("Følger det penger med?", "Veikartet er frivillig.", None),
        ("Hvor mange ansatte har Siva?", "Siva hører til staten siden 1968.", "number"),
        ("Hvor mange ansatte har Siva?", "Siva har førti ansatte.", None),
        ("how many people work there", "Der jobber ingen.", None),
        ("Når ble veikartet lansert?", "Veikartet er laget av DOGA.", "date"),
        ("Når vart vegkartet lansert?", "Vegkartet kom i august.", None),
        ("Når bør vi måle effekten?", "Mål før dere setter i gang.", None),
        ("Når skal vi koble på innbyggerne?", "Ha dem med fra første steg.", None),
        ("When is a quick test useful?", "Kvikktest passer når dere vil prøve noe nytt.", None),
        ("How much does participation help?", "Medvirkning gir bedre vedtak.", None),
        ("How much do we have to pay?", "Kommunen blir med ved å søke.", "amount"),
        ("Hva gjør vi når ingen svarer?", "Ring dem.", None),
        ("Hvem kan hjelpe oss?", "DOGA hjelper kommuner.", None),
    ],
)
def test_what_is_asked_for_and_not_there(question: str, statement: str, lacking: Lacking | None) -> None:
    assert lacking_figure(question, [(statement, "nb")]) == lacking


def test_a_word_that_is_a_number_in_another_language_is_none() -> None:
    question = "How many people work there?"
    assert lacking_figure(question, [("The staff want to help.", "en")]) == "number"
    assert lacking_figure(question, [("To ansatte hjelper.", "nb")]) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hva koster det for en kommune å ha stand på Nordic Edge Expo?", "oppgir ikke beløpet"),
        ("Kva kosta det Ålesund å få laga den digitale tvillingen sin?", "oppgir ikkje beløpet"),
    ],
)
def test_the_reader_is_told_and_shown_what_is_near(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert answer.mode == "avvist"
    assert told in answer.text
    assert "tekst" in answer.text
    assert not answer.citations


def test_a_figure_that_the_sources_state_is_given(assistant: Assistant) -> None:
    answer = assistant.ask("Hva kostet Orklandbadet?")
    assert answer.mode == "utdrag"
    assert "370 millioner kroner" in answer.statements[0].text

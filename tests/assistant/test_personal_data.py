"""Personal data in a question are found, taken out and go nowhere; ordinary numbers are left alone."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.personal_data import anonymised, find_personal_data
from eval.question_set import read_questions

NUMBER = "01019012345"
OWN_QUESTIONS = Path(__file__).parents[2] / "eval" / "questions" / "veikart.jsonl"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hva skjer med 010190 12345?", "national_id"),
        ("Hva skjer med 01019012345?", "national_id"),
        ("D-nummer 410190 12345 venter", "national_id"),
        ("mistyped 32139912345 here", "national_id"),
        ("Betal til 1234.56.78903 i dag", "account"),
        ("Konto 8601 11 17947", "account"),
        ("Ring 412 34 567", "phone"),
        ("Ring 41 23 45 67.", "phone"),
        ("Ring +47 41234567", "phone"),
        ("mob 0047 412 34 567", "phone"),
        ("Skriv til ola.nordmann@kommune.example", "email"),
    ],
)
def test_what_is_found(text: str, kind: str) -> None:
    assert [found.kind for found in find_personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Prosjektet fikk 12 500 000 kroner i 2024",
        "Budsjettet er 40 000 000 kr",
        "Det bor 23 456 789 innbyggere der",
        "Organisasjonsnummer 974 760 673",
        "Perioden 2019–2023 og 2024-2027",
        "Fra 01.01.2020 til 31.12.2024",
        "Datoen 20240131 står i filen",
        "FNs bærekraftsmål 11, 9 og 17",
        "Gnr. 12 bnr. 345, 1 234 567 m2",
        "Vedtak 2020/12345-6 i saken",
        "ISBN 978-82-92447-95-8",
        "Postnummer 7600 Levanger",
        "TEK17 § 9-5 og pbl. § 11-14",
        "98 765 432 kroner til sammen",
        "Skriv til postmottak@kommune.example",
        "3 000 000 000 kroner til jernbane",
        "Versjon 1.2.3.4 av 10.0.0.12",
        "59.9139, 10.7522 er koordinatene",
    ],
)
def test_tricky_numbers_that_are_nobody_s(text: str) -> None:
    assert find_personal_data(text) == ()


def test_no_question_of_our_own_sets_off_a_false_alarm() -> None:
    alarms = [
        row.id
        for row in read_questions(OWN_QUESTIONS)
        if not row.personal_data and row.avvis_type != "f" and find_personal_data(row.question)
    ]
    assert alarms == []


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(f"Hvilke vedtak gjelder {NUMBER}, som bor i Drammen?")


def test_the_reader_is_told_and_offered_the_question_without_them(answer: Answer) -> None:
    assert answer.mode == "avvist"
    assert "fødselsnummer" in answer.text
    assert answer.follow_ups == ("Hvilke vedtak gjelder (fødselsnummer fjernet), som bor i Drammen?",)


def test_they_are_nowhere_in_the_answer(answer: Answer) -> None:
    assert NUMBER not in repr(answer)


def test_the_offered_question_is_asked_without_being_stopped_again(assistant: Assistant, answer: Answer) -> None:
    assert "personopplysninger" not in assistant.ask(answer.follow_ups[0]).text


def test_invisible_characters_do_not_hide_them(assistant: Assistant) -> None:
    assert "fødselsnummer" in assistant.ask("Hva med 010190\u200b12\u00ad345?").text


def test_they_are_taken_out_of_earlier_turns_too(assistant: Assistant) -> None:
    answer = assistant.ask("og hva kostet det?", [f"Fortell om Orklandbadet til {NUMBER}"])
    assert NUMBER not in repr(answer)
    assert "Orklandbadet" in answer.standalone_question


def test_they_reach_no_log(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assistant.ask(f"Hva med {NUMBER}?")
        assistant.search(f"Hva med {NUMBER}?")
    assert NUMBER not in caplog.text


def test_a_question_with_them_is_not_counted_as_unanswered(assistant: Assistant) -> None:
    told: list[Answer] = []
    listening = Assistant(assistant.snapshot, assistant.embedder, on_unanswered=told.append)
    listening.ask(f"Hva med {NUMBER}?")
    assert told == []


def test_several_are_all_taken_out() -> None:
    text = f"{NUMBER} og kari@example.org, tlf. 412 34 567"
    assert anonymised(text, "nn") == ("(fødselsnummer fjerna) og (e-postadresse fjerna), tlf. (telefonnummer fjerna)")

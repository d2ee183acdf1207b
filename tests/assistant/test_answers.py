"""The laws of an answer, held over many questions on the real texts."""

from __future__ import annotations

import dataclasses
import re

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.words import words
from index.filters import Filters
from index.home import Snapshot
from index.model.embedder import Embedder

QUESTIONS = [
    "Hva er en smart by?",
    "Hvilke åtte prinsipper har veikartet?",
    "Hvem kan hjelpe oss med åpne data?",
    "Hvordan kommer vi i gang med klimabudsjett?",
    "Gi meg eksempler på kommuner som kutter utslipp",
    "Hva betyr prinsipp 6?",
    "Hva ble resultatet av Orklandbadet?",
    "Korleis får vi med innbyggjarane i planarbeidet?",
    "Kva gjekk Drammensmodellen ut på?",
    "What is the official Norwegian definition of a smart city?",
    "medvirkning barn og unge",
    "vi har gamle bygg og lite penger, hva gjør vi med strømregninga",
]
FOREIGN = [
    "Hvem vant VM i fotball i 2022?",
    "hvor lenge skal en kalkun stå i ovnen",
    "Skriv et dikt om katten min til bursdagen hennes",
    "What is the capital of Australia?",
    "asdf qwer zxcv",
]


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(question) for question in QUESTIONS]


def test_every_question_gets_an_extract(answers: list[Answer]) -> None:
    assert [answer.question for answer in answers if answer.mode != "utdrag" or not answer.statements] == []


def test_numbers_run_in_the_order_of_first_use_and_each_has_its_citation(answers: list[Answer]) -> None:
    for answer in answers:
        marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)]
        assert list(dict.fromkeys(marks)) == list(range(1, len(answer.citations) + 1))
        assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
        assert {n for statement in answer.statements for n in statement.citations} == set(marks)
        for principle in answer.principles:
            assert set(principle.citations) <= set(marks)


def test_every_quote_stands_word_for_word_in_its_document(answers: list[Answer], snapshot: Snapshot) -> None:
    for answer in answers:
        for citation in answer.citations:
            text = snapshot.passages.documents[citation.document_id].text
            assert text[citation.start : citation.end] == citation.quote
            assert citation.chunk_id.startswith(f"{citation.document_id}#")


def test_every_statement_says_what_its_quote_says(answers: list[Answer]) -> None:
    for answer in answers:
        quotes = {citation.n: citation.quote for citation in answer.citations}
        for statement in answer.statements:
            assert " ".join(" ".join(quotes[n].split()) for n in statement.citations) == statement.text


def test_no_answer_goes_on_for_ever(answers: list[Answer]) -> None:
    assert all(len(answer.statements) <= 10 for answer in answers)
    assert all(len(words(statement.text)) <= 75 for answer in answers for statement in answer.statements)
    assert {answer.question: count for answer in answers if not 40 <= (count := len(words(answer.text))) <= 160} == {}


def test_the_same_question_gives_the_same_answer(assistant: Assistant, answers: list[Answer]) -> None:
    again = [assistant.ask(question) for question in QUESTIONS]
    assert [dataclasses.replace(one, timings_ms={}) for one in again] == [
        dataclasses.replace(one, timings_ms={}) for one in answers
    ]


@pytest.mark.parametrize("question", FOREIGN)
def test_what_the_texts_do_not_cover_is_refused_in_plain_words(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, language="nb")
    assert answer.mode == "avvist"
    assert answer.statements == answer.citations == answer.principles == ()
    assert answer.text.startswith("Kildene mine dekker ikke dette spørsmålet")
    assert "Spør fagansvarlig" in answer.text
    assert "[" not in answer.text


def test_a_refusal_names_the_words_that_were_not_found(assistant: Assistant) -> None:
    assert "«kalkun»" in assistant.ask("hvor lenge skal en kalkun stå i ovnen").text


@pytest.mark.parametrize(
    ("question", "language", "why"),
    [
        ("Hva gikk Drammensmodellen ut på?", "nb", "Offisielt knyttet til «Drammensmodellen»."),
        ("Kva gjekk Drammensmodellen ut på, og korleis fungerer det?", "nn", "Offisielt knytt til «Drammensmodellen»."),
        ("What is the Drammen model (Drammensmodellen) about?", "en", "Officially linked to “Drammensmodellen”."),
    ],
)
def test_the_assistant_s_own_words_follow_the_reader_and_quotes_do_not_change(
    assistant: Assistant, question: str, language: str, why: str
) -> None:
    answer = assistant.ask(question)
    assert answer.language == language
    assert answer.citations[0].document_id == "drammensmodellen"
    assert answer.citations[0].language == "nb"
    assert [(principle.number, principle.why) for principle in answer.principles] == [(1, why)]


def test_a_set_language_wins_over_the_question_s(snapshot: Snapshot, embedder: Embedder) -> None:
    answer = Assistant(snapshot, embedder, language="nn").ask("Hvem vant VM i fotball i 2022?")
    assert answer.text.startswith("Kjeldene mine dekkjer ikkje")


def test_the_definition_is_given_exactly(assistant: Assistant) -> None:
    assert "«Smarte byer og lokalsamfunn setter innbyggerne i sentrum, og tar i bruk ny teknologi" in (
        assistant.ask("Hva er en smart by?").statements[0].text
    )


@pytest.mark.parametrize(
    "question", ["Hvilke åtte prinsipper har veikartet?", "Hvilke prinsipper har veikartet?", "alle prinsippene, takk"]
)
def test_all_eight_principles_are_listed_in_order(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [principle.number for principle in answer.principles] == list(range(1, 9))
    points = [statement.text for statement in answer.statements if statement.kind == "punkt"]
    assert [point.split(" er ")[0] for point in points] == [f"Prinsipp {number}" for number in range(1, 9)]


def test_a_cost_is_answered_with_the_sum(assistant: Assistant) -> None:
    assert "370 millioner kroner" in assistant.ask("Hva kostet Orklandbadet?").statements[0].text


def test_examples_come_from_several_cases(assistant: Assistant) -> None:
    answer = assistant.ask("Gi meg eksempler på kommuner som kutter utslipp")
    assert {citation.type for citation in answer.citations} == {"praksis"}
    assert len({citation.document_id for citation in answer.citations}) > 1


def test_an_editor_s_reading_is_said_to_be_one(assistant: Assistant) -> None:
    answer = assistant.ask("Hvilke fallgruver er det under prinsipp 4?")
    editorial = [citation.n for citation in answer.citations if citation.basis == "redaksjonell"]
    assert editorial
    assert any("redaksjonens egen vurdering" in warning for warning in answer.warnings)


def test_an_old_source_is_cited_with_its_year(assistant: Assistant) -> None:
    answer = assistant.ask("Hvor mange stemte ned smartby-strategien, og hva fant Agenda Kaupang i kartleggingen?")
    old = [one for one in answer.citations if one.published and one.published <= 2020]
    assert old
    assert any("fem år gammel" in warning and f"({old[0].published})" in warning for warning in answer.warnings)


def test_a_historical_text_is_said_to_be_one(assistant: Assistant) -> None:
    answer = assistant.ask("Hva var Bopilot?")
    assert answer.citations[0].status == "historisk"
    assert any(warning.startswith("Historisk") and "(2022)" in warning for warning in answer.warnings)


def test_a_follow_up_leans_on_the_question_before(assistant: Assistant) -> None:
    answer = assistant.ask("og hva kostet det?", ["Fortell om Orklandbadet"])
    assert answer.standalone_question == "Fortell om Orklandbadet og hva kostet det?"
    assert {citation.document_id for citation in answer.citations} == {"orklandbadet"}


def test_a_follow_up_with_nothing_before_it_is_asked_to_be_written_out(assistant: Assistant) -> None:
    answer = assistant.ask("og hva med resultatene der?")
    assert answer.mode == "avvist"
    assert answer.text.startswith("Spørsmålet viser til noe som ikke er nevnt her")


def test_a_whole_question_does_not_lean_on_the_one_before(assistant: Assistant) -> None:
    answer = assistant.ask("Hva gikk Drammensmodellen ut på?", ["Fortell om Orklandbadet"])
    assert answer.standalone_question == answer.question


def test_filters_keep_other_documents_out(assistant: Assistant) -> None:
    answer = assistant.ask("Hvem kan hjelpe oss med åpne data?", filters=Filters(types=("aktor",)))
    assert {citation.type for citation in answer.citations} == {"aktor"}
    nothing = assistant.ask("Hvem kan hjelpe oss med åpne data?", filters=Filters(municipalities=("Atlantis",)))
    assert nothing.mode == "avvist"


def test_follow_ups_are_other_questions_in_the_reader_s_language(answers: list[Answer]) -> None:
    for answer in answers:
        assert len(answer.follow_ups) <= 3
        assert answer.question not in answer.follow_ups
        assert all(question.endswith("?") and question[0].isupper() for question in answer.follow_ups)
    assert sum(bool(answer.follow_ups) for answer in answers) >= len(answers) - 2

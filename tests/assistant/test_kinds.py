"""Each kind of question is answered in kind, over the real texts."""

from __future__ import annotations

import re

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from ui.chat.texts import ChatTexts
from ui.texts import texts_in


@pytest.fixture
def ask(assistant: Assistant):
    return assistant.ask


def kinds(answer: Answer) -> list[str]:
    return [statement.kind for statement in answer.statements]


def sources(answer: Answer) -> list[str]:
    return list(dict.fromkeys(citation.document_id for citation in answer.citations))


def test_an_answer_begins_with_one_or_two_sentences_then_at_most_five_points(ask) -> None:
    found = kinds(ask("Hvordan kommer vi i gang med klimabudsjett?"))
    assert 1 <= found.count("svar") <= 2
    assert found[: found.count("svar")] == ["svar"] * found.count("svar")
    assert found.count("punkt") <= 5


def test_a_definition_says_what_it_is_first(ask) -> None:
    assert ask("Hva er gevinstrealisering?").statements[0].text.startswith("Gevinstrealisering er ")


def test_who_describes_a_situation_is_told_what_the_answer_is_about(ask) -> None:
    answer = ask("Hvordan finner vi ut hvor bærekraftige vi er, og hvordan vi ligger an mot andre?")
    assert answer.statements[0].text.startswith("U4SSC er et sett med")


def test_how_many_is_answered_with_the_number_not_with_a_year(ask) -> None:
    first = ask("How many stops were in the nationwide travel planner when it opened?").statements[0]
    assert "58 500 stoppesteder" in first.text


def test_examples_are_one_line_each_with_place_and_period(ask) -> None:
    answer = ask("Gi meg eksempler på kommuner som kutter utslipp")
    assert set(kinds(answer)) == {"eksempel"}
    assert len(answer.statements) == len(sources(answer)) >= 3
    assert all(statement.label or statement.text for statement in answer.statements)
    assert any(re.search(r"\((?:.*, )?.*20\d\d", statement.label) for statement in answer.statements)


def test_who_can_help_lists_those_who_help_and_how_many_more_there_are(ask) -> None:
    answer = ask("Hvem kan hjelpe oss med åpne data?")
    assert {citation.type for citation in answer.citations} <= {"aktor", "verktoy", "prosess"}
    assert len(sources(answer)) >= 3
    assert any(re.fullmatch(r"Svaret viser \d+ av \d+ tekster som jeg fant\.", one) for one in answer.warnings)


def test_a_comparison_gives_both_sides_before_the_points(ask) -> None:
    answer = ask("Skal vi velge kvikktest eller innovasjonspartnerskap, og hva skiller dem?")
    assert kinds(answer)[:2] == ["svar", "svar"]
    first, second = (answer.citations[statement.citations[0] - 1] for statement in answer.statements[:2])
    assert [first.document_id, second.document_id] == ["kvikktest", "innovasjonspartnerskap"]


def test_a_text_that_compares_itself_is_quoted_as_it_is(ask) -> None:
    answer = ask("Hva er forskjellen på et målbilde og et prinsipp?")
    assert "Et målbilde sier hva vi vil oppnå." in answer.text
    assert "Et prinsipp sier hvordan vi prioriterer." in answer.text


def test_the_principles_that_fit_a_situation_are_named_with_cases_that_show_them(ask) -> None:
    answer = ask("Vi skal kreve fossilfrie maskiner på byggeplassen. Hvilke prinsipper kan jeg vise til?")
    assert answer.statements[0].text == "Prinsipp 3 i veikartet heter «Prioriter klima og miljø»."
    assert 3 in [principle.number for principle in answer.principles]
    assert len(answer.principles) <= 3
    assert "eksempel" in kinds(answer)


def test_a_list_item_on_its_own_takes_along_the_line_that_introduces_it(ask) -> None:
    answer = ask(
        "We are tired of paying for trials that never become a service. What should we agree on before we start?"
    )
    led = [statement for statement in answer.statements if len(statement.citations) > 1]
    assert led
    assert all(": " in statement.text for statement in led)


def test_no_two_statements_say_the_same(ask) -> None:
    for question in ("Hva gikk Drammensmodellen ut på?", "Hva er samskaping?", "Kva er Gnist?"):
        texts = [statement.text for statement in ask(question).statements]
        assert len(texts) == len(set(texts))


def test_what_is_not_known_is_no_point_of_an_answer(ask) -> None:
    answer = ask("Hva slags varme får rådhuskvartalet i Stavanger fra kloakken?")
    assert "Vi vet ellers ikke" not in answer.text


def test_follow_ups_are_answered_from_a_text_that_states_them(assistant: Assistant) -> None:
    for suggested in assistant.ask("Hva er et klimabudsjett?").follow_ups:
        answer = assistant.ask(suggested)
        assert answer.mode == "utdrag"
        documents = assistant.snapshot.passages.documents
        stated = {question.lower() for one in sources(answer) for question in documents[one].questions}
        assert suggested.lower() in stated


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_questions_that_the_page_suggests_are_answered_from_the_texts_that_are_about_them(ask, language) -> None:
    about = ["veikart-definisjon", "veikart-prinsipper-liste", "medvirkning-pbl", "drammensmodellen"]
    for question, document in zip(texts_in(ChatTexts, language).example_questions, about, strict=True):
        assert sources(ask(question))[0].removesuffix("-nn") == document, question


@pytest.mark.parametrize(
    "question", ["Hva er en smart by?", "Hva betyr smart by?", "Kva er ein smart by?", "What is a smart city?"]
)
def test_a_smart_city_is_defined_by_the_roadmap_s_definition_however_it_is_written(ask, question) -> None:
    assert "«Smarte byer og lokalsamfunn setter innbyggerne i sentrum" in ask(question).statements[0].text

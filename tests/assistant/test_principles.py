"""A principle is named with the reason that a cited text gives for it, and only where something shows it."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.goals import central_malbilder, central_sdg


def test_the_reason_is_the_text_s_own_word_for_word(assistant: Assistant) -> None:
    answer = assistant.ask("Hva er Asker velferdslab?")
    first = answer.principles[0]
    assert first.number == 1
    clause = "fordi ingen beslutning blir tatt uten innbyggeren"
    assert first.why == f"Redaksjonen knytter teksten om «Asker velferdslab» til prinsippet, «{clause}»."
    assert clause in assistant.snapshot.passages.documents["asker-velferdslab"].text


def test_at_most_three_principles_unless_all_are_asked_for(assistant: Assistant) -> None:
    assert len(assistant.ask("Hvordan får vi med innbyggerne i planarbeidet?").principles) <= 3
    assert len(assistant.ask("Hvilke åtte prinsipper har veikartet?").principles) == 8


def test_a_principle_named_in_the_question_comes_first(assistant: Assistant) -> None:
    principles = assistant.ask("Hvilke fallgruver er det under prinsipp 4?").principles
    assert principles[0].number == 4
    assert principles[0].why == "Prinsippet er nevnt i spørsmålet."


@pytest.mark.parametrize("question", ["Hva koster Klimasats?", "Hva er U4SSC?", "Hvem driver Bylivsenteret?"])
def test_every_principle_is_shown_by_a_cited_text(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    documents = assistant.snapshot.passages.documents
    assert answer.principles
    for principle in answer.principles:
        cited = [documents[answer.citations[n - 1].document_id] for n in principle.citations]
        assert cited
        assert all(principle.number in one.principles for one in cited)


def test_goals_are_named_sparingly(assistant: Assistant) -> None:
    answer = assistant.ask("Hva er Asker velferdslab?")  # the text names four development goals: none is its own
    assert answer.sdg == ()
    documents = assistant.snapshot.passages.documents
    for question in ("Hva er målbildet om helse?", "Hva er et klimabudsjett?"):
        citations = assistant.ask(question).citations
        assert len(central_malbilder(citations, documents)) <= 2
        assert len(central_sdg(citations, documents)) <= 2

"""The texts that come with the assistant: whole, honest about their basis, and showing every principle."""

from __future__ import annotations

import pytest

from corpus.document import Document
from corpus.headings import shared_heading
from corpus.reader import read_corpus
from corpus.taxonomy import load_taxonomy

DEFINITION = (
    "Smarte byer og lokalsamfunn setter innbyggerne i sentrum, og tar i bruk ny teknologi, innovative metoder, "
    "samarbeid og samskaping for å bli mer bærekraftige, attraktive, produktive og tilpasningsdyktige"
)
CASE_HEADINGS = ["Kort fortalt", "Utfordring", "Løsning", "Resultat", "Lærdom", "Prinsipper"]
PRINCIPLE_HEADINGS = ["Hva det betyr", "Spørsmål å stille", "Gode grep", "Fallgruver", "Eksempler"]
CONFIRMED_BY_DOGA = {
    "building-dignity-bergen",
    "drammensmodellen",
    "laerende-samfunn-trondheim",
    "bygdepakke-midt-telemark",
    "orklandbadet",
    "smart-sykkelkryssing-sola",
    "bopilot",
    "alesund-framtidslab",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    corpus = read_corpus()
    assert corpus.faults == ()
    return corpus.documents


def of_type(documents: dict[str, Document], kind: str) -> list[Document]:
    return [document for document in documents.values() if document.type == kind]


def test_the_official_definition_is_quoted_exactly_and_attributed(documents: dict[str, Document]) -> None:
    text = documents["veikart-definisjon"].text
    assert f"slik DOGA gjengir den, lyder: «{DEFINITION}»" in text


@pytest.mark.parametrize("number", range(1, 9))
def test_each_principle_has_a_text_with_its_official_name(documents: dict[str, Document], number: int) -> None:
    document = documents[f"prinsipp-{number}"]
    assert f"«{load_taxonomy().principle(number).nb}»" in document.text
    headings = [section.heading for section in document.sections]
    assert [heading for heading in headings if heading in PRINCIPLE_HEADINGS] == PRINCIPLE_HEADINGS


@pytest.mark.parametrize("number", range(1, 9))
def test_each_principle_has_a_translation_with_its_nynorsk_name_and_the_same_sections(
    documents: dict[str, Document], number: int
) -> None:
    original, translation = documents[f"prinsipp-{number}"], documents[f"prinsipp-{number}-nn"]
    assert f"«{load_taxonomy().principle(number).nn}»" in translation.text
    sections = [(shared_heading(section.heading), section.editorial) for section in translation.sections]
    assert sections == [(section.heading, section.editorial) for section in original.sections]


@pytest.mark.parametrize("number", range(1, 9))
def test_each_principle_is_shown_by_cases(documents: dict[str, Document], number: int) -> None:
    assert sum(number in document.principles for document in of_type(documents, "praksis")) >= 2


def test_cases_share_their_headings(documents: dict[str, Document]) -> None:
    for document in of_type(documents, "praksis"):
        headings = [section.heading for section in document.sections]
        assert [heading for heading in headings if heading in CASE_HEADINGS] == CASE_HEADINGS, document.id


def test_only_what_doga_confirmed_is_called_official(documents: dict[str, Document]) -> None:
    official = {one.id for one in of_type(documents, "praksis") if one.principles_basis == "offisiell"}
    assert official == CONFIRMED_BY_DOGA


def test_questions_to_ask_pitfalls_and_good_steps_are_marked_as_editorial(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for section in document.sections:
            if shared_heading(section.heading) in {"Spørsmål å stille", "Gode grep", "Fallgruver", "Hindringer"}:
                assert section.editorial, f"{document.id}: {section.heading}"


def test_principles_that_an_editor_read_into_a_case_stand_in_an_editorial_section(
    documents: dict[str, Document],
) -> None:
    for document in of_type(documents, "praksis"):
        section = next(section for section in document.sections if section.heading == "Prinsipper")
        assert section.editorial == (document.principles_basis == "redaksjonell"), document.id


def test_texts_on_unread_chapters_say_so(documents: dict[str, Document]) -> None:
    unread = [*of_type(documents, "prinsipp"), *of_type(documents, "utfordring")]
    for document in unread:
        says = "ikkje lesen av redaksjonen" if document.language == "nn" else "ikke lest av redaksjonen"
        assert says in document.text, document.id


def test_every_text_says_which_questions_it_answers(documents: dict[str, Document]) -> None:
    assert [one.id for one in documents.values() if len(one.questions) < 9] == []

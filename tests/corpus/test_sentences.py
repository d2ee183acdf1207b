"""Sentences are cut where a reader would cut them."""

from __future__ import annotations

import pytest

from corpus.sentences import split_sentences


def pieces(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kommunen vedtok planen. Rådet sa nei.", ["Kommunen vedtok planen.", "Rådet sa nei."]),
        ("De fikk ca. 3 mill. kr i støtte. Det holdt.", ["De fikk ca. 3 mill. kr i støtte.", "Det holdt."]),
        ("Bl.a. Oslo er med. Bergen er ikke.", ["Bl.a. Oslo er med.", "Bergen er ikke."]),
        ("Anlegget åpnet 3. mai 2019. Det var sol.", ["Anlegget åpnet 3. mai 2019.", "Det var sol."]),
        ("Se pbl. § 5-1. Loven gjelder.", ["Se pbl. § 5-1.", "Loven gjelder."]),
        ("Han sa «nei.» Så gikk han.", ["Han sa «nei.»", "Så gikk han."]),
        ("Hvem eier dataene? Kommunen!", ["Hvem eier dataene?", "Kommunen!"]),
        ("Målet er nådd i 2030. Da er alt bra.", ["Målet er nådd i 2030.", "Da er alt bra."]),
        ("Les mer på doga.no. Der står det.", ["Les mer på doga.no.", "Der står det."]),
        ("Uten punktum til slutt", ["Uten punktum til slutt"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert pieces(text) == sentences


def test_a_list_item_is_whole_and_knows_its_introduction() -> None:
    text = "Tre råd:\n\n- Start smått. Bruk tid.\n- Spør folk,\n  og lytt.\n\nSlutt."
    sentences = split_sentences(text)
    assert [(one.kind, text[one.start : one.end]) for one in sentences] == [
        ("sentence", "Tre råd:"),
        ("item", "Start smått. Bruk tid."),
        ("item", "Spør folk,\n  og lytt."),
        ("sentence", "Slutt."),
    ]
    assert [text[slice(*one.lead_in)] if one.lead_in else None for one in sentences] == [
        None,
        "Tre råd:",
        "Tre råd:",
        None,
    ]


def test_a_table_row_is_whole_and_its_rule_is_left_out() -> None:
    text = "| År | Sum |\n|---|---|\n| 2020 | 3. mill. |\n"
    assert pieces(text) == ["| År | Sum |", "| 2020 | 3. mill. |"]


def test_a_paragraph_over_several_lines_is_one_sentence() -> None:
    assert pieces("Kommunen\nvedtok planen.\n\nNy.") == ["Kommunen\nvedtok planen.", "Ny."]


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "- ", "|"])
def test_nothing_gives_no_sentences_or_no_crash(text: str) -> None:
    assert all(piece.strip() for piece in pieces(text))

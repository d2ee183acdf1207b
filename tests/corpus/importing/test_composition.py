"""What an editor's file becomes is a text of our format, whatever characters it holds."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from corpus.importing.block import Block
from corpus.importing.composition import to_body
from corpus.reader import find_sections, parse_document
from corpus.sentences import split_sentences

FRONT = """---
id: plan
title: "Plan"
type: egen
language: nb
basis: offentlig
sources:
  - url: "https://www.fjordvik.no/plan"
---
"""


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return Block("heading", text, page, level)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block("paragraph", text, page)


def headings(body: str) -> list[str]:
    return [section.heading for section in find_sections(body)]


def test_deeper_headings_say_where_they_stand() -> None:
    blocks = [
        heading("Mål", 2),
        paragraph("a"),
        heading("Klima", 3),
        paragraph("b"),
        heading("Areal", 2),
        paragraph("c"),
    ]
    assert headings(to_body(blocks)) == ["Mål", "Mål › Klima", "Areal"]


def test_the_title_is_not_said_again_in_every_heading() -> None:
    blocks = [heading("Klimaplan"), heading("Mål", 2), paragraph("a"), heading("Tiltak", 2), paragraph("b")]
    assert headings(to_body(blocks)) == ["Mål", "Tiltak"]


def test_repeated_headings_are_told_apart() -> None:
    blocks = [
        heading("Status"),
        paragraph("a"),
        heading("Status"),
        paragraph("b"),
        heading("Status (2)"),
        paragraph("c"),
    ]
    found = headings(to_body(blocks))
    assert len(set(found)) == 3
    assert found[0] == "Status"


def test_sections_without_text_are_dropped_and_text_before_headings_stays() -> None:
    body = to_body([paragraph("Først."), heading("Tom", 2), heading("Full", 2), paragraph("Så.")])
    assert headings(body) == ["", "Full"]
    assert body.startswith("Først.\n")


def test_items_and_rows_stand_one_a_line() -> None:
    blocks = [
        paragraph("Vi vil:"),
        Block("item", "bygge"),
        Block("item", "2. måle"),
        Block("row", "År: 2026; Antall: 3"),
    ]
    body = to_body([*blocks, Block("row", "a | b")])
    assert body == "Vi vil:\n\n- bygge\n2. måle\n\n| År: 2026; Antall: 3 |\n| a | b |\n"
    assert [sentence.kind for sentence in split_sentences(body)] == ["sentence", "item", "item", "row", "row"]


def test_a_page_is_marked_where_it_begins() -> None:
    body = to_body(
        [heading("Mål"), paragraph("En.", 1), heading("Tiltak", 1, 2), paragraph("To.", 2), paragraph("Tre.", 2)]
    )
    assert body == "## Mål\n\n<!-- side 1 -->\n\nEn.\n\n## Tiltak\n\n<!-- side 2 -->\n\nTo.\n\nTre.\n"


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    body = to_body([paragraph("Kommunen skal bygge", 3), paragraph("en vei.", 4), paragraph("Og mer.", 4)])
    assert body == "<!-- side 3 -->\n\nKommunen skal bygge <!-- side 4 --> en vei.\n\nOg mer.\n"


def test_a_word_that_the_page_cuts_stays_whole_before_the_mark() -> None:
    body = to_body([paragraph("Kommunen vil ha en bære-", 3), paragraph("kraftig utvikling.", 4)])
    assert "en bærekraftig <!-- side 4 --> utvikling." in body


def test_a_paragraph_over_three_pages_has_two_marks() -> None:
    body = to_body([paragraph("en lang setning om", 1), paragraph("veien og", 2), paragraph("brua.", 3)])
    assert "en lang setning om <!-- side 2 --> veien og <!-- side 3 --> brua." in body


def test_a_footnote_does_not_stand_in_the_middle_of_a_sentence() -> None:
    note = paragraph("1 Se veilederen.", 1)
    body = to_body([paragraph("Kommunen skal", 1), note, paragraph("bygge en vei.", 2), paragraph("Slutt.", 2)])
    after = "<!-- side 1 -->\n\n1 Se veilederen.\n\n<!-- side 2 -->\n\nSlutt."
    assert f"Kommunen skal <!-- side 2 --> bygge en vei.\n\n{after}" in body


def test_paragraphs_that_end_are_not_joined() -> None:
    body = to_body([paragraph("Kommunen skal bygge en lang sykkelvei langs elva.", 1), paragraph("Den er dyr.", 2)])
    assert "elva.\n\n<!-- side 2 -->\n\nDen er dyr." in body


@pytest.mark.parametrize(
    "text",
    [
        "# Ikke en overskrift",
        "## Ikke en overskrift",
        "---",
        "<!-- side 9 --> tull",
        "| ikke | rad |",
        "=== nei",
        "###",
    ],
)
def test_the_sources_own_characters_make_no_markup(text: str) -> None:
    hostile = [paragraph(text, 1), Block("item", text, 1), Block("row", text, 1), heading(text), paragraph("b", 1)]
    body = to_body([heading("Ekte"), *hostile])
    assert re.findall(r"<!-- side (\d+) -->", body) == ["1"]
    assert next(section.heading for section in find_sections(body)) == "Ekte"
    parse_document(Path("plan.md"), FRONT + body)
    kinds = [sentence.kind for sentence in split_sentences(body, 0, body.index("\n- "))]
    assert "row" not in kinds


def test_a_date_is_no_list() -> None:
    body = to_body([paragraph("3. mai 2024 vedtok kommunestyret planen.")])
    (sentence,) = split_sentences(body)
    assert sentence.kind == "sentence"
    assert " ".join(body.split()) == "3. mai 2024 vedtok kommunestyret planen."


def test_a_source_cannot_mark_itself_as_an_editors_reading() -> None:
    body = to_body([heading("Tiltak (redaksjonelt)"), paragraph("a")])
    assert not any(section.editorial for section in find_sections(body))


def test_no_text_is_no_body() -> None:
    assert to_body([]) == ""
    assert to_body([heading("Bare overskrift")]) == ""


def test_any_blocks_make_a_text_without_faults() -> None:
    chance = random.Random(3)
    words = [
        "#",
        "##",
        "Mål",
        "---",
        "<!--",
        "-->",
        "|",
        "side 3",
        "1.",
        "-",
        "•",
        "(redaksjonelt)",
        "a-",
        "Æ.",
        "›",
        "=",
        ":",
    ]
    for _ in range(300):
        blocks = []
        for _ in range(chance.randrange(1, 12)):
            text = " ".join(chance.choices(words, k=chance.randrange(1, 6)))
            kind = chance.choice(["heading", "paragraph", "item", "row"])
            page = chance.choice([None, 1, 2, 3])
            blocks.append(Block(kind, text, page, chance.randrange(1, 5) if kind == "heading" else 0))  # type: ignore[arg-type]
        body = to_body(blocks)
        if body:
            document = parse_document(Path("plan.md"), FRONT + body)
            assert not any(section.editorial for section in document.sections)
        kept = sum(block.kind != "heading" for block in blocks)
        assert bool(body) == bool(kept)

"""Words come out as a reader of the page would write them."""

from __future__ import annotations

import pytest

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text
from corpus.importing.contents import drop_contents
from corpus.importing.hyphens import Vocabulary, join_lines
from corpus.importing.items import item_text
from corpus.importing.metadata import sensible_title, stated_year, year_in
from corpus.importing.rows import table_rows


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("bære\u00adkraft", "bærekraft"),
        ("de\ufb01nere e\ufb00ekt", "definere effekt"),
        ("3\u00a0mill.\u202fkr", "3 mill. kr"),
        ("A\u030a pne", "Å pne"),
        ("snu \u202egnk\u202c om", "snu gnk om"),
        ("null\0 og\x07 bjelle", "null og bjelle"),
        ("to\nlinjer\tog  tabulator", "to linjer og tabulator"),
        ("skjult\u200btegn\ufeff", "skjulttegn"),
        ("\U000e0067\U000e006cglem", "glem"),
        ("by\u2011 og land", "by- og land"),
        ("čđŋšŧž «sitat» – 62 %", "čđŋšŧž «sitat» – 62 %"),
    ],
)
def test_only_the_words_are_left(written: str, read: str) -> None:
    assert clean_text(written) == read


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["bære-", "kraftig"], "bærekraftig"),
        (["by- og tettsteds-", "utvikling"], "by- og tettstedsutvikling"),
        (["tettsteds-", "og byutvikling"], "tettsteds- og byutvikling"),
        (["barne-", "eller ungdomsskole"], "barne- eller ungdomsskole"),
        (["IKT-", "løsninger"], "IKT-løsninger"),
        (["e-", "post"], "e-post"),
        (["Nord-", "Norge"], "Nord-Norge"),
        (["2020-", "2030"], "2020-2030"),
        (["et tall –", "og mer"], "et tall – og mer"),
        (["vanlig", "tekst"], "vanlig tekst"),
        ([], ""),
    ],
)
def test_words_that_line_ends_cut_are_whole(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


def test_the_document_tells_how_a_word_is_written() -> None:
    vocabulary = Vocabulary(["Prosjektet heter smart-helse i alle rapporter."])
    assert join_lines(["smart-", "helse"], vocabulary) == "smart-helse"
    assert join_lines(["smart-", "helse"]) == "smarthelse"


def contents(*lines: str) -> list[Block]:
    return [Block("heading", "Innhold", 1, 1), *(Block("paragraph", line, 1) for line in lines)]


def test_tables_of_contents_go() -> None:
    rest = [Block("heading", "Mål", 2, 1), Block("paragraph", "Tekst.", 2)]
    assert drop_contents([*contents("Mål ........ 2", "Areal . . . . . 3", "Klima…… 4"), *rest]) == rest
    assert drop_contents([*contents("Mål 2", "Areal 3", "Klima 14"), *rest]) == rest


def test_contents_without_a_name_are_known_by_the_headings() -> None:
    names = ("Mål", "Areal", "Klima")
    entries = [Block("paragraph", f"{name} {page}", 1) for page, name in enumerate(names, 2)]
    rest = [Block("heading", name, 2, 1) for name in names]
    assert drop_contents([*entries, *rest]) == rest


def test_rows_that_end_in_rising_numbers_are_no_contents() -> None:
    rows = [Block("row", f"Uttak i år {year} | {year - 2000}", 1) for year in (2020, 2021, 2022)]
    assert drop_contents(rows) == rows


def test_a_row_says_its_headers_when_they_are_known() -> None:
    cells = [["Tiltak", "Frist"], ["Vei", "2027"], ["", "2028"]]
    assert [row.text for row in table_rows(cells, 4, headed=True)] == ["Tiltak: Vei; Frist: 2027", "Frist: 2028"]
    assert [row.text for row in table_rows(cells, 4)] == ["Tiltak: Vei; Frist: 2027", "Frist: 2028"]
    assert [row.text for row in table_rows([["a", "b"], ["c", "d"]], 4)] == ["a | b", "c | d"]


def test_a_cell_cannot_end_its_row_or_its_cell() -> None:
    assert [row.text for row in table_rows([["a|b\nc", "d"]], None)] == ["a¦b c | d"]


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("• punkt", "punkt"),
        ("\uf0b7 punkt", "punkt"),
        ("– punkt", "punkt"),
        ("-5 grader", None),
        ("a) først", "a) først"),
        ("12. mars kom", None),
        ("2. mål", "2. mål"),
    ],
)
def test_list_items_are_told_by_their_marks(line: str, item: str | None) -> None:
    assert item_text(line) == item


@pytest.mark.parametrize(
    ("title", "sensible"),
    [
        ("Microsoft Word - Klimaplan 2030.docx", "Klimaplan 2030"),
        ("PowerPoint-presentasjon", None),
        ("Dokument1", None),
        ("kommuneplan_v3_endelig.indd", None),
        ("Kommuneplan for Fjordvik", "Kommuneplan for Fjordvik"),
        ("", None),
        (None, None),
    ],
)
def test_titles_that_programs_make_up_are_no_titles(title: str | None, sensible: str | None) -> None:
    assert sensible_title(title) == sensible


def test_the_year_is_the_one_that_the_page_says() -> None:
    assert stated_year([Block("paragraph", "Vedtatt i kommunestyret 12. juni 2025")]) == 2025
    assert stated_year([Block("paragraph", "Plan for perioden 2020–2030")]) is None
    assert year_in("D:20230405120000+02'00'") == 2023
    assert year_in("9999") is None

"""An employee looks for texts by principle and målbilde."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.ui.explore.reader import listed

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from corpus.document import Document

VISIONS = ["attraktive", "inkluderende", "effektive", "klimavennlige", "tilpasningsdyktige", "helsefremmende"]


def rows(client: TestClient) -> list[list[str]]:
    """The cells of each row of the matrix."""
    found = re.search(r"<table.*?</table>", client.get("/utforsk").text, re.DOTALL)
    assert found
    return [
        re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", found[0], re.DOTALL)
    ]


def number(cell: str) -> int:
    return int(re.sub(r"<[^>]+>", "", cell))


def link(cell: str) -> str | None:
    found = re.search(r'href="\./([^"#]+)#tekster"', cell)
    return f"/{found[1].replace('&amp;', '&')}" if found else None


def test_the_numbers_are_those_of_the_texts(client: TestClient, texts: list[Document]) -> None:
    numbers = [[number(cell) for cell in row[1:]] for row in rows(client)[1:]]
    assert len(numbers) == 9
    for principle, row in enumerate(numbers[:8], 1):
        here = [text for text in texts if principle in text.principles]
        assert row == [*(sum(vision in text.malbilder for text in here) for vision in VISIONS), len(here)]
    assert numbers[8] == [*(sum(vision in text.malbilder for text in texts) for vision in VISIONS), len(texts)]


def test_every_cell_leads_to_as_many_texts_as_it_says(client: TestClient) -> None:
    for principle, row in enumerate(rows(client)[1:9], 1):
        for vision, cell in zip(VISIONS, row[1:7], strict=True):
            address = link(cell)
            if number(cell):
                assert address == f"/utforsk?prinsipp={principle}&malbilde={vision}"
                assert listed(client, address) == number(cell)
            else:
                assert address is None, "an empty cell leads to an empty list"


def test_every_heading_leads_to_its_total(client: TestClient) -> None:
    head, *body, foot = rows(client)
    for cell, total in zip(head[1:7], foot[1:7], strict=True):
        assert listed(client, link(cell) or "") == number(total)
    for row in body:
        assert listed(client, link(row[0]) or "") == number(row[7])


def test_a_cell_says_what_it_counts_to_those_who_cannot_see_the_table(client: TestClient) -> None:
    table = [cell for row in rows(client) for cell in row]
    assert any('aria-label="5 tekster: 1. Sett innbyggerne i sentrum, Inkluderende"' in cell for cell in table)
    assert any('aria-label="1 tekst: ' in cell for cell in table)
    assert all('scope="' in cell for cell in table if cell.startswith("<th"))

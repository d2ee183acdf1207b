"""Write a table as rows that can be cited alone."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text

_LONGEST_HEADER = 60


def table_rows(cells: Sequence[Sequence[str]], page: int | None, *, headed: bool | None = None) -> list[Block]:
    """Return a table's rows as blocks.

    A cited row stands alone, so the headers are said again in it: ``Tiltak: Sykkelvei; Frist: 2026``. Where no row is
    known to hold headers, guessing could put false words into a source: those rows are ``cell | cell``.

    Args:
        cells: The text of each row's cells; a cell that goes on over several columns or rows stands in each.
        page: The page that it begins on.
        headed: Whether the first row holds the headers; None to judge by its words.
    """
    rows = [[_cell(cell) for cell in row] for row in cells]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    is_headed = _looks_headed(rows) if headed is None else headed and len(rows) > 1 and len(rows[0]) > 1
    if not is_headed:
        return [Block("row", " | ".join(_once(row)), page) for row in rows]
    headers = rows[0]
    return [Block("row", _with_headers(headers, row), page) for row in rows[1:]]


def _cell(text: str) -> str:
    return clean_text(text).replace("|", "¦")


def _once(row: Sequence[str]) -> list[str]:
    """A cell that spans columns is said once; empty cells are left out unless they stand before text."""
    kept = [cell for place, cell in enumerate(row) if not (cell and place and row[place - 1] == cell)]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _with_headers(headers: Sequence[str], row: Sequence[str]) -> str:
    said = []
    for place, cell in enumerate(row):
        if not cell or (place and row[place - 1] == cell and headers[place - 1 : place] == headers[place : place + 1]):
            continue
        header = headers[place].rstrip(":") if place < len(headers) else ""
        said.append(f"{header}: {cell}" if header and header != cell else cell)
    return "; ".join(said)


def _looks_headed(rows: Sequence[Sequence[str]]) -> bool:
    """The first row names every column in short words without digits, and some later cell holds a digit below it."""
    first = rows[0]
    if len(rows) < 2 or len(first) < 2 or len(set(first)) < len(first):  # noqa: PLR2004 - one row or column is no table
        return False
    if any(not cell or len(cell) > _LONGEST_HEADER or any(map(str.isdigit, cell)) for cell in first):
        return False
    return any(any(map(str.isdigit, cell)) for row in rows[1:] for cell in row)

"""Read the cells of a table in a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.importing.ooxml import child, children, is_on, local, number, value
from corpus.importing.word.text import read_runs

_MOST_COLUMNS = 200


def table_cells(table: Element) -> tuple[list[list[str]], bool | None]:
    """Return the text of a table's cells, and whether the first row holds headers if the table says so.

    Args:
        table: The ``w:tbl``.

    Returns:
        Rows of cells, with a merged cell in each place that it covers; True if the first row is marked or set in bold
        as headers, else None.
    """
    rows: list[list[str]] = []
    headed: bool | None = None
    for row in _rows(table):
        cells: list[str] = []
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            is_below = merge is not None and value(merge) != "restart"
            text = _above(rows, len(cells)) if is_below else " ".join(_texts(cell))
            cells += [text] * max(1, min(number(child(properties, "gridSpan")) or 1, _MOST_COLUMNS))
        if not rows and cells:
            headed = (is_on(child(row, "trPr", "tblHeader")) or _is_bold(row)) or None
        rows.append(cells[:_MOST_COLUMNS])
    return rows, headed


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        if local(each) == "tr":
            yield each
        elif local(each) in {"sdt", "sdtContent", "ins"}:
            yield from _rows(each)


def _cells(row: Element) -> Iterator[Element]:
    for each in row:
        if local(each) == "tc":
            yield each
        elif local(each) in {"sdt", "sdtContent"}:
            yield from _cells(each)


def _above(rows: list[list[str]], place: int) -> str:
    return rows[-1][place] if rows and place < len(rows[-1]) else ""


def _texts(cell: Element) -> Iterator[str]:
    """The paragraphs of a cell, and of tables in it."""
    for each in cell:
        if local(each) == "p":
            text = read_runs(each).text
            if text:
                yield text
        elif local(each) in {"tbl", "tr", "tc", "sdt", "sdtContent"}:
            yield from _texts(each)


def _is_bold(row: Element) -> bool:
    runs = [read_runs(each) for cell in _cells(row) for each in children(cell, "p")]
    said = [run for run in runs if run.text]
    return bool(said) and all(run.is_bold for run in said)

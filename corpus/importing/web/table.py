"""Read a table of a web page: its cells with those that span several rows or columns."""

from __future__ import annotations

from lxml import html

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text
from corpus.importing.rows import table_rows

_MOST_COLUMNS, _MOST_ROWS_SPANNED = 200, 1000
_LAID_OUT = ("h1", "h2", "h3", "ul", "ol", "article", "section")


def is_data_table(table: html.HtmlElement) -> bool:
    """Return whether a table holds data; one that lays out a page holds headings, lists or other tables."""
    if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
        return False
    return table.find(".//th") is not None or all(table.find(f".//{tag}") is None for tag in _LAID_OUT)


def web_rows(table: html.HtmlElement) -> list[Block]:
    """Return a data table's caption and rows as blocks."""
    caption = table.find("caption")
    said = clean_text(caption.text_content()) if caption is not None else ""
    rows = list(table.iter("tr"))
    headed = bool(rows) and all(cell.tag == "th" for cell in rows[0]) and len(rows[0]) > 0
    blocks = table_rows(_cells(rows), None, headed=headed or None)
    return [Block("paragraph", said), *blocks] if said else blocks


def _cells(rows: list[html.HtmlElement]) -> list[list[str]]:
    """A cell that spans rows or columns stands in each place that it covers."""
    above: dict[int, tuple[int, str]] = {}
    table = []
    for row in rows:
        cells: list[str] = []
        waiting = [cell for cell in row if cell.tag in {"td", "th"}]
        while (waiting or len(cells) in above) and len(cells) < _MOST_COLUMNS:
            place = len(cells)
            if place in above:
                left, text = above.pop(place)
                if left > 1:
                    above[place] = (left - 1, text)
                cells.append(text)
                continue
            cell = waiting.pop(0)
            text = " ".join(cell.itertext())
            down = _span(cell, "rowspan", _MOST_ROWS_SPANNED)
            for column in range(place, min(place + _span(cell, "colspan", _MOST_COLUMNS), _MOST_COLUMNS)):
                if down > 1:
                    above[column] = (down - 1, text)
                cells.append(text)
        table.append(cells)
    return table


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    said = (cell.get(name) or "1").strip()
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < len(str(most)) + 1 else 1

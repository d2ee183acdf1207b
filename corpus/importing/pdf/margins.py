"""Take away what repeats at the top and foot of a PDF's pages: running heads, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.importing.pdf.segment import Box, Page, Segment, merged

_Row = tuple[Segment, list[Segment]]
_Key = tuple[str, int]

_DIGITS = re.compile(r"\d+")
_FIRST_NUMBER, _LAST_NUMBER = re.compile(r"(\d{1,4})\b"), re.compile(r"\b(\d{1,4})$")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:(?:side|s\.|page|p\.)\s*)?\W*#\W*(?:(?:av|of|/)\s*#)?\W*", re.IGNORECASE)
_MARGIN = 0.12  # of the page's height
_OUTER_MARGIN = 0.08
_ROWS = 3
_PLACE = 6.0  # points; a running head stands at the same height on each page
_ENOUGH = 3
_PARTED = 0.8  # of the letters' size; between the lines of a paragraph there is less
_LARGEST = 1.1  # of the body's size; what is larger is a heading that chapters repeat


def without_margins(pages: Sequence[Page], body_size: float) -> list[Page]:
    """Return the pages without running heads, footers and page numbers.

    Text goes if it stands in the margin, apart from the running text, at the same height on three pages (or at the very
    edge of both of two) with at most its numbers changed. A page number alone at the page's edge always goes.

    Args:
        pages: All pages of a document.
        body_size: Size of the running text.
    """
    counts = Counter(
        key for page in pages for key in {key for keys, _ in _margin_rows(page, body_size) for key in keys}
    )
    cleaned = []
    for page in pages:
        gone: set[int] = set()
        for keys, row in _margin_rows(page, body_size):
            most = max(counts[key] for key in keys)
            is_repeated = most >= _ENOUGH or (most == len(pages) > 1 and _is_at_edge(row, page))
            if is_repeated or _is_page_number(keys[0][0], row, page):
                gone |= {id(segment) for segment in row}
        cleaned.append(replace(page, segments=tuple(each for each in page.segments if id(each) not in gone)))
    return cleaned


def _margin_rows(page: Page, body_size: float) -> Iterator[tuple[list[_Key], list[Segment]]]:
    """Rows that may be running heads, with all that they may have in common with those of other pages."""
    height = page.box.height
    rows = [(merged(row), row) for row in rows_of(page.segments)]
    top = [each for each in rows[:_ROWS] if each[0].box.bottom < _MARGIN * height]
    foot = [each for each in rows[-_ROWS:] if each[0].box.top > (1 - _MARGIN) * height]
    for line, row in [*_apart(top, rows[len(top) :]), *_apart(foot[::-1], rows[: len(rows) - len(foot)][::-1])]:
        if line.size <= _LARGEST * body_size:
            place = round(line.box.bottom / _PLACE)
            yield [(_DIGITS.sub("#", line.text).lower(), place), *_page_keys(line.text, page.number, place)], row


def _page_keys(text: str, page: int, place: int) -> Iterator[_Key]:
    """How far the first and last number are from the page's: chapters' names change, but the page number keeps step."""
    for end, match in (("first", _FIRST_NUMBER.match(text)), ("last", _LAST_NUMBER.search(text))):
        if match:
            yield f"{end} {int(match[1]) - page}", place


def _apart(rows: Sequence[_Row], others: Sequence[_Row]) -> Sequence[_Row]:
    """The rows from the page's edge as far as the white that parts them from the text; a text's own line is none."""
    every = [*rows, *others[:1]]
    for place in range(len(rows), 0, -1):
        if place == len(every) or _white(every[place - 1][0].box, every[place][0].box) > _PARTED * every[place][0].size:
            return rows[:place]
    return []


def _white(one: Box, other: Box) -> float:
    return max(one.top, other.top) - min(one.bottom, other.bottom)


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return segments by the lines that they stand on, from the top, each from the left."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: (each.box.top + each.box.bottom, each.box.left)):
        if rows and rows[-1][0].is_beside(segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda each: each.box.left) for row in rows]


def _is_page_number(pattern: str, row: Sequence[Segment], page: Page) -> bool:
    return _is_at_edge(row, page) and bool(_PAGE_NUMBER.fullmatch(pattern) or _ROMAN.fullmatch(pattern))


def _is_at_edge(row: Sequence[Segment], page: Page) -> bool:
    box, height = merged(row).box, page.box.height
    return box.bottom < _OUTER_MARGIN * height or box.top > (1 - _OUTER_MARGIN) * height

"""Find tables of contents: they repeat headings with page numbers and answer nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.importing.block import Block

_LEADERS = re.compile(r"(?:(?:\.\s?){4,}|…\s*(?:…\s*)+|_{4,})\s*(?:\d{1,4}|[ivxlc]{1,6})$", re.I)
_NUMBER_LAST = re.compile(r"^(?P<text>.*[^\W\d_].*?)[\s|]+(?P<page>\d{1,4})$")
_NAMES = frozenset(
    [
        "innhold",
        "innhald",
        "innholdsfortegnelse",
        "innhaldsliste",
        "innholdsliste",
        "innhaldsoversyn",
        "innholdsoversikt",
        "contents",
        "sisdoallu",
    ]
) | {"table of contents"}
_FEWEST = 3
_LONGEST_ENTRY = 150


def is_leader_line(line: str) -> bool:
    """Return whether a line runs over dots to a page number.

    Example:
        >>> is_leader_line("2.1 Klima ........ 14"), is_leader_line("Vi venter ...")
        (True, False)
    """
    return bool(_LEADERS.search(line, max(0, len(line) - _LONGEST_ENTRY)))


def without_leaders(lines: Sequence[str]) -> list[int]:
    """Return the places of the lines that are no entries of a table of contents.

    A line between two with leaders is the first part of a long entry.

    Args:
        lines: A page's or file's lines in order.
    """
    leads = [is_leader_line(line) for line in lines]
    return [
        place
        for place, is_leader in enumerate(leads)
        if not is_leader and not (0 < place < len(leads) - 1 and leads[place - 1] and leads[place + 1])
    ]


def names_contents(text: str) -> bool:
    """Return whether a heading stands over a table of contents."""
    return text.strip(" .:").lower() in _NAMES


def drop_contents(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without tables of contents.

    Lines with dot leaders go; so do three or more entries in a row that end in rising page numbers, if they stand under
    a heading such as "Innhold" or if most of them are headings of this document.

    Args:
        blocks: A whole document's blocks.
    """
    kept = [block for block in blocks if block.kind == "heading" or not is_leader_line(block.text)]
    headings = {_plain(block.text) for block in kept if block.kind == "heading"}
    result: list[Block] = []
    place = 0
    while place < len(kept):
        end = _run_end(kept, place)
        if end - place >= _FEWEST and (_named(result) or _repeats(kept[place:end], headings)):
            place = end
            continue
        result.append(kept[place])
        place += 1
    return [block for place, block in enumerate(result) if not _is_bare_name(result, place)]


def _run_end(blocks: Sequence[Block], start: int) -> int:
    end, last = start, 0
    while end < len(blocks):
        page = _entry_page(blocks[end])
        if page is None or page < last:
            break
        end, last = end + 1, page
    return end


def _entry_page(block: Block) -> int | None:
    match = _NUMBER_LAST.match(block.text) if len(block.text) <= _LONGEST_ENTRY else None
    return int(match["page"]) if match else None


def _named(before: Sequence[Block]) -> bool:
    return bool(before) and names_contents(before[-1].text)


def _repeats(entries: Sequence[Block], headings: set[str]) -> bool:
    texts = [match["text"] for entry in entries if (match := _NUMBER_LAST.match(entry.text))]
    return sum(_plain(text) in headings for text in texts) > len(entries) / 2


def _plain(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).lower()


def _is_bare_name(blocks: Sequence[Block], place: int) -> bool:
    """A heading over a table of contents that is gone."""
    if not names_contents(blocks[place].text):
        return False
    return place + 1 == len(blocks) or blocks[place + 1].kind == "heading"

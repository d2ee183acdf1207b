"""Judge what a file says of itself: titles that programs made up, and years that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text

_PROGRAM = re.compile(r"^(?:microsoft (?:word|powerpoint)\s*-\s*)", re.I)
_FILE_END = re.compile(r"\.(?:docx?|pptx?|pdf|odt|indd|html?|xlsx?|txt|md)$", re.I)
_SAYS_NOTHING = re.compile(
    r"(?:dokument|document|presentasjon|presentation|untitled|uten (?:navn|tittel)|powerpoint[- ]presentasjon|"
    r"powerpoint presentation|slide|lysbilde|mal|template|tittel|title|scan|skann|img|anonymous|unknown|none|"
    r"forside|hjem)[\W\d_]*",
    re.I,
)
_DATED = re.compile(
    r"\b(?:vedtatt|vedteke|vedteken|publisert|utgitt|utgjeven|oppdatert|revidert|datert|dato|godkjent|godkjend|"
    r"published|updated|adopted|approved)\b.{0,60}?\b(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_FIRST_YEAR = 1970
_SHORTEST, _LONGEST = 4, 200
_FIRST_PAGE_CHARACTERS = 1500


def sensible_title(title: str | None) -> str | None:
    """Return a title without what programs add to it, or None if it says nothing.

    Example:
        >>> sensible_title("Microsoft Word - Klimaplan 2030.docx"), sensible_title("Dokument1")
        ('Klimaplan 2030', None)
    """
    cleaned = _FILE_END.sub("", _PROGRAM.sub("", clean_text(title or ""))).strip()
    if not _SHORTEST <= len(cleaned) <= _LONGEST or _SAYS_NOTHING.fullmatch(cleaned):
        return None
    is_file_name = " " not in cleaned and ("_" in cleaned or cleaned.islower() or any(map(str.isdigit, cleaned)))
    return None if is_file_name or not any(map(str.isalpha, cleaned)) else cleaned


def title_of(blocks: Iterable[Block]) -> str | None:
    """Return the first heading that could be a title."""
    return next((block.text for block in blocks if block.kind == "heading" and len(block.text) <= _LONGEST), None)


def sensible_year(year: int | None) -> int | None:
    """Return the year, or None if no document is from then."""
    return year if year is not None and _FIRST_YEAR <= year <= datetime.now(UTC).year + 1 else None


def year_in(text: str | None) -> int | None:
    """Return the first year in a metadata field such as ``D:20230405`` or ``2023-04-05T10:00``."""
    match = re.search(r"(?<!\d)((?:19|20)\d\d)(?=\D|[01]\d)", text or "")
    return sensible_year(int(match[1])) if match else None


def stated_year(blocks: Iterable[Block]) -> int | None:
    """Return the year that the first page says the document was adopted, published or changed."""
    read = 0
    for block in blocks:
        match = _DATED.search(block.text)
        year = sensible_year(int(match["year"])) if match else None
        if year:
            return year
        read += len(block.text)
        if read > _FIRST_PAGE_CHARACTERS:
            break
    return None

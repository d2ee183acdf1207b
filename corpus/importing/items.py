"""Tell list items by their bullets and numbers."""

from __future__ import annotations

import re

_BULLET = re.compile(r"(?:[•●○◦▪▫■□►‣⁃∙·✓✔❖➢➔\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf06e]|[-–—*+](?=\s)|o(?=\s{1,3}\S))\s*")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|[a-zæøå][.)]|\([a-z0-9]{1,2}\))\s+(?=\S)")
# "3. mai 2024" begins with a date.
_DATE = re.compile(
    r"\d{1,2}\.\s+(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b", re.I
)


def item_text(line: str) -> str | None:
    """Return a list item's text without its bullet, or None if the line begins no item; numbers are kept.

    Example:
        >>> item_text("• Et tiltak"), item_text("2) Et til"), item_text("3. mai 2024")
        ('Et tiltak', '2) Et til', None)
    """
    bullet = _BULLET.match(line)
    if bullet:
        return line[bullet.end() :] or None
    return line if _NUMBER.match(line) and not begins_with_date(line) else None


def begins_with_date(line: str) -> bool:
    """Return whether the line begins with a day and month."""
    return bool(_DATE.match(line))

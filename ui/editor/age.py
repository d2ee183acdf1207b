"""Age: which texts may be out of date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.document import Status

OLD_YEARS = 5
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "2003–", "fra ca. 2020": it began, and nothing says that it is over.
_OPEN = re.compile(r"\d{4}\s*[–-](?!\s*\d)|\b(?:fra|frå|siden|sidan|since|from)\b", re.IGNORECASE)


def is_old(published: int | None, status: Status, year: int, years: int = OLD_YEARS) -> bool:
    """Tell whether a text in force stands on sources that are older than so many years.

    Args:
        published: Year of its newest source, if known.
        status: Whether it is in force.
        year: This year.
        years: How old sources may be.
    """
    return status == "gjeldende" and published is not None and year - published > years


def has_ended(period: str | None, status: Status, year: int) -> bool:
    """Tell whether a text says that it is in force, and that its period is over.

    Example:
        >>> has_ended("2020–2024", "gjeldende", 2026), has_ended("2020–", "gjeldende", 2026)
        (True, False)
        >>> has_ended("fra ca. 2020", "gjeldende", 2026)
        False
    """
    years = [int(one) for one in _YEAR.findall(period or "")]
    return status == "gjeldende" and bool(years) and max(years) < year and not _OPEN.search(period or "")

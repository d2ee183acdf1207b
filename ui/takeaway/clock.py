"""Dates and times as they are written in Norway."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ui.takeaway.words import words_in

if TYPE_CHECKING:
    from datetime import datetime

    from corpus.document import Language

_ZONE = "Europe/Oslo"
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")


def require_aware(moment: datetime) -> None:
    """Refuse a time without a zone, for it cannot be told as local time.

    Raises:
        ValueError: If it has none.
    """
    if moment.utcoffset() is None:
        msg = f"{moment.isoformat()} has no time zone"
        raise ValueError(msg)


def written_moment(moment: datetime, language: Language) -> str:
    """Return a time as local time in Norway: ``25. november 2026 kl. 14.05``.

    Args:
        moment: The time, with its zone.
        language: Language to write it in.

    Raises:
        ValueError: If it has no zone.
    """
    require_aware(moment)
    words = words_in(language)
    local = moment.astimezone(ZoneInfo(_ZONE))
    return words.moment.format(
        day=local.day,
        month=words.months[local.month - 1],
        year=local.year,
        hour=local.hour,
        minute=local.minute,
    )


def written_month(year_month: str, language: Language) -> str:
    """Return a month given as ``YYYY-MM`` in words, and anything else as it is."""
    match = _YEAR_MONTH.fullmatch(year_month)
    if match is None:
        return year_month
    words = words_in(language)
    return words.month.format(month=words.months[int(match["month"]) - 1], year=match["year"])

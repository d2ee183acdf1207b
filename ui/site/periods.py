"""When something happened, from the years that a text's period names."""

from __future__ import annotations

import re

# Each span by the value it has in an address: its first year and the first year after it.
SPANS: dict[str, tuple[int, int]] = {
    "-2014": (0, 2015),
    "2015-2019": (2015, 2020),
    "2020-2024": (2020, 2025),
    "2025-": (2025, 9999),
}
_RANGE = re.compile(r"\b((?:19|20)\d\d)\s*[–-]\s*(?:[a-zæøå.]+\s+)?((?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def spans_of(period: str | None) -> frozenset[str]:
    """Return the spans that a period touches; none if it names no year.

    Example:
        >>> sorted(spans_of("høsten 2018 – høsten 2022"))
        ['2015-2019', '2020-2024']
        >>> sorted(spans_of("2010–2020, ny periode 2021–2030"))
        ['-2014', '2015-2019', '2020-2024', '2025-']
    """
    text = period or ""
    years = {int(year) for year in _YEAR.findall(text)}
    for first, last in _RANGE.findall(text):
        years |= set(range(int(first), int(last) + 1))
    return frozenset(span for span, (start, end) in SPANS.items() if any(start <= year < end for year in years))

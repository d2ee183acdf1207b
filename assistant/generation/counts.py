"""Counts that a source gives without the number: how many it lists by name, how many years lie between two."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from assistant.numerals import numerals, tongue_of

if TYPE_CHECKING:
    from corpus.document import Language

_NAME = r"[A-ZÆØÅ+][^\W_]*(?:[ .+&-][^\W_]+){0,3}?"
_LISTED = re.compile(rf"(?:{_NAME}(?: \([^()]*\))?, )*{_NAME}(?: \([^()]*\))? (?:og|and|samt) (?={_NAME})")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d)")
_LONGEST = 60  # years that somebody would count


def listed_counts(text: str) -> frozenset[str]:
    """Return how many names each list of a text has.

    Example:
        >>> sorted(listed_counts("KS, NHO, Innovasjon Norge og Norges forskningsråd eier LUP. KS og NHO startet det."))
        ['2', '4']
    """
    return frozenset(f"{match[0].count(', ') + 2}" for match in _LISTED.finditer(text))


def years_between(text: str) -> frozenset[str]:
    """Return how many years lie between each two of a text.

    Example:
        >>> sorted(years_between("Ideen kom i 2016, og fergen var ferdig i 2021."))
        ['5']
    """
    years = {int(year) for year in _YEAR.findall(text)}
    apart = {abs(one - other) for one, other in combinations(years, 2)}
    return frozenset(f"{number}" for number in apart if number <= _LONGEST)


def durations_in(text: str, language: Language) -> frozenset[str]:
    """Return the numbers of a text that count years.

    Example:
        >>> sorted(durations_in("en treårig avtale, fem år etter", "nb"))
        ['3', '5']
    """
    listed = numerals().numbers[tongue_of(language)]
    found = (match["before"] or match["within"] for match in _durations().finditer(text.lower()))
    return frozenset(
        word if word.isdigit() else f"{listed[word]}" for word in found if word.isdigit() or word in listed
    )


@cache
def _durations() -> re.Pattern[str]:
    return re.compile(
        r"(?P<before>\w+) (?:år(?:a|ene|s)?|years?)\b|(?P<within>\w+?)(?:-?årige?|-years?(?:-old)?)\b", re.IGNORECASE
    )

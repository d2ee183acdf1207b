"""Shares, in percent, in words or as two numbers: "20 prosent", "hver femte", "to tredjedeler", "209 av 428"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.numerals import numerals, tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.document import Language

_PAIR = re.compile(r"(\w+) (?:av(?: de| dei)?|of(?: the)?|in) (\w+)", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:hver|hvert|kvar|kvart|every) (\w+)", re.IGNORECASE)
_EXACTLY = 0.005
_ABOUT = 0.05  # "nearly half" of 428 may be 209
_ONE = {"en": 1, "én": 1, "ein": 1, "éin": 1, "one": 1}


@dataclass(frozen=True)
class Shares:
    """The shares of a text.

    Args:
        percents: Those in percent, by the number.
        spoken: Those in words.
        pairs: Those as two numbers, the smaller first.
    """

    percents: dict[str, float]
    spoken: frozenset[float]
    pairs: frozenset[tuple[int, int]]

    @property
    def rounded(self) -> set[float]:
        """Those that may be rounded."""
        return {*self.percents.values(), *self.spoken}

    @property
    def ratios(self) -> set[float]:
        """Those as two numbers, as shares."""
        return {few / many for few, many in self.pairs}

    def has(self, share: float) -> bool:
        """Tell whether a share is among these."""
        return _near(share, self.ratios | self.rounded, _EXACTLY)

    def has_about(self, share: float, *, rounded: bool) -> bool:
        """Tell whether a share is among these, where one of the two is rounded; ``rounded`` if that one may be."""
        return _near(share, self.rounded, _ABOUT) or _near(share, self.ratios, _ABOUT if rounded else _EXACTLY)

    def contradicts(self, pair: tuple[int, int]) -> bool:
        """Tell whether these give another number of as many."""
        return any(many == pair[1] for few, many in self.pairs)


def shares_in(text: str, language: Language) -> Shares:
    """Return the shares of a text.

    Example:
        >>> shares_in("Tjue prosent, om lag to tredjedeler, 209 av 428", "nb")
        Shares(percents={'20': 0.2}, spoken=frozenset({0.6666666666666666}), pairs=frozenset({(209, 428)}))
    """
    return Shares(_percents(text, language), frozenset(_spoken(text, language)), frozenset(_pairs(text, language)))


def _near(share: float, others: Iterable[float], limit: float) -> bool:
    return any(abs(share - one) <= limit for one in others)


def _number(word: str, language: Language) -> float:
    """A number in digits or as a word, 0 if it is none."""
    plain = word.lower().replace(",", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    return float(numerals().numbers[tongue_of(language)].get(plain, 0) or _ONE.get(plain, 0))


def _percents(text: str, language: Language) -> dict[str, float]:
    found = {}
    for match in _percent_pattern().finditer(text):
        if number := _number(match[1], language):
            found[f"{number:g}"] = number / 100
    return found


def _spoken(text: str, language: Language) -> Iterable[float]:
    every = numerals().every
    for match in _EVERY.finditer(text):
        if number := int(match[1]) if match[1].isdigit() else every.get(match[1].lower(), 0):
            yield 1 / number
    for match in _part_pattern().finditer(text):
        parts = numerals().parts[match["part"].lower()]
        yield min(1.0, (_number(match["number"] or "", language) or 1) / parts)


@cache
def _percent_pattern() -> re.Pattern[str]:
    return re.compile(r"(\d+(?:[.,]\d+)?|[^\W\d_]+)\s*(?:%|prosent|percent|per cent)", re.IGNORECASE)


@cache
def _part_pattern() -> re.Pattern[str]:
    parts = "|".join(sorted(numerals().parts, key=len, reverse=True))
    return re.compile(rf"(?:(?P<number>\w+)\s+)?\b(?P<part>{parts})(?:er|ar|ene|ane|en|s)?\b", re.IGNORECASE)


def _pairs(text: str, language: Language) -> Iterable[tuple[int, int]]:
    for match in _PAIR.finditer(text):
        few, many = (_number(one, language) for one in match.groups())
        if 0 < few < many:
            yield int(few), int(many)

"""The figures that a sentence claims: numbers, shares and months, whichever way they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.document import Language

Tongue = Literal["norwegian", "english"]

FIGURES_FILE = Path(__file__).with_name("figures.yaml")

_THOUSANDS = {"norwegian": r"[ .\u00a0]", "english": r"[ ,\u00a0]"}
_NUMBER = {
    tongue: re.compile(rf"\d+(?:{mark}\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
    for tongue, mark in _THOUSANDS.items()
}
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|prosent|percent|per cent)", re.IGNORECASE)
_NUMBER_OF = re.compile(r"(\w+) (?:av(?: de| dei)?|of(?: the)?|in) (\w+)", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:hver|hvert|kvar|kvart|every) (\w+)", re.IGNORECASE)
_EXACTLY = 0.005
_ABOUT = 0.05  # "nearly half" of 428 may be 209


@dataclass(frozen=True)
class _Spoken:
    numbers: dict[str, dict[str, int]]
    months: dict[str, dict[str, int]]
    scales: dict[str, int]
    every: dict[str, int]
    parts: dict[str, int]


@cache
def _spoken() -> _Spoken:
    raw = yaml.safe_load(FIGURES_FILE.read_text(encoding="utf-8"))
    return _Spoken(raw["number_words"], raw["months"], raw["scales"], raw["parts"]["third"], raw["parts"]["part"])


def scale_words() -> frozenset[str]:
    """Return the words behind a number that make it larger: "millioner"."""
    return frozenset(_spoken().scales)


def figures_in(text: str, language: Language = "nb") -> frozenset[str]:
    """Return the numbers and months of a text in one form; small numbers may be written as words.

    Args:
        text: The text.
        language: Its language.

    Example:
        >>> sorted(figures_in("Tre kommuner fikk 1,25 millioner kroner, 4,5 prosent, i mai 2019"))
        ['1250000', '2019', '3', '4.5', 'month 5']
    """
    tongue = tongue_of(language)
    spoken = words(text)
    months = _spoken().months[tongue]
    listed = _spoken().numbers[tongue]
    named = {
        f"month {months[word]}" for word in spoken if word in months and not (tongue == "english" and word == "may")
    }
    return frozenset({*_numbers(text, tongue), *(f"{listed[word]}" for word in spoken if word in listed), *named})


def counted_in(text: str, language: Language = "nb") -> dict[str, str]:
    """Return what each number in digits counts: the word behind it.

    Args:
        text: The text.
        language: Its language.

    Example:
        >>> counted_in("60 ruter og 3 000 kroner")
        {'60': 'ruter', '3000': 'kroner'}
    """
    tongue = tongue_of(language)
    found = {}
    for match in _NUMBER[tongue].finditer(text):
        if following := _NEXT_WORD.match(text, match.end()):
            found.update(dict.fromkeys(_numbers(text[match.start() : following.end()], tongue), following[1].lower()))
    return found


def tongue_of(language: Language) -> Tongue:
    """Return the tongue whose words for numbers a language has."""
    return "english" if language == "en" else "norwegian"


def _numbers(text: str, tongue: str) -> Iterable[str]:
    """The numbers that are written in digits, with the word for thousands or millions behind them."""
    for match in _NUMBER[tongue].finditer(text):
        plain = re.sub(rf"{_THOUSANDS[tongue]}(?=\d{{3}}(?!\d))", "", match[0]).replace(",", ".")
        following = _NEXT_WORD.match(text, match.end())
        scale = _spoken().scales.get(following[1].lower(), 0) if following else 0
        yield f"{round(float(plain) * 10**scale)}" if scale else plain


def figures_hold(sentence: str, language: Language, source: str, source_language: Language) -> bool:
    """Tell whether a source has every figure of a sentence; a share may be written in another way.

    Args:
        sentence: The sentence.
        language: Its language.
        source: The source.
        source_language: Its language.
    """
    ratios, stood = _ratios(source, source_language), _loose_shares(source)
    if not _near(_ratios(sentence, language), [(ratios, _EXACTLY), (stood, _ABOUT)]):
        return False
    if not _near(_loose_shares(sentence), [(stood | ratios, _ABOUT)]):
        return False
    missing = figures_in(sentence, language) - figures_in(source, source_language)
    percents = {
        match[1].replace(",", "."): float(match[1].replace(",", ".")) / 100 for match in _PERCENT.finditer(sentence)
    }
    spoken = _spoken_shares(source) | ratios
    one_in = {
        f"{number}"
        for few, many in _pairs(sentence, language)
        if few == 1 and _near({few / many}, [(spoken, _EXACTLY)])
        for number in (few, many)
    }
    return all(figure in one_in or percents.get(figure) in spoken for figure in missing)


def _near(shares: set[float], others: list[tuple[set[float], float]]) -> bool:
    """Tell whether each share is near to one of others, each kind of which has its own limit."""
    return all(any(abs(share - one) <= limit for found, limit in others for one in found) for share in shares)


def _loose_shares(text: str) -> set[float]:
    """The shares of a text in percent or in words, which may be rounded."""
    return {float(match[1].replace(",", ".")) / 100 for match in _PERCENT.finditer(text)} | _spoken_shares(text)


def _spoken_shares(text: str) -> set[float]:
    """Shares in words: "halvparten", "hver femte"."""
    every = {
        int(match[1]) if match[1].isdigit() else _spoken().every.get(match[1].lower(), 0)
        for match in _EVERY.finditer(text)
    }
    parts = {_spoken().parts.get(word, 0) for word in words(text)}
    return {1 / number for number in every | parts if number}


def _ratios(text: str, language: Language) -> set[float]:
    """Shares as two numbers: "209 av 428", "one in five"."""
    return {few / many for few, many in _pairs(text, language)}


def _pairs(text: str, language: Language) -> list[tuple[int, int]]:
    listed = {"en": 1, "én": 1, "ein": 1, "éin": 1, "one": 1, **_spoken().numbers[tongue_of(language)]}
    found = []
    for match in _NUMBER_OF.finditer(text):
        few, many = (listed.get(one.lower(), int(one) if one.isdigit() else 0) for one in match.groups())
        if 0 < few < many:
            found.append((few, many))
    return found

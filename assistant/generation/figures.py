"""The figures of a text: numbers and months, whichever way they are written."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.numerals import numerals, tongue_of
from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.numerals import Tongue
    from corpus.document import Language

_THOUSANDS = {"norwegian": r"[ .\u00a0]", "english": r"[ ,\u00a0]"}
_NUMBER = {
    tongue: re.compile(rf"\d+(?:{mark}\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
    for tongue, mark in _THOUSANDS.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")


def figures_in(text: str, language: Language = "nb") -> frozenset[str]:
    """Return the numbers and months of a text in one form; small numbers may be written as words.

    Args:
        text: The text.
        language: Its language.

    Example:
        >>> sorted(figures_in("Tre kommuner fikk 1,25 millioner kroner, 4,5 prosent, i mai 2019"))
        ['1250000', '2019', '3', '4.5', 'month 5']
        >>> sorted(figures_in("sju millioner kroner og åtte hundre personer"))
        ['7000000', '800']
    """
    tongue = tongue_of(language)
    said = words(text)
    months = numerals().months[tongue]
    named = {f"month {months[word]}" for word in said if word in months}
    return frozenset({*_numbers(text, tongue), *_number_words(said, tongue), *named})


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


def figure_places(text: str, language: Language = "nb") -> list[tuple[str, int, int]]:
    """Return each number of a text with where it begins and ends.

    Args:
        text: The text.
        language: Its language.

    Example:
        >>> figure_places("57 varmepumper i ni bygg")
        [('57', 0, 2), ('9', 17, 19)]
    """
    tongue = tongue_of(language)
    listed = numerals().numbers[tongue]
    found = [(f"{listed[match[0]]}", *match.span()) for match in _WORD.finditer(text.lower()) if match[0] in listed]
    return sorted([*_placed(text, tongue), *found], key=lambda one: one[1])


def _numbers(text: str, tongue: Tongue) -> Iterable[str]:
    """The numbers that are written in digits, with the word for thousands or millions behind them."""
    return (number for number, _, _ in _placed(text, tongue))


def _placed(text: str, tongue: Tongue) -> Iterable[tuple[str, int, int]]:
    for match in _NUMBER[tongue].finditer(text):
        plain = re.sub(rf"{_THOUSANDS[tongue]}(?=\d{{3}}(?!\d))", "", match[0]).replace(",", ".")
        following = _NEXT_WORD.match(text, match.end())
        scale = numerals().scales.get(following[1].lower(), 0) if following else 0
        yield (f"{round(float(plain) * 10**scale)}" if scale else plain), *match.span()


def _number_words(said: Sequence[str], tongue: Tongue) -> Iterable[str]:
    """The numbers that are written as words, with the word for hundreds, thousands or millions behind them."""
    listed, scales = numerals().numbers[tongue], numerals().scales
    before = ""
    for word, behind in zip_longest(said, said[1:], fillvalue=""):
        if word in listed and not (word in scales and before in listed):
            yield f"{listed[word] * 10 ** scales.get(behind, 0)}"
        before = word

"""The units of what is measured: the same number of another unit is another figure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.generation.figures import figures_in
from assistant.numerals import Tongue, numerals, tongue_of

if TYPE_CHECKING:
    from corpus.document import Language

Measures = dict[tuple[str, str], set[str]]
"""The units of each number, by the number and the kind of unit."""

UNITS_FILE = Path(__file__).with_name("units.yaml")

_ONE = frozenset(["en", "ei", "ein", "én", "éi", "éin", "et", "eit", "ett", "a", "an", "one"])


@cache
def _units(tongue: Tongue) -> dict[str, tuple[str, str]]:
    """The kind and the name of each word for a unit."""
    raw = yaml.safe_load(UNITS_FILE.read_text(encoding="utf-8"))[tongue]
    return {
        word: (kind, name) for kind, units in raw.items() for name, listed in units.items() for word in listed.split()
    }


@cache
def _measured(tongue: Tongue) -> re.Pattern[str]:
    words, scales = ("|".join(sorted(one, key=len, reverse=True)) for one in (_units(tongue), numerals().scales))
    number = rf"(?P<number>[^\W_]+(?:[ .,\u00a0]\d+)*(?:\s+(?:{scales}))?)"
    return re.compile(rf"(?<![\w,.]){number}\s+(?P<unit>{words})\b", re.IGNORECASE)


def measures_in(text: str, language: Language) -> Measures:
    """Return the units of each number, by the number and the kind of unit.

    Args:
        text: The text.
        language: Its language.

    Example:
        >>> measures_in("7 millioner euro i en uke", "nb")
        {('7000000', 'money'): {'euro'}, ('1', 'time'): {'week'}}
    """
    found: Measures = {}
    tongue = tongue_of(language)
    for match in _measured(tongue).finditer(text):
        kind, name = _units(tongue)[match["unit"].lower()]
        number = match["number"].lower()
        for figure in {"1"} if number in _ONE else figures_in(number, language):
            found.setdefault((figure, kind), set()).add(name)
    return found


def units_hold(sentence: Measures, source: Measures) -> bool:
    """Tell whether each number of a sentence that a source measures in units of a kind has one of these units."""
    return all(units & source.get(number, units) for number, units in sentence.items())

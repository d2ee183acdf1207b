"""Numerals: what numbers, months and shares are called, and what a figure looks like in a text of either tongue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

if TYPE_CHECKING:
    from corpus.document import Language

Tongue = Literal["norwegian", "english"]

NUMERALS_FILE = Path(__file__).with_name("numerals.yaml")


@dataclass(frozen=True)
class Numerals:
    """The words of ``numerals.yaml``.

    Args:
        numbers: Numbers as words, by tongue.
        months: Numbers of the months, by tongue.
        scales: Powers of ten of the words behind a number that make it larger: "millioner".
        every: Numbers of parts, of "hver femte".
        parts: Numbers of parts, of "en femtedel".
    """

    numbers: dict[Tongue, dict[str, int]]
    months: dict[Tongue, dict[str, int]]
    scales: dict[str, int]
    every: dict[str, int]
    parts: dict[str, int]


@dataclass(frozen=True)
class Look:
    """What something looks like in a text, by the tongue of the text: English "to" is no number.

    Args:
        norwegian: In bokmål and nynorsk.
        english: In English.
    """

    norwegian: re.Pattern[str]
    english: re.Pattern[str]

    def is_in(self, text: str, language: Language) -> bool:
        """Tell whether a text in a language has it."""
        pattern = self.english if language == "en" else self.norwegian
        return pattern.search(text) is not None


@cache
def numerals() -> Numerals:
    """Read the words of ``numerals.yaml``."""
    raw = yaml.safe_load(NUMERALS_FILE.read_text(encoding="utf-8"))
    return Numerals(raw["numbers"], raw["months"], raw["scales"], raw["every"], raw["parts"])


def tongue_of(language: Language) -> Tongue:
    """Return the tongue whose words for numbers a language has."""
    return "english" if language == "en" else "norwegian"


def look_of(pattern: str) -> Look:
    """Return what a figure looks like, from a regular expression that ignores case.

    Args:
        pattern: The expression; ``{numbers}`` and ``{months}`` in it stand for the words of the text's tongue.

    Example:
        >>> look = look_of("({numbers}) prosent")
        >>> look.is_in("Tjue prosent", "nb"), look.is_in("to prosent", "en")
        (True, False)
    """
    return Look(_filled(pattern, "norwegian"), _filled(pattern, "english"))


def _filled(pattern: str, tongue: Tongue) -> re.Pattern[str]:
    words = numerals()
    filled = pattern.replace("{numbers}", "|".join(words.numbers[tongue]))
    return re.compile(filled.replace("{months}", "|".join(words.months[tongue])), re.IGNORECASE)

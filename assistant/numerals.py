"""Numerals: what numbers, months and shares are called, by tongue where it matters."""

from __future__ import annotations

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


@cache
def numerals() -> Numerals:
    """Read the words of ``numerals.yaml``."""
    raw = yaml.safe_load(NUMERALS_FILE.read_text(encoding="utf-8"))
    return Numerals(raw["numbers"], raw["months"], raw["scales"], raw["every"], raw["parts"])


def tongue_of(language: Language) -> Tongue:
    """Return the tongue whose words for numbers a language has."""
    return "english" if language == "en" else "norwegian"

"""Look: what a figure of some kind looks like in a text of either tongue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.numerals import numerals, tongue_of

if TYPE_CHECKING:
    from assistant.numerals import Tongue
    from corpus.document import Language


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
        pattern = self.english if tongue_of(language) == "english" else self.norwegian
        return pattern.search(text) is not None


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

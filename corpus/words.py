"""Words of a text, in lower case."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def words(text: str) -> list[str]:
    """Return the words in lower case; a hyphenated word stands whole.

    Example:
        >>> words("KI-sandkassen, 3. mai")
        ['ki-sandkassen', '3', 'mai']
    """
    return [match[0] for match in _WORD.finditer(text.lower())]

"""Join the lines of a paragraph, and mend words that a line end has cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_CUT = re.compile(r"(?P<word>[^\W_][\w-]*)-$")
_NEXT = re.compile(r"(?P<word>[^\W\d_]\w{0,80})")
# "by- og tettsteder": the hyphen stands for the word's other half, and a space follows.
_LINKS = frozenset(["og", "eller", "samt", "til", "versus", "and", "or", "i", "med", "som"])
_WORD = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_LONGEST_WORD = 80  # looked at, so that a line of a million letters costs no more
_SHORTEST_CUT = 2  # "e-post" and "u-land" are written with the hyphen


class Vocabulary:
    """The words that a document holds whole, to tell a hyphen of the word from one of the line.

    Args:
        lines: All lines of the document.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._words: set[str] = set()
        for line in lines:
            self._words.update(word.lower() for word in _WORD.findall(line.removesuffix("-")))

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._words


def join_lines(lines: Sequence[str], vocabulary: Vocabulary | None = None) -> str:
    """Return a paragraph's lines as one, with words that line ends have cut made whole.

    Args:
        lines: The lines, cleaned.
        vocabulary: The words of the whole document, if they are known.

    Example:
        >>> join_lines(["en bære-", "kraftig by- og tettsteds-", "utvikling i by-", "og bygd"])
        'en bærekraftig by- og tettstedsutvikling i by- og bygd'
    """
    parts: list[str] = []
    for line in lines:
        if parts:
            before, between = _joint(parts[-1], line, vocabulary)
            parts[-1] = before
            parts.append(between)
        parts.append(line)
    return "".join(parts)


def _joint(before: str, after: str, vocabulary: Vocabulary | None) -> tuple[str, str]:
    """The line before, without a hyphen that only the line's end has put there, and what stands between the two."""
    cut = _CUT.search(before, max(0, len(before) - _LONGEST_WORD))
    following = _NEXT.match(after)
    if cut is None:
        return before, " "
    if following is None:
        # "2020-" and "2030", or a dash between words.
        return before, "" if after[:1].isdigit() else " "
    first, second = cut["word"], following["word"]
    if second.lower() in _LINKS:
        return before, " "
    return (before, "") if _is_hyphenated(first, second, vocabulary) else (before[:-1], "")


def _is_hyphenated(first: str, second: str, vocabulary: Vocabulary | None) -> bool:
    """Whether the word is written with a hyphen also inside a line: Nord-Norge, IKT-løsning, e-post."""
    if vocabulary is not None:
        if f"{first}-{second}" in vocabulary:
            return True
        if f"{first}{second}" in vocabulary:
            return False
    last_part = first.rpartition("-")[2]
    is_abbreviation = len(last_part) < _SHORTEST_CUT or (last_part.isupper() and not second.isupper())
    return is_abbreviation or last_part.isdigit() or (second[0].isupper() and not last_part.isupper())

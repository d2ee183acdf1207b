"""Sentences of a stream: cut as they come, each with the marks that belong to it; nothing is let out half-way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import split_sentences

_NUMBERS = r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
# [1], [1, 2], [^1], 【1†kilde】, [kilde 1], (kilde 1), and [1](address), which models write in turn.
_MARK = re.compile(
    rf"[\[【]\s*\^?\s*(?:kilde|kjelde|source|utdrag)?\s*(?P<numbers>{_NUMBERS})\s*(?:†[^\]】]*)?[\]】](?:\([^)\s]*\))?"
    rf"|\(\s*(?:kilde|kjelde|source|utdrag)\s*(?P<spoken>{_NUMBERS})\s*\)",
    re.IGNORECASE,
)
_HALF_MARK = re.compile(r"(?:[\[【][^\]】]{0,60}|\([^)]{0,20}|\[[^\]]*\]\([^)]*)$")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_EMPHASIS = re.compile(r"\*\*|__|`|^#{1,6}\s+", re.MULTILINE)
_WIDEST_RANGE = 5


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence that a model wrote.

    Args:
        text: Without marks and emphasis.
        numbers: The numbers of its marks, in order, whether or not they mean anything.
        is_bullet: Whether it was a list item.
    """

    text: str
    numbers: tuple[int, ...]
    is_bullet: bool


class SentenceReader:
    """Cuts a stream into sentences.

    The last sentence is held until the next one has begun, for its marks may follow its full stop, and so is what may
    be the first half of a mark.
    """

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> Iterator[WrittenSentence]:
        """Take in a piece of the stream, and yield the sentences that are complete."""
        self._held += "".join(one for one in piece if unicodedata.category(one) != "Cf")
        half = _HALF_MARK.search(self._held)
        whole = self._held[: half.start()] if half else self._held
        complete = _cut(whole)[:-1]
        if complete:
            self._held = self._held[complete[-1].end :]
            yield from (one.sentence for one in complete)

    def close(self) -> Iterator[WrittenSentence]:
        """Yield what is held at the end of the stream."""
        held, self._held = self._held, ""
        yield from (one.sentence for one in _cut(held))


@dataclass(frozen=True)
class _Cut:
    """A sentence and where what belongs to it ends."""

    sentence: WrittenSentence
    end: int


def marked_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of the marks in a text, in order, each once.

    Example:
        >>> marked_numbers("Slik er det [1][3]. 【2†kilde】 (kilde 4)")
        (1, 3, 2, 4)
    """
    found: list[int] = []
    for match in _MARK.finditer(text):
        listed = match["numbers"] or match["spoken"]
        for first, last in _RANGE.findall(listed):
            if 0 < int(last) - int(first) <= _WIDEST_RANGE:
                found.extend(range(int(first), int(last) + 1))
        found.extend(int(number) for number in re.findall(r"\d+", listed))
    return tuple(dict.fromkeys(found))


def _cut(text: str) -> list[_Cut]:
    """Sentences with the marks in and behind them; marks are blanked out, so that they do not disturb the cutting."""
    blanked = _MARK.sub(lambda mark: " " * len(mark[0]), text)
    pieces = split_sentences(blanked)
    cuts = []
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        end = following.start if following else len(text)
        if following and following.kind == "item":
            end = text.rindex("\n", 0, end) + 1  # its bullet stands before its text
        plain = _plain(blanked[piece.start : piece.end])
        cuts.append(_Cut(WrittenSentence(plain, marked_numbers(text[piece.start : end]), piece.kind == "item"), end))
    return cuts


def _plain(text: str) -> str:
    """A sentence without emphasis and the gaps that marks left."""
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_EMPHASIS.sub("", text).split()))

"""Whether a sentence copies one of its source but for a word that changes what it says.

Who says a thing in other words changes more than one of them. A sentence that keeps nearly every word of its source in
order, and has another content word in one place, says something else, unless the two words are synonyms.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from assistant.generation.alignment import is_same_word
from assistant.generation.synonyms import are_synonyms
from assistant.nynorsk import to_bokmal
from index.tokens import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText

WEIGHTY_FILE = Path(__file__).with_name("weighty.yaml")

_WORD = re.compile(r"[^\W_]+")
_ABOUT = re.compile(r"\bom lag\b")
_COPIED = 0.7  # share of the words that stand in the source in the same order
_JOINED_BY = 4  # letters between the parts of a compound: "søk-nads-frist"
_OTHER_FORM = 0.6  # cosine of words in context that are one in bokmål and nynorsk


class _Word(NamedTuple):
    """A word, its stem and where it begins."""

    text: str
    stem: str
    start: int

    @property
    def is_content(self) -> bool:
        return self.text not in STOP_WORDS and self.text not in _weighty().light


class _Weighty(NamedTuple):
    """Words of little meaning, and the group and side of each function word that changes what a sentence says."""

    light: frozenset[str]
    sides: dict[str, tuple[int, int]]


@cache
def _weighty() -> _Weighty:
    raw = yaml.safe_load(WEIGHTY_FILE.read_text(encoding="utf-8"))
    sides = {
        word: (group, place)
        for group, listed in enumerate(raw["groups"])
        for place, side in enumerate(listed)
        for word in side.split()
    }
    return _Weighty(frozenset(raw["light"].split()), sides)


def changes_a_copy(
    sentence: ReadText, source: Sequence[ReadText], alignment: Alignment, *, same_language: bool
) -> bool:
    """Tell whether a sentence copies one of its source but for a word of another meaning.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
        same_language: Whether both are bokmål, or both nynorsk; else a word may have another form.
    """
    mine = _read(sentence.text)
    found = []
    for number, text in enumerate(source):
        theirs = _read(text.text)
        matcher = SequenceMatcher(None, [word.stem for word in theirs], [word.stem for word in mine], autojunk=False)
        found.append((sum(block.size for block in matcher.get_matching_blocks()), number, theirs, matcher))
    copied, number, theirs, matcher = max(found, key=lambda one: one[0])
    if not mine or copied < _COPIED * len(mine):
        return False
    blocks = matcher.get_matching_blocks()
    kept = {place for block in blocks for place in range(block.a, block.a + block.size)}
    moved = [word for place, word in enumerate(theirs) if place not in kept]
    first = sum(len(text.words) for text in source[:number])
    places = range(first, first + len(source[number].words))
    for operation, start, end, own_start, own_end in matcher.get_opcodes():
        if operation != "replace":
            continue
        new, old = mine[own_start:own_end], theirs[start:end]
        if _another_weight(new, old):
            return True
        if _another_word(new, old, theirs, moved):
            rows = _places_of(new, sentence)
            columns = [places[column] for column in _places_of(old, source[number])]
            if same_language or not _other_form(rows, columns, alignment):
                return True
    return False


def _read(text: str) -> list[_Word]:
    plain = _ABOUT.sub("rundt ", text.lower())  # as long, so that each word begins where it did
    return [_Word(match[0], stem(to_bokmal(match[0])), match.start()) for match in _WORD.finditer(plain)]


def _another_weight(new: Sequence[_Word], old: Sequence[_Word]) -> bool:
    """Tell whether a function word is replaced by another of its group: "kan" by "må", "før" by "etter"."""
    said, stood = (
        {_weighty().sides[word.text] for word in part if word.text in _weighty().sides} for part in (new, old)
    )
    return any(group == other and place != side for group, place in said for other, side in stood)


def _another_word(new: Sequence[_Word], old: Sequence[_Word], theirs: Sequence[_Word], moved: Sequence[_Word]) -> bool:
    """Tell whether a content word stands for others, and none of those left out is its form or its synonym."""
    if not any(word.is_content for word in old):
        return False
    return any(
        word.is_content
        and not any(is_same_word(to_bokmal(word.text), to_bokmal(other.text)) for other in theirs)
        and not any(are_synonyms(word.text, other.text) for other in moved)
        and not _joins(word, theirs)
        for word in new
    )


def _joins(word: _Word, theirs: Sequence[_Word]) -> bool:
    """Tell whether a word is two of the source's written as one: "smartbystrategi" for "strategi for smartby"."""
    return any(
        first is not last and word.text.startswith(first.stem) and word.stem.endswith(last.stem)
        for first in theirs
        for last in theirs
        if first.is_content and last.is_content and len(first.stem) + len(last.stem) + _JOINED_BY >= len(word.stem)
    )


def _places_of(words: Sequence[_Word], text: ReadText) -> list[int]:
    """Places of some words among the content words of their text."""
    starts = {word.start for word in words}
    return [place for place, (start, _) in enumerate(text.spans) if start in starts]


def _other_form(rows: Sequence[int], columns: Sequence[int], alignment: Alignment) -> bool:
    """Tell whether the words in one place may be forms of those that stood there, in bokmål and nynorsk."""
    if not rows or not columns:
        return False
    return bool(alignment.part(rows, columns).alike.max() >= _OTHER_FORM)

"""The proper names of a sentence, and whether a text has them, in whichever form and language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.generation.synonyms import are_synonyms
from assistant.nynorsk import to_bokmal
from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Collection

NAMES_FILE = Path(__file__).with_name("names.yaml")

_NAME = re.compile(r"(?<!\w)(?:[A-ZÆØÅ]|\w+(?=[A-ZÆØÅ]))[\w&]*")
_OPENING = " «“\"'("
_MONTHS = "january february march april may june july august september october november december"
_NO_NAMES = frozenset(["i", "nok", "eur", "usd", *_MONTHS.split()])
_LEAST_STEM = 3
_LEAST_TRANSLATED = 4  # letters of a part of a compound
_NYNORSK_ENDS = re.compile(r"(?:forsking|aren|arar|arane|inga|ane|ar)$")
_BOKMAL_ENDS = {"forsking": "forskning", "aren": "eren", "arar": "ere", "arane": "erne", "inga": "ingen", "ane": "ene",
    "ar": "er"}  # fmt: skip


def names_in(text: str, known: Collection[str]) -> frozenset[str]:
    """Return the proper names of a sentence, in lower case; a name of several words gives each of them.

    A capital tells a name inside a sentence. The first word has one anyway: it is a name if it is known to be one, or
    has further capitals or figures.

    Args:
        text: The sentence.
        known: Names that are known, in lower case.

    Example:
        >>> sorted(names_in("Kommunen har EU-midler til Utsira-forslaget.", ()))
        ['eu', 'utsira']
    """
    found = set()
    for match in _NAME.finditer(text):
        written, word = match[0], match[0].lower()
        opens = text[: match.start()].rstrip(_OPENING)[-1:] in {"", ":"}
        is_name = word in known or written[1:] != word[1:] or any(letter.isdigit() for letter in word)
        if (is_name or not opens) and word not in _NO_NAMES:
            found.add(word)
    return frozenset(found)


def name_words(text: str) -> list[str]:
    """Return the words of a text as names are cut: in lower case, parts of a compound with a hyphen by themselves."""
    return [part for word in words(text) for part in word.split("-")]


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8")))


def missing_names(names: Collection[str], text: str, source: str) -> frozenset[str]:
    """Return those names of a text that a source does not have, neither as they stand nor by another name.

    Args:
        names: The names.
        text: The text.
        source: The source.
    """
    missing = {name for name in names if not holds_name(name, source) and not _is_translated(name, source)}
    if not missing:
        return frozenset()
    said, stood = (f" {' '.join([*words(part), *name_words(part)])} " for part in (text, source))
    for group in _groups():
        if any(f" {phrase} " in stood for phrase in group):
            missing -= {word for phrase in group if f" {phrase} " in said for word in phrase.split()}
    return frozenset(missing)


def holds_name(name: str, text: str) -> bool:
    """Tell whether a text has a name, also in the genitive, with an ending, or as part of a compound with a hyphen."""
    stem = name.removesuffix("s") if len(name) >= _LEAST_STEM else name
    return any(_is_name(word, name, stem) for word in _spoken(text))


def _is_translated(name: str, text: str) -> bool:
    """Tell whether a text has a word, whole or in a compound, that is a name's in the other language."""
    return any(
        are_synonyms(name, part)
        for word in _spoken(text)
        for cut in range(_LEAST_TRANSLATED, len(word) + 1)
        for part in {word[:cut], word[len(word) - cut :]}
    )


def _spoken(text: str) -> set[str]:
    found = {word.removesuffix("'s").removesuffix("’s") for word in words(text)}
    return found | {part for word in found for part in word.split("-")}


def _is_name(word: str, name: str, stem: str) -> bool:
    if word in {name, stem, f"{stem}s"} or (len(stem) > _LEAST_STEM and word.startswith(stem)):
        return True
    return _in_bokmal(word) == _in_bokmal(name)


@cache
def _in_bokmal(name: str) -> str:
    """A name in bokmål, also one that the table does not have: "statsforvaltaren" is "statsforvalteren"."""
    found = to_bokmal(name)
    return _NYNORSK_ENDS.sub(lambda match: _BOKMAL_ENDS[match[0]], found)

"""The words and phrases that turn a statement around, kept in ``opposites.yaml``, and where a text has them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from corpus.common_words import common_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPPOSITES_FILE = Path(__file__).with_name("opposites.yaml")

Kind = Literal["negation", "no_negation", "quiet", "contrast", "relation", "between", "turn"]

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_TOO = re.compile(r"\b(?:for \w+(?: \w+)? til å|too \w+ to)\b", re.IGNORECASE)  # "for liten til å" is "ikke stor nok"
# "Ikke kommunen alene" denies no more than "ikke bare kommunen".
_NOT_ALONE = re.compile(
    r"\b(?:ikke|ikkje|not) (?:av |by )?\w+ (?:alene|aleine|åleine|alone)(?= *(?:[,.;:!?]|$))", re.IGNORECASE
)
_LEAST_POSITIVE = 4  # letters of a word to which "u-" gives its opposite


@dataclass(frozen=True)
class Label:
    """What a word does.

    Args:
        kind: How it turns a statement around.
        group: For words that have opposites, which group of opposites it is in.
        side: And on which side of it.
    """

    kind: Kind
    group: int = 0
    side: int = 0


@dataclass(frozen=True)
class Found:
    """A word or phrase of the lists in a text.

    Args:
        label: What it does.
        start: Where it begins in the text.
        end: Where it ends.
    """

    label: Label
    start: int
    end: int


@dataclass(frozen=True)
class _Lists:
    whole: defaultdict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    beginnings: defaultdict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    phrases: defaultdict[str, list[tuple[tuple[str, ...], Label]]] = field(default_factory=lambda: defaultdict(list))
    ends: list[str] = field(default_factory=list)

    def add(self, entries: Iterable[str], label: Label) -> None:
        """Add words, beginnings of words and phrases that do the same."""
        for entry in entries:
            first, *further = entry.split()
            if further:
                self.phrases[first].append((tuple(further), label))
            elif entry.endswith("*"):
                self.beginnings[entry[:-1]].append(label)
            else:
                self.whole[entry].append(label)

    def add_groups(self, kind: Kind, groups: Sequence[Sequence[Sequence[str]]]) -> None:
        """Add groups of words on opposite sides."""
        for group, sides in enumerate(groups):
            for side, entries in enumerate(sides):
                self.add(entries, Label(kind, group, side))


@cache
def _lists() -> _Lists:
    raw = yaml.safe_load(OPPOSITES_FILE.read_text(encoding="utf-8"))
    lists = _Lists(ends=raw["quiet_negations"]["ends"])
    lists.add([*raw["negations"].split(), *raw["negation_phrases"]], Label("negation"))
    lists.add(raw["no_negations"], Label("no_negation"))
    lists.add([*raw["quiet_negations"]["words"].split(), *raw["quiet_negations"]["phrases"]], Label("quiet"))
    lists.add_groups("contrast", raw["contrasts"])
    lists.add_groups("relation", raw["relations"])
    lists.add_groups("turn", [raw["orders"]["turns"]])
    lists.add(raw["orders"]["between"], Label("between"))
    return lists


def find_opposites(text: str) -> list[Found]:
    """Return the words and phrases of the lists that a text has, in order.

    A phrase stands for itself and not for its words: "ikke bare" holds no negation.

    Example:
        >>> [(one.label.kind, one.start) for one in find_opposites("Det er ikke bare én, og aldri to.")]
        [('no_negation', 7), ('negation', 24)]
    """
    spoken = [(match[0].lower(), *match.span()) for match in _WORD.finditer(text)]
    found = [Found(Label("negation"), *match.span()) for match in _TOO.finditer(text)]
    place = 0
    while place < len(spoken):
        word, start, end = spoken[place]
        phrases = _phrases_at([one for one, _, _ in spoken[place : place + 4]])
        if phrases:
            length = max(length for length, _ in phrases)
            found += [Found(label, start, spoken[place + length - 1][2]) for _, label in phrases]
            place += length
        else:
            found += [Found(label, start, end) for label in _labels_of(word)]
            place += 1
    alone = [match.span() for match in _NOT_ALONE.finditer(text)]
    return [one for one in found if not any(start <= one.start < end for start, end in alone)]


def _phrases_at(spoken: Sequence[str]) -> list[tuple[int, Label]]:
    """The phrases that begin with the first of some words, with the number of words that they have."""
    return [
        (len(further) + 1, label)
        for further, label in _lists().phrases.get(spoken[0], ())
        if tuple(spoken[1 : len(further) + 1]) == further
    ]


@cache
def _labels_of(word: str) -> tuple[Label, ...]:
    lists = _lists()
    labels = list(lists.whole.get(word, ()))
    for length in range(1, len(word) + 1):
        labels += lists.beginnings.get(word[:length], ())
    if not labels and _is_negative_form(word, lists.ends):
        labels.append(Label("quiet"))
    return tuple(dict.fromkeys(labels))


def _is_negative_form(word: str, ends: Sequence[str]) -> bool:
    """Tell whether a word denies by its form: "uklar", "arbeidsløs", "endless"."""
    rest = word[1:] if word.startswith("u") else ""
    ended = any(word.endswith(end) and len(word) > len(end) + 2 for end in ends)
    return ended or (len(rest) > _LEAST_POSITIVE and rest in common_words())

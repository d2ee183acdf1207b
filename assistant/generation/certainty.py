"""Whether a sentence is firmer than its source: done where that plans, a duty where that allows, of all where of some.

The other way round says less than the source and is no fault.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from assistant.generation.clauses import STANDS_FOR, clauses_of
from assistant.generation.figures import figures_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.alignment import Alignment
    from assistant.generation.read_text import ReadText

CERTAINTY_FILE = Path(__file__).with_name("certainty.yaml")

_BREAK = re.compile(r",(?!\d)|[;:()]|\s[–—-]\s|\b(?:men|mens|medan|but|while)\b", re.IGNORECASE)
_PERFECT = re.compile(
    r"\b(?:har|hadde|has|have|had)\s+(?!to\b)(?:\w+\s+)?\w+(?:t|a|d|dd|tt|en|ne|de|te)\b", re.IGNORECASE
)
# How often, and every second: no "every" of them all.
_OFTEN = re.compile(
    r"\b(?:hver|hvert|kvar|every|each)\s+(?:annen|andre|annet|eneste|other|second|third|\d+\.|\w+(?:ende|ande|te|de|th)"
    r"|dag|natt|kveld|morgen|uke|helg|måned|sommer|vinter|vår|høst|år|gang|time|minutt|sekund"
    r"|day|night|week|month|summer|winter|year|time|hour|minute"
    r"|\w+ (?:seconds|minutes|hours|days|weeks|months|years))\b",
    re.IGNORECASE,
)
# "Not all" says less than "all", and "A and B are both, all" speaks of those that are named.
_NOT_ALL = re.compile(
    r"\b(?:ikke|ikkje|not)\s+(?:alle|alltid|hele|heile|all|every\w*|always)\b|\bi det (?:hele|heile) (?:tatt|teke)\b"
    r"|\b(?:kan|er|var|har|hadde|skal|må|blir|ble|vart|får|fikk|fekk)\s+alle\b(?!\s+(?:de|dei|disse|desse)\b)",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(r"\b(?:alle|all|every one of)\s+(?:(?:de|dei|of|the|these)\s+)*(\w+)", re.IGNORECASE)
# "The inhabitants" are all of them, but "the country" is where the others are too.
_DEFINITE = re.compile(
    r"\b(?:alle|hele|heile|all|entire|whole)\s+(?:(?:de|dei|of|the|its|their)\s+)*(?!landet\b|norge\b|noreg\b)"
    r"(?:\w+(?:ene|ane|erne|en|et|a)\b|(?<=the )\w+|(?<=its )\w+)",
    re.IGNORECASE,
)
_REACH = 6  # content words behind a word that keeps open, of which it may speak
_SAID = 0.5  # share of them that the sentence has
_AS_NEAR = 0.05  # likeness that sentences of a source may lack of the likest


@cache
def _lists() -> dict[str, list[str]]:
    return dict(yaml.safe_load(CERTAINTY_FILE.read_text(encoding="utf-8")))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    parts = [re.escape(entry).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for entry in _lists()[name]]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(parts, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


@cache
def _orders() -> re.Pattern[str]:
    """An order opens a sentence or a point; a sentence may tell it as advice."""
    return re.compile(rf"(?:^|[.:]\s+|\n-\s+)(?:{'|'.join(_lists()['orders'])})\b")


def _has(text: str, *names: str) -> bool:
    """Tell whether a text has a word of any of some lists."""
    return any(_pattern(name).search(text) for name in names)


def overstates(sentence: ReadText, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether a sentence is firmer than the sentences of its source that are nearest to it.

    Args:
        sentence: The sentence.
        source: The sentences of the source.
        alignment: The sentence against the source.
    """
    if not source or not sentence.words:
        return False
    text, nearest = sentence.text, _nearest(source, alignment)
    stood = " ".join(source[number].text for number in sorted(_stood(sentence, source, alignment, nearest)))
    return (
        _settles(text, nearest[0], source, alignment)
        or (_has(text, "settled") and not _has(text, "trial") and _has(stood, "trial") and not _has(stood, "settled"))
        or (_has(text, "must") and not _has(stood, "must", "needed"))
        or (_has(text, "ought") and not _has(stood, "ought", "must", "needed") and not _orders().search(stood))
        or _widens(text, stood)
    )


def _stood(
    sentence: ReadText, source: Sequence[ReadText], alignment: Alignment, nearest: Sequence[int]
) -> frozenset[int]:
    """The sentences of a source that a sentence leans on: the likest to the whole of it, and to each clause."""
    clauses = [_nearest(source, alignment, clause.content)[0] for clause in clauses_of([sentence]) if clause.content]
    return frozenset([*nearest, *clauses])


def _settles(text: str, nearest: int, source: Sequence[ReadText], alignment: Alignment) -> bool:
    """Tell whether a sentence takes for done what its source keeps open."""
    if _has(text, "open", "weak", "in_view"):
        return False
    if not _has(text, "trial", "ought") and _keeps_open(source, nearest, "open", alignment):
        return True
    is_done = _PERFECT.search(text) is not None or _has(text, "done")
    return is_done and _keeps_open(source, nearest, "weak", alignment)


def _widens(text: str, stood: str) -> bool:
    """Tell whether a sentence speaks of all where its source does of some, or of no number of them."""
    everywhere = _NOT_ALL.sub("", _OFTEN.sub("", text))
    numbered = {number for match in _ALL_OF_THEM.finditer(text) for number in _either(match[1])}
    if numbered and numbered <= _either(stood):  # "all eight principles" are the eight that the source speaks of
        everywhere = _ALL_OF_THEM.sub("", everywhere)
    if not _has(everywhere, "universal") or _has(stood, "universal"):
        return False
    return _has(stood, "partial") or _has(_DEFINITE.sub("", everywhere), "universal")


def _either(text: str) -> frozenset[str]:
    """The figures of a text in Norwegian or English; read for one of them only, "eight" is none."""
    return figures_in(text, "nb") | figures_in(text, "en")


def _nearest(source: Sequence[ReadText], alignment: Alignment, content: Sequence[int] | None = None) -> list[int]:
    """The sentences of a source that are likest to some words of the sentence, the likest first."""
    first, found = 0, []
    best = np.maximum(alignment.alike, alignment.same)
    if content is not None:
        best = best[list(content)]
    for number, text in enumerate(source):
        part = best[:, first : first + len(text.words)]
        first += len(text.words)
        found.append((float(part.max(axis=1).mean()) if part.size else 0.0, number))
    found.sort(reverse=True)
    return [number for likeness, number in found if likeness >= found[0][0] - _AS_NEAR]


def _keeps_open(source: Sequence[ReadText], number: int, name: str, alignment: Alignment) -> bool:
    """Tell whether a sentence of the source has a word of a list, of something that the sentence says."""
    text = source[number]
    first = sum(len(one.words) for one in source[:number])
    strict = alignment.turned().strict
    for match in _pattern(name).finditer(text.text):
        stop = _BREAK.search(text.text, match.end())
        end = stop.start() if stop else len(text.text)
        behind = [place for place, (start, _) in enumerate(text.spans) if match.end() <= start < end][:_REACH]
        before = [place for place, (start, _) in enumerate(text.spans) if start < match.start()][-_REACH:]
        if scope := behind or before:
            said = strict[[first + place for place in scope]].max(axis=1) >= STANDS_FOR
            if said[0] or (name == "open" and said.mean() >= _SAID):
                return True
    return False

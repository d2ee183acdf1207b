"""What a sentence claims that must be exactly as its source has it: figures, names, and which way it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from corpus.words import words
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from corpus.document import Language

CONTRASTS_FILE = Path(__file__).with_name("contrasts.yaml")

_NUMBER = re.compile(r"\d+(?:[ .\u00a0]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_NAME = re.compile(r"[A-ZÆØÅ0-9][\w&-]*[\w&]|[A-ZÆØÅ]")
_LEAST_STEM = 3
_REACH = 3  # content words behind a negation that it may deny
_BEGINNING = 4  # letters by which forms of a word are told to be the same


@dataclass(frozen=True)
class _Contrasts:
    negations: frozenset[str]
    no_negations: tuple[str, ...]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    number_words: dict[str, dict[str, str]]


@cache
def _contrasts() -> _Contrasts:
    raw = yaml.safe_load(CONTRASTS_FILE.read_text(encoding="utf-8"))
    return _Contrasts(
        negations=frozenset(raw["negations"].split()),
        no_negations=tuple(raw["no_negations"]),
        opposites=tuple((frozenset(one), frozenset(other)) for one, other in raw["contrasts"]),
        number_words={
            tongue: {word: str(number) for word, number in listed.items()}
            for tongue, listed in raw["number_words"].items()
        },
    )


def figures_in(text: str, language: Language = "nb") -> frozenset[str]:
    """Return the numbers of a text in one form; small ones may be written as words.

    Args:
        text: The text.
        language: Its language.

    Example:
        >>> sorted(figures_in("Tre kommuner fikk 1 250 000 kroner, 4,5 prosent, i 2019"))
        ['1250000', '2019', '3', '4.5']
    """
    written = {re.sub(r"[ .\u00a0](?=\d{3})", "", match).replace(",", ".") for match in _NUMBER.findall(text)}
    number_words = _contrasts().number_words["english" if language == "en" else "norwegian"]
    spoken = {number_words[word] for word in words(text) if word in number_words}
    return frozenset(written | spoken)


def names_in(text: str, known: Collection[str]) -> frozenset[str]:
    """Return the proper names of a sentence, in lower case.

    A capital tells a name inside a sentence. The first word has one anyway: it is a name if it is known to be one, or
    has further capitals or figures.

    Args:
        text: The sentence.
        known: Names that are known, in lower case.
    """
    found = set()
    for match in _NAME.finditer(text):
        written, word = match[0], match[0].lower()
        opens = not text[: match.start()].strip(" «“\"'(")
        is_name = word in known or written[1:] != word[1:] or any(letter.isdigit() for letter in word)
        if word[0].isalpha() and (is_name or not opens):
            found.add(word)
    return frozenset(found)


def _without(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, " ")
    return text


def holds_name(name: str, text: str) -> bool:
    """Tell whether a text has a name, also in the genitive or with an ending."""
    spoken = words(text)
    stem = name.removesuffix("s") if len(name) > _LEAST_STEM else name
    return any(word in (name, stem) or (len(stem) > _LEAST_STEM and word.startswith(stem)) for word in spoken)


def _denied(text: str) -> set[str]:
    """The beginnings of the content words that stand right behind a negation."""
    contrasts = _contrasts()
    spoken = words(_without(text.lower(), contrasts.no_negations))
    return {
        token[:_BEGINNING]
        for place, word in enumerate(spoken)
        if word in contrasts.negations
        for token in lexical_tokens(" ".join(spoken[place + 1 :]))[:_REACH]
    }


def turns_around(sentence: str, source: str) -> bool:
    """Tell whether a sentence says the opposite of its source: it denies something else, or has an opposite word."""
    contrasts = _contrasts()
    said, stood = (set(words(_without(text.lower(), contrasts.no_negations))) for text in (sentence, source))
    if bool(said & contrasts.negations) != bool(stood & contrasts.negations):
        return True
    denied, source_denies = _denied(sentence), _denied(source)
    if denied and source_denies and not denied & source_denies:
        return True  # both deny something, but not the same: "ikke en plan, men et mål" is not "en plan, ikke et mål"
    return any(
        said & one and not said & other and stood & other and not stood & one
        for pair in contrasts.opposites
        for one, other in (pair, pair[::-1])
    )

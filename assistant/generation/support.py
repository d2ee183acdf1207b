"""Support: the place in the cited passages that a written sentence stands on, if there is one.

Figures and names have to stand there exactly, it must not say the opposite, and both its words and its meaning have to
agree with the place. ``eval/support.py`` measures it over hand-made pairs; the limits are set there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from assistant.generation.claims import figures_in, holds_name, names_in, turns_around
from assistant.nynorsk import to_bokmal
from assistant.shapes import Quote
from corpus.common_words import common_words
from corpus.words import words
from index.tokens import GRAM_LENGTH, lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.document import Language
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

Verdict = Literal["supported", "figure", "name", "turned_around", "words", "meaning", "nothing_cited"]

_QUALIFIER = re.compile(r" (?:\(|– )")
_WINDOW = 3  # sentences that a written one may draw together
_GRAMS_ALIKE = 0.6
_LEAST_NAME = 5


@dataclass(frozen=True)
class SupportLimits:
    """How much has to agree.

    Args:
        words: Share of the sentence's content words, by weight, that the place holds.
        gap: So many content words in a row that the place does not hold are a claim of their own.
        end_gap: So many at the end of the sentence are.
        same: Share of the content words that the nearest sentence has, so that it says the same of something.
        meaning: Cosine with the place.
        foreign_meaning: The same for a sentence in another language than the place, whose words cannot agree.
    """

    words: float = 0.6
    gap: int = 3
    end_gap: int = 2
    same: float = 0.65
    meaning: float = 0.86
    foreign_meaning: float = 0.84


LIMITS = SupportLimits()


@dataclass(frozen=True)
class Support:
    """What was found for a sentence.

    Args:
        verdict: Whether it is supported, or the first thing that is not.
        quote: The place that it stands on, if it is.
        words: Share of its content words that the best place holds.
        meaning: Cosine with that place.
    """

    verdict: Verdict
    quote: Quote | None = None
    words: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True)
class _Place:
    """A run of sentences.

    Args:
        quote: The run.
        context: What the reader of the passage knows: title, heading and municipality.
        vectors: Vectors of its sentences, shape ``(sentences, dimension)``.
    """

    quote: Quote
    context: str
    vectors: NDArray[np.float32]

    @property
    def text(self) -> str:
        """All that a sentence may lean on."""
        return f"{self.quote.text} {self.context}"


@dataclass(frozen=True)
class _Written:
    """A written sentence, in bokmål if it was nynorsk, with its vector and the known titles that it has."""

    text: str
    vector: NDArray[np.float32]
    language: Language
    titles: tuple[str, ...]


class SupportChecker:
    """Checks sentences against passages of one index.

    Args:
        index: The index with the sentences' vectors.
        embedder: The model that it was made with.
        limits: How much has to agree.
    """

    def __init__(self, index: PassageIndex, embedder: Embedder, limits: SupportLimits = LIMITS) -> None:
        self._index = index
        self._embedder = embedder
        self._limits = limits
        documents = index.documents.values()
        titles = [_QUALIFIER.split(document.title)[0].lower() for document in documents]
        spoken = {word for title in titles for word in words(title) if len(word) >= _LEAST_NAME}
        self._known_names = frozenset(index.by_place) | (spoken - common_words())
        self._known_titles = [title for title in titles if " " in title]

    def check(self, sentence: str, passages: Sequence[Passage], language: Language) -> Support:
        """Find the place that a sentence stands on.

        Args:
            sentence: What was written, without marks.
            passages: The passages that it cites.
            language: The language that it was written in.
        """
        places = [place for passage in passages for place in self._places(passage)]
        if not places:
            return Support("nothing_cited")
        text = to_bokmal(sentence) if language == "nn" else sentence
        lower = text.lower()
        titles = tuple(title for title in self._known_titles if title in lower)
        written = _Written(text, self._embedder.embed_passages([sentence])[0], language, titles)
        nearest = self._nearest_sentence(written.vector, passages)
        judged = [self._judge(written, place, nearest) for place in places]
        return max(judged, key=lambda one: (one.verdict == "supported", one.words + one.meaning))

    def _nearest_sentence(self, vector: NDArray[np.float32], passages: Sequence[Passage]) -> str:
        """The cited sentence that is nearest in meaning; whether the opposite is said is asked of that one."""
        found = [
            (float(own @ vector), passage.document.text[sentence.start : sentence.end])
            for passage in passages
            for sentence, own in zip(
                passage.chunk.sentences, self._index.sentence_vectors_of(passage.chunk), strict=True
            )
        ]
        return max(found)[1]

    def _places(self, passage: Passage) -> Iterator[_Place]:
        """Every run of one to three sentences of a passage, the short ones first."""
        document, sentences = passage.document, passage.chunk.sentences
        vectors = self._index.sentence_vectors_of(passage.chunk)
        context = f"{document.title} {passage.chunk.heading} {' '.join(document.municipality)}"
        for length in range(1, _WINDOW + 1):
            for first in range(len(sentences) - length + 1):
                run = sentences[first : first + length]
                quote = Quote(passage, run[0].start, run[-1].end)
                yield _Place(quote, context, vectors[first : first + length])

    def _judge(self, written: _Written, place: _Place, nearest: str) -> Support:
        foreign = written.language == "en" and place.quote.passage.document.language != "en"
        meaning = float((place.vectors @ written.vector).max())
        held = 1.0 if foreign else self._held_words(written.text, place.text)
        needed = self._limits.foreign_meaning if foreign else self._limits.meaning
        verdict = self._claims_verdict(written, place)
        if not verdict and not foreign:
            verdict = self._swap_verdict(written, f"{nearest} {place.quote.passage.document.title}")
        if not verdict and turns_around(written.text, nearest):
            verdict = "turned_around"
        if not verdict and (held < self._limits.words or (not foreign and self._goes_on(written.text, place.text))):
            verdict = "words"
        if not verdict:
            verdict = "supported" if meaning >= needed else "meaning"
        return Support(verdict, place.quote, held, meaning)

    def _claims_verdict(self, written: _Written, place: _Place) -> Verdict | None:
        """What of a sentence's figures and names is not in a place, if anything."""
        if not figures_in(written.text, written.language) <= figures_in(place.text):
            return "figure"
        known = all(holds_name(name, place.text) for name in names_in(written.text, self._known_names))
        source = place.text.lower()
        phrases = all(title in source for title in written.titles)
        return None if known and phrases and not self._opens_with_a_stranger(written, place) else "name"

    def _swap_verdict(self, written: _Written, nearest: str) -> Verdict | None:
        """Whether the nearest sentence says the same, but with another figure or name, which stands elsewhere only."""
        figures = figures_in(written.text, written.language) - figures_in(nearest)
        names = {name for name in names_in(written.text, self._known_names) if not holds_name(name, nearest)}
        if not figures and not names:
            return None
        strays = {token for name in names for token in lexical_tokens(name)}
        held = [is_held for token, is_held in _held_tokens(written.text, nearest) if token not in strays]
        says_the_same = held and sum(held) / len(held) >= self._limits.same
        return ("figure" if figures else "name") if says_the_same else None

    @staticmethod
    def _opens_with_a_stranger(written: _Written, place: _Place) -> bool:
        """Tell whether the first word is none of the language and not in the place: a name that nobody knows."""
        first = next(iter(words(written.text)), "")
        if written.language == "en" or len(first) < _LEAST_NAME or first in common_words():
            return False
        return not any(_nearly(token, set(lexical_tokens(place.text))) for token in lexical_tokens(first))

    def _held_words(self, text: str, source: str) -> float:
        """Share of a sentence's content words, by weight, that a text holds, in whole or nearly."""
        held = _held_tokens(text, source)
        weights = {token: self._index.stems.idf(token) for token, _ in held}
        total = sum(weights.values())
        return sum(weights[token] for token in {token for token, is_held in held if is_held}) / total if total else 0.0

    def _goes_on(self, text: str, source: str) -> bool:
        """Tell whether several content words in a row, or two at the end, are not in the source: a claim of its own."""
        runs = [(is_held, len(list(run))) for is_held, run in groupby(held for _, held in _held_tokens(text, source))]
        gaps = [length for is_held, length in runs if not is_held]
        ends_in = runs[-1][1] if runs and not runs[-1][0] else 0
        return max(gaps, default=0) >= self._limits.gap or ends_in >= self._limits.end_gap


def _held_tokens(text: str, source: str) -> list[tuple[str, bool]]:
    """The content words of a sentence in order, and whether a text holds each, in whole or nearly."""
    stood = set(lexical_tokens(to_bokmal(source)))
    return [(token, token in stood or _nearly(token, stood)) for token in lexical_tokens(text)]


def _nearly(token: str, others: set[str]) -> bool:
    """Tell whether a word shares most of its letters in a row with another: an inflection, or part of a compound."""
    grams = _grams(token)
    return any(len(grams & _grams(other)) >= _GRAMS_ALIKE * len(grams) for other in others) if grams else False


def _grams(token: str) -> set[str]:
    return {token[place : place + GRAM_LENGTH] for place in range(len(token) - GRAM_LENGTH + 1)}

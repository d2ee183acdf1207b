"""Support: the place in the cited passages that a written sentence stands on, if there is one.

Figures and names have to stand there exactly, it must not say the opposite, and both its words and its meaning have to
agree with the place. ``eval/support.py`` measures it over hand-made pairs; the limits are set there.
"""

from __future__ import annotations

from dataclasses import dataclass
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

_WINDOW = 3  # sentences that a written one may draw together
_GRAMS_ALIKE = 0.6


@dataclass(frozen=True)
class SupportLimits:
    """How much has to agree.

    Args:
        words: Share of the sentence's content words, by weight, that the place holds.
        meaning: Cosine with the place.
        foreign_meaning: The same for a sentence in another language than the place, whose words cannot agree.
    """

    words: float = 0.62
    meaning: float = 0.86
    foreign_meaning: float = 0.87


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
    quote: Quote
    context: str
    vectors: NDArray[np.float32]


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
        titles = {word for document in index.documents.values() for word in words(document.title)}
        self._known_names = frozenset(index.by_place) | (titles - common_words())

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
        vector = self._embedder.embed_passages([sentence])[0]
        judged = [self._judge(sentence, place, vector, language) for place in places]
        return max(judged, key=lambda one: (one.verdict == "supported", one.words + one.meaning))

    def _places(self, passage: Passage) -> Iterator[_Place]:
        """Every run of one to three sentences of a passage, the short ones first."""
        sentences = passage.chunk.sentences
        vectors = self._index.sentence_vectors_of(passage.chunk)
        context = f"{passage.document.title} {passage.chunk.heading} {' '.join(passage.document.municipality)}"
        for length in range(1, _WINDOW + 1):
            for first in range(len(sentences) - length + 1):
                run = sentences[first : first + length]
                quote = Quote(passage, run[0].start, run[-1].end)
                yield _Place(quote, context, vectors[first : first + length])

    def _judge(self, sentence: str, place: _Place, vector: NDArray[np.float32], language: Language) -> Support:
        text = place.quote.text
        meaning = float((place.vectors @ vector).max())
        foreign = language == "en" and place.quote.passage.document.language != "en"
        held = 1.0 if foreign else self._held_words(sentence, f"{text} {place.context}", language)
        return Support(
            self._verdict(sentence, text, place.context, held, meaning, foreign=foreign), place.quote, held, meaning
        )

    def _verdict(
        self, sentence: str, text: str, context: str, held: float, meaning: float, *, foreign: bool
    ) -> Verdict:
        if not figures_in(sentence) <= figures_in(f"{text} {context}"):
            return "figure"
        if not all(holds_name(name, f"{text} {context}") for name in names_in(sentence, self._known_names)):
            return "name"
        if turns_around(sentence, text):
            return "turned_around"
        if held < self._limits.words:
            return "words"
        needed = self._limits.foreign_meaning if foreign else self._limits.meaning
        return "supported" if meaning >= needed else "meaning"

    def _held_words(self, sentence: str, text: str, language: Language) -> float:
        """Share of a sentence's content words, by weight, that a text holds, in whole or nearly."""
        said = set(lexical_tokens(to_bokmal(sentence) if language == "nn" else sentence))
        stood = set(lexical_tokens(to_bokmal(text)))
        weights = {token: self._index.stems.idf(token) for token in said}
        total = sum(weights.values())
        held = sum(weight for token, weight in weights.items() if token in stood or _nearly(token, stood))
        return held / total if total else 0.0


def _nearly(token: str, others: set[str]) -> bool:
    """Tell whether a word shares most of its letters in a row with another: an inflection, or part of a compound."""
    grams = _grams(token)
    return any(len(grams & _grams(other)) >= _GRAMS_ALIKE * len(grams) for other in others) if grams else False


def _grams(token: str) -> set[str]:
    return {token[place : place + GRAM_LENGTH] for place in range(len(token) - GRAM_LENGTH + 1)}

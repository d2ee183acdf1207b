"""Candidates: every sentence of the best documents, rated for how well it answers the question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.intent import is_not_known
from assistant.reference import quotable_runs
from assistant.trust import gives_orders
from corpus.headings import shared_heading
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from assistant.intent import Intent
    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from corpus.sentences import Kind as SentenceKind
    from index.passages import Passage, PassageIndex


@dataclass(frozen=True)
class RatingWeights:
    """How much each sign counts for a sentence.

    Fitted on the tune set by the share of questions whose every ``must`` pattern is matched.

    Args:
        meaning: Cosine with the question, stretched over the candidates of all documents.
        inside: The same within the document, with what all its sentences share taken out.
        words: Share of the question's idf mass in the sentence.
        heading: Given when the section's heading fits what is asked for.
        figure: Given to sentences with a figure of the kind asked for.
        names: Given to sentences with a name when it is asked who.
        enumeration: Given to sentences that list things when a list is asked for.
        aside: Taken from sentences on principles, on the basis of the text, and on what is not known, unless asked for.
        opening: Given to the sentences of a document's first section.
        passage: The passage's retrieval score, as a share of the best one's.
        document: The document's retrieval score, as a share of the best one's.
    """

    meaning: float = 0.7
    inside: float = 0.2
    words: float = 0.6
    heading: float = 0.5
    figure: float = 1.0
    names: float = 0.15
    enumeration: float = 0.1
    aside: float = 1.1
    opening: float = 0.05
    passage: float = 0.65
    document: float = 0.6


WEIGHTS = RatingWeights()

_NAME = re.compile(r"(?<=[\w,] )[A-ZÆØÅ][\w-]+|[A-ZÆØÅ]{2,}")
_ADDRESS = re.compile(r"\b(?:nettstedet|nettstaden) \S+\.\w{2,}")
_ENUMERATION_COMMAS = 2
_QUESTIONS_HEADING = "Spørsmål å stille"
PRINCIPLES_HEADING = "Prinsipper"
_BASIS_HEADING = "Om grunnlaget"
_TINY = 1e-6


@dataclass(frozen=True)
class Candidate:
    """A sentence, with the one that points back at it if there is one, and how well it answers.

    Args:
        passage: The passage that holds it.
        start: Where its quote begins in the document's text.
        end: Where it ends.
        kind: Whether it is a sentence, a list item or a table row.
        lead_in: Offsets of the line that introduces the list it is an item of.
        vector: Unit vector of what is nearest to the question in it.
        score: How well it answers; comparable for one question only.
        aside: Whether it is beside the point.
    """

    passage: Passage
    start: int
    end: int
    kind: SentenceKind
    lead_in: tuple[int, int] | None
    vector: NDArray[np.float32]
    score: float
    aside: bool

    @property
    def document(self) -> Document:
        """The document that holds it."""
        return self.passage.document

    @property
    def text(self) -> str:
        """What would be quoted."""
        return self.document.text[self.start : self.end]

    @property
    def heading(self) -> str:
        """The heading that it stands under, in its shared form."""
        return shared_heading(self.passage.chunk.heading)

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands."""
        return self.document.id, self.start


def rate_candidates(
    firsts: Sequence[Passage],
    retrieval: Retrieval,
    index: PassageIndex,
    intent: Intent,
    weights: RatingWeights = WEIGHTS,
) -> list[Candidate]:
    """Return the sentences of some documents that can be understood as they stand, best first.

    Args:
        firsts: The best passage of each document to choose from.
        retrieval: What was found.
        index: The index with the sentences' vectors.
        intent: What is asked for.
        weights: How much each sign counts.
    """
    rater = _Rater(retrieval, intent, weights, _word_masses(retrieval, index))
    candidates = [one for first in firsts for one in _of_document(first, index, rater)]
    if not candidates:
        return []
    meaning = _stretch(np.array([float(one.vector @ retrieval.vector) for one in candidates]))
    inside = np.concatenate([_within(group, retrieval.vector) for group in _by_document(candidates)])
    rated = [
        replace(one, score=one.score + weights.meaning * float(near) + weights.inside * float(own))
        for one, near, own in zip(candidates, meaning, inside, strict=True)
    ]
    return sorted(rated, key=lambda one: (-one.score, one.place))


@dataclass(frozen=True)
class _Rater:
    """Rates a sentence by all signs but those that are relative to the other candidates."""

    retrieval: Retrieval
    intent: Intent
    weights: RatingWeights
    masses: dict[str, float]

    def score(self, passage: Passage, text: str, *, aside: bool) -> float:
        """Return the score of a sentence in a passage; the passage carries its document's score."""
        weights, intent = self.weights, self.intent
        best = self.retrieval.passages[0].score
        found = next((one.score for one in self.retrieval.passages if one.chunk.id == passage.chunk.id), 0.0)
        return (
            weights.words * sum(self.masses.get(token, 0.0) for token in set(lexical_tokens(text)))
            + weights.heading * (shared_heading(passage.chunk.heading) in intent.headings)
            + weights.opening * (passage.chunk.position == 0)
            + weights.passage * found / best
            + weights.document * passage.score / best
            + weights.figure * bool(intent.figure and intent.figure.is_in(text, passage.document.language))
            + weights.names * (intent.wants_names and bool(_NAME.search(text)))
            + weights.enumeration * (intent.wants_list and text.count(",") >= _ENUMERATION_COMMAS)
            - weights.aside * aside
        )


def _of_document(first: Passage, index: PassageIndex, rater: _Rater) -> list[Candidate]:
    document = first.document
    candidates = []
    for chunk in index.chunks_of(document.id):
        passage = index.passage(chunk, first.score)
        if gives_orders(passage.text):
            continue
        vectors = index.sentence_vectors_of(chunk)
        for run in quotable_runs(document.text, chunk.sentences):
            opening = chunk.sentences[run[0]]
            start, end = opening.start, chunk.sentences[run[-1]].end
            text = document.text[start:end]
            aside = _is_aside(shared_heading(chunk.heading), text, rater.intent)
            nearest = max(run, key=lambda place: float(vectors[place] @ rater.retrieval.vector))
            score = rater.score(passage, text, aside=aside)
            candidates.append(
                Candidate(passage, start, end, opening.kind, opening.lead_in, vectors[nearest], score, aside)
            )
    return candidates


def _is_aside(heading: str, text: str, intent: Intent) -> bool:
    """Tell whether a sentence is beside the point unless it is asked for."""
    on_principles = heading == PRINCIPLES_HEADING and not intent.wants_principles
    on_questions = heading == _QUESTIONS_HEADING and _QUESTIONS_HEADING not in intent.headings
    is_address = not intent.wants_address and _ADDRESS.search(text) is not None
    return (
        is_address
        or on_principles
        or on_questions
        or text.endswith("?")
        or heading == _BASIS_HEADING
        or is_not_known(text)
    )


def _word_masses(retrieval: Retrieval, index: PassageIndex) -> dict[str, float]:
    """Share of the question's idf mass by stem; the shares add up to 1."""
    masses = {token: index.stems.idf(token) for token in lexical_tokens(retrieval.query.text)}
    total = sum(masses.values()) or 1.0
    return {token: mass / total for token, mass in masses.items()}


def _by_document(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.document.id, []).append(candidate)
    return list(groups.values())


def _within(group: Sequence[Candidate], question: NDArray[np.float32]) -> NDArray[np.float64]:
    """Cosine of each sentence with the question once what all sentences of the document share is taken out.

    What a whole text is about tells nothing of which of its sentences answers.
    """
    vectors = np.stack([one.vector for one in group])
    middle = vectors.mean(axis=0)
    own, asked = vectors - middle, question - middle
    lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(asked) + _TINY
    return np.asarray(own @ asked / lengths, np.float64)


def _stretch(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else np.ones_like(values)

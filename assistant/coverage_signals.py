"""Signals of coverage: what tells how likely it is that the best document found answers a question.

Raw similarity to passages is no use here (E5 gives about 0.85 for anything). What tells is how much of the question,
in character n-grams weighted by rarity, the best documents hold, and how near it comes to a question that a document
says it answers. A document that says of none, as one that was just imported, is judged by its sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.intent import find_intent, is_not_known
from index.tokens import character_grams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.retrieval import Retrieval
    from index.passages import PassageIndex

SIGNALS = (
    "one_document",  # share of the question's idf mass, in n-grams, that the best document holds
    "documents",  # the same for the best three together
    "question",  # cosine with the nearest question that a text says it answers
    "question_gap",  # how far that one is above the twenty nearest
    "centre",  # cosine with the middle of the best document's questions
    "grams",  # how far the best document stands out by n-grams, in standard deviations
    "figure_gap",  # how much less the best sentence with a figure of the kind asked for holds than the best without
    "english",
)
BARE_SIGNALS = (
    "one_document",
    "documents",
    "passage",  # cosine with the best document's nearest passage
    "passage_gap",  # how far that one is above the twenty nearest
    "sentence",  # share of the question's idf mass that the best document's best sentence and its title hold
    "grams",
    "figure_gap",
    "english",
)
_GAP_DEPTH = 20
_DOCUMENTS = 3
_FIGURE_DOCUMENTS = 2
_TINY = 1e-6


def coverage_signals(retrieval: Retrieval, index: PassageIndex) -> NDArray[np.float64]:
    """Return the signals in the order of ``SIGNALS``, shape ``(8,)``."""
    place = index.place_of(retrieval.documents[0].id)
    cosines = _nearest(index.questions.scores(retrieval.vector))
    nearest = float(cosines[0]) if len(cosines) else 0.0
    one, several = _shares(retrieval, index)
    return np.array(
        [
            one,
            several,
            nearest,
            nearest - float(cosines.mean()) if len(cosines) else 0.0,
            float(index.centres[place] @ retrieval.vector),
            _standing_out(retrieval, index, place),
            figure_gap(retrieval, index),
            # English questions share few n-grams with Norwegian texts, and should not be refused for that.
            float(retrieval.question.language == "en"),
        ],
        np.float64,
    )


def bare_signals(retrieval: Retrieval, index: PassageIndex) -> NDArray[np.float64]:
    """Return the signals of a document that says of no question, in the order of ``BARE_SIGNALS``, shape ``(8,)``."""
    best = retrieval.documents[0]
    place = index.place_of(best.id)
    scores = index.dense.scores(retrieval.vector)
    nearest = float(scores[index.owners == place].max())
    one, several = _shares(retrieval, index)
    masses = _masses(retrieval, index)
    return np.array(
        [
            one,
            several,
            nearest,
            nearest - float(_nearest(scores).mean()),
            max(_held_share(masses, [best.title, text]) for text in _sentences(index, best.id)),
            _standing_out(retrieval, index, place),
            figure_gap(retrieval, index),
            float(retrieval.question.language == "en"),
        ],
        np.float64,
    )


def figure_gap(retrieval: Retrieval, index: PassageIndex) -> float:
    """Return how much less of the question the best sentence with a figure of the kind asked for holds, 0 to 1.

    A text may be about the right thing and still not say what it costs.
    """
    figure = find_intent(retrieval.question.text).figure
    if figure is None:
        return 0.0
    masses = _masses(retrieval, index)
    best = with_figure = 0.0
    for document in retrieval.documents[:_FIGURE_DOCUMENTS]:
        for text in _sentences(index, document.id):
            if not is_not_known(text):
                share = _held_share(masses, [document.title, text])
                best = max(best, share)
                with_figure = max(with_figure, share if figure.is_in(text, document.language) else 0.0)
    return best - with_figure


def _nearest(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The best scores, best first."""
    ordered = np.sort(scores)[::-1][:_GAP_DEPTH]
    return ordered[np.isfinite(ordered)]


def _shares(retrieval: Retrieval, index: PassageIndex) -> tuple[float, float]:
    """Share of the question's mass that the best of the first documents holds, and that they hold together."""
    asked = retrieval.query.text
    places = [index.place_of(document.id) for document in retrieval.documents[:_DOCUMENTS]]
    return max(index.document_grams.share(asked, [one]) for one in places), index.document_grams.share(asked, places)


def _standing_out(retrieval: Retrieval, index: PassageIndex, place: int) -> float:
    grams = index.grams.scores(retrieval.query.text)
    best = float(grams[index.owners == place].max())
    mean, spread = index.grams.spread(retrieval.query.text)
    return (best - mean) / (spread + _TINY)


def _sentences(index: PassageIndex, document_id: str) -> list[str]:
    text = index.documents[document_id].text
    return [
        text[sentence.start : sentence.end] for chunk in index.chunks_of(document_id) for sentence in chunk.sentences
    ]


def _masses(retrieval: Retrieval, index: PassageIndex) -> dict[str, float]:
    """The question's n-grams with their share of its mass."""
    masses = {gram: index.document_grams.idf(gram) for gram in set(character_grams(retrieval.query.text))}
    total = sum(masses.values()) or 1.0
    return {gram: mass / total for gram, mass in masses.items()}


def _held_share(masses: Mapping[str, float], texts: Sequence[str]) -> float:
    """How much of the mass of some n-grams a few short texts hold together, 0 to 1."""
    held = {gram for text in texts for gram in character_grams(text)}
    return sum(mass for gram, mass in masses.items() if gram in held)

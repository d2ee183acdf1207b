"""Composition: choose the sentences that answer the question, without a language model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.intent import Intent, find_intent
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from assistant.answer import StatementKind
    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from corpus.sentences import Sentence
    from index.passages import Passage, PassageIndex

MAX_STATEMENTS = 5
MAX_LIST_ITEMS = 9
_MAX_DOCUMENTS = 3
_EXAMPLE_DOCUMENTS = 5


@dataclass(frozen=True)
class CompositionWeights:
    """How much each sign counts for a sentence; fitted on the tune set by ``eval/fit_composition.py``.

    Args:
        meaning: Cosine with the question, stretched over the candidates of all documents.
        own_question: Cosine with the nearest of the document's own questions, stretched likewise.
        words: Share of the question's idf mass in the sentence.
        heading: Given when the section's heading fits what is asked for.
        opening: Given to the sentences of a document's first section.
        document: The document's retrieval score, as a share of the best one's.
        further_document: Share of the best document's score that another one needs to be used.
        further_sentence: Share of the best sentence's score that another one needs to be used.
    """

    meaning: float = 0.4
    own_question: float = 0.3
    words: float = 0.3
    heading: float = 0.25
    opening: float = 0.1
    document: float = 0.4
    further_document: float = 0.8
    further_sentence: float = 0.5


WEIGHTS = CompositionWeights()

_SAME_MEANING = 0.96
_SAME_WORDS = 0.8
_META_PENALTY = 0.5
_META_HEADING = "Om grunnlaget"


@dataclass(frozen=True)
class ChosenSentence:
    """A sentence for the answer, with the passage that it stands in."""

    passage: Passage
    sentence: Sentence
    kind: StatementKind

    @property
    def quote(self) -> str:
        """The sentence as it stands in the document."""
        return self.passage.document.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True)
class _Candidate:
    passage: Passage
    sentence: Sentence
    vector: NDArray[np.float32]
    score: float

    @property
    def document(self) -> Document:
        return self.passage.document

    @property
    def text(self) -> str:
        return self.document.text[self.sentence.start : self.sentence.end]

    @property
    def place(self) -> tuple[str, int]:
        return self.document.id, self.sentence.start


def compose(
    retrieval: Retrieval, index: PassageIndex, weights: CompositionWeights = WEIGHTS
) -> list[ChosenSentence]:
    """Choose at most five sentences, or a whole short list, that answer the question; the best one first.

    Args:
        retrieval: What was found.
        index: The index with the sentences' vectors.
        weights: How much each sign counts.
    """
    intent = find_intent(retrieval.question.text)
    candidates = _rate(retrieval, index, intent, weights)
    if not candidates:
        return []
    best = candidates[0]
    items = _list_of(best, candidates)
    if len(items) > 1 and (intent.wants_list or best.text.endswith(":")):
        return _whole_list(items, candidates)
    if intent.wants_examples:
        return _examples(candidates)
    return _best_sentences(candidates, weights)


def _rate(
    retrieval: Retrieval, index: PassageIndex, intent: Intent, weights: CompositionWeights
) -> list[_Candidate]:
    """Rate every sentence of the best documents, best first."""
    best_score = retrieval.passages[0].score if retrieval.passages else 0.0
    first_passages = _first_passages(retrieval, intent, weights)
    passages = [
        (index.passage(chunk, first.score), first)
        for first in first_passages
        for chunk in index.chunks_of(first.document.id)
    ]
    rows = [
        (passage, first, sentence, vector)
        for passage, first in passages
        for sentence, vector in zip(passage.chunk.sentences, index.sentence_vectors_of(passage.chunk), strict=True)
    ]
    if not rows:
        return []
    vectors = np.stack([vector for *_, vector in rows])
    meaning = _stretch(vectors @ retrieval.vector)
    own = _stretch(_own_question_cosines(rows, vectors, retrieval, index))
    masses = _word_masses(retrieval, index)
    rated = []
    for place, (passage, first, sentence, vector) in enumerate(rows):
        text = passage.document.text[sentence.start : sentence.end]
        shared = sum(masses.get(token, 0.0) for token in set(lexical_tokens(text)))
        score = (
            weights.meaning * float(meaning[place])
            + weights.own_question * float(own[place])
            + weights.words * shared
            + weights.heading * (passage.chunk.heading in intent.headings)
            + weights.opening * (passage.chunk.position == 0)
            + weights.document * first.score / best_score
            - _META_PENALTY * (passage.chunk.heading == _META_HEADING)
        )
        rated.append(_Candidate(passage, sentence, vector, score))
    return sorted(rated, key=lambda one: (-one.score, one.place))


def _first_passages(retrieval: Retrieval, intent: Intent, weights: CompositionWeights) -> list[Passage]:
    """The best passage of each document that may be used."""
    firsts: dict[str, Passage] = {}
    for passage in retrieval.passages:
        firsts.setdefault(passage.document.id, passage)
    limit = _EXAMPLE_DOCUMENTS if intent.wants_examples else _MAX_DOCUMENTS
    needed = weights.further_document * retrieval.passages[0].score if retrieval.passages else 0.0
    if intent.wants_examples:
        needed *= weights.further_document
    return [passage for passage in list(firsts.values())[:limit] if passage.score >= needed]


def _own_question_cosines(
    rows: list[tuple[Passage, Passage, Sentence, NDArray[np.float32]]],
    vectors: NDArray[np.float32],
    retrieval: Retrieval,
    index: PassageIndex,
) -> NDArray[np.float32]:
    """Cosine of each sentence with the question of its document that is nearest to what was asked.

    The document's own question says the same in the text's language, which helps where the reader wrote English
    or nynorsk.
    """
    nearest = {
        document_id: index.nearest_question(document_id, retrieval.vector)
        for document_id in {passage.document.id for passage, *_ in rows}
    }
    targets = [nearest[passage.document.id] for passage, *_ in rows]
    filled = np.stack([retrieval.vector if target is None else target for target in targets])
    cosines: NDArray[np.float32] = (vectors * filled).sum(axis=1)
    return cosines


def _word_masses(retrieval: Retrieval, index: PassageIndex) -> dict[str, float]:
    """Share of the question's idf mass by stem; the shares add up to 1."""
    masses = {
        token: index.lexical.idf(token) for token in lexical_tokens(retrieval.question.standalone)
    }
    total = sum(masses.values()) or 1.0
    return {token: mass / total for token, mass in masses.items()}


def _stretch(values: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else np.ones_like(values)


def _best_sentences(candidates: list[_Candidate], weights: CompositionWeights) -> list[ChosenSentence]:
    best = candidates[0]
    chosen = [best]
    for candidate in candidates[1:]:
        if len(chosen) == MAX_STATEMENTS or candidate.score < weights.further_sentence * best.score:
            break
        if _adds(candidate, chosen):
            chosen.append(candidate)
    same = [one for one in chosen[1:] if one.document.id == best.document.id]
    others = [one for one in chosen[1:] if one.document.id != best.document.id]
    ordered = [*sorted(same, key=lambda one: one.place), *sorted(others, key=lambda one: one.place)]
    return [_chosen(best, "svar"), *(_chosen(one, _kind(one, best)) for one in ordered)]


def _examples(candidates: list[_Candidate]) -> list[ChosenSentence]:
    """The best sentence of each document, then a second one where there is room."""
    chosen: list[_Candidate] = []
    for per_document in (1, 2):
        for candidate in candidates:
            held = sum(one.document.id == candidate.document.id for one in chosen)
            if len(chosen) < MAX_STATEMENTS and held < per_document and _adds(candidate, chosen):
                chosen.append(candidate)
    order = list(dict.fromkeys(one.document.id for one in chosen))
    chosen.sort(key=lambda one: (order.index(one.document.id), one.sentence.start))
    return [_chosen(one, "eksempel" if one.document.type == "praksis" else "svar") for one in chosen]


def _list_of(best: _Candidate, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The items of the list that the best sentence belongs to or introduces, in order."""
    lead_in = best.sentence.lead_in or (best.sentence.start, best.sentence.end)
    items = [
        one
        for one in candidates
        if one.document.id == best.document.id and one.sentence.lead_in == lead_in
    ]
    return sorted(items, key=lambda one: one.place)


def _whole_list(items: list[_Candidate], candidates: list[_Candidate]) -> list[ChosenSentence]:
    lead_in = items[0].sentence.lead_in
    introduction = [
        one
        for one in candidates
        if one.document.id == items[0].document.id and (one.sentence.start, one.sentence.end) == lead_in
    ]
    shown = items
    if len(items) > MAX_LIST_ITEMS:
        best = sorted(items, key=lambda one: -one.score)[:MAX_LIST_ITEMS]
        shown = sorted(best, key=lambda one: one.place)
    return [*(_chosen(one, "svar") for one in introduction), *(_chosen(one, "punkt") for one in shown)]


def _adds(candidate: _Candidate, chosen: list[_Candidate]) -> bool:
    """Tell whether a sentence says something new, and is more than a list's introduction."""
    if candidate.text.endswith(":"):
        return False
    tokens = set(lexical_tokens(candidate.text))
    for other in chosen:
        theirs = set(lexical_tokens(other.text))
        smaller = min(len(tokens), len(theirs)) or 1
        if float(candidate.vector @ other.vector) > _SAME_MEANING or len(tokens & theirs) > _SAME_WORDS * smaller:
            return False
    return True


def _chosen(candidate: _Candidate, kind: StatementKind) -> ChosenSentence:
    return ChosenSentence(candidate.passage, candidate.sentence, kind)


def _kind(candidate: _Candidate, best: _Candidate) -> StatementKind:
    elsewhere = candidate.document.id != best.document.id
    return "eksempel" if elsewhere and candidate.document.type == "praksis" else "punkt"

"""Composition: choose the sentences that answer the question, without a language model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.intent import Intent, find_intent, is_not_known
from corpus.headings import shared_heading
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from assistant.answer import StatementKind
    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from corpus.sentences import Sentence
    from index.passages import Passage, PassageIndex

MAX_STATEMENTS = 6  # the answer, and at most five points
MAX_LIST_ITEMS = 9
_MAX_DOCUMENTS = 3
_EXAMPLE_DOCUMENTS = 5


@dataclass(frozen=True)
class CompositionWeights:
    """How much each sign counts for a sentence.

    Fitted on the tune set by the share of questions whose every ``must`` pattern is matched.

    Args:
        meaning: Cosine with the question, stretched over the candidates of all documents.
        words: Share of the question's idf mass in the sentence.
        heading: Given when the section's heading fits what is asked for.
        figure: Given to sentences with a figure of the kind asked for.
        names: Given to sentences with a name when it is asked who.
        enumeration: Given to sentences that list things when a list is asked for.
        aside: Taken from sentences on principles, on the basis of the text, and on what is not known, unless asked for.
        list: Share of the best sentence's score that a list needs to be given whole.
        opening: Given to the sentences of a document's first section.
        passage: The passage's retrieval score, as a share of the best one's.
        document: The document's retrieval score, as a share of the best one's.
        further_document: Share of the best document's score that another one needs to be used.
        further_sentence: Share of the best sentence's score that another one of its document needs to be used.
        elsewhere: The same for a sentence of another document.
    """

    meaning: float = 0.8
    words: float = 0.6
    heading: float = 0.5
    figure: float = 1.0
    names: float = 0.15
    enumeration: float = 0.1
    aside: float = 1.1
    list: float = 0.5
    opening: float = 0.05
    passage: float = 0.65
    document: float = 0.6
    further_document: float = 0.65
    further_sentence: float = 0.4
    elsewhere: float = 0.85


WEIGHTS = CompositionWeights()

_SAME_MEANING = 0.96
_FIGURE_SHARE = 0.6
_SAME_WORDS = 0.8
_NAME = re.compile(r"(?<=[\w,] )[A-ZÆØÅ][\w-]+|[A-ZÆØÅ]{2,}")
_ENUMERATION_COMMAS = 2
_QUESTIONS_HEADING = "Spørsmål å stille"
_PRINCIPLES_HEADING = "Prinsipper"
_BASIS_HEADING = "Om grunnlaget"


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


def compose(retrieval: Retrieval, index: PassageIndex, weights: CompositionWeights = WEIGHTS) -> list[ChosenSentence]:
    """Choose at most six sentences, or a whole short list, that answer the question; the best one first.

    Args:
        retrieval: What was found.
        index: The index with the sentences' vectors.
        weights: How much each sign counts.
    """
    intent = find_intent(retrieval.question.text)
    candidates = _rate(retrieval, index, intent, weights)
    if not candidates:
        return []
    best = _lead(candidates, retrieval, intent)
    items = _wanted_list(best, candidates, weights) if intent.wants_list else _list_of(best, candidates)
    if items and (intent.wants_list or best.text.endswith(":")):
        return _whole_list(items, candidates)
    if intent.wants_examples:
        return _examples(candidates)
    return _best_sentences(best, candidates, weights)


def _lead(candidates: list[_Candidate], retrieval: Retrieval, intent: Intent) -> _Candidate:
    """The best sentence of the best document; ranking documents is what retrieval does well.

    Who asks for a figure wants a sentence that holds one, unless those are far from the question.
    """
    first = retrieval.passages[0].document.id
    of_first = [one for one in candidates if one.document.id == first] or candidates
    if intent.figure:
        with_figure = (one for one in of_first if intent.figure.search(one.text))
        found = next(with_figure, None)
        if found and found.score >= _FIGURE_SHARE * of_first[0].score:
            return found
    return of_first[0]


def _rate(retrieval: Retrieval, index: PassageIndex, intent: Intent, weights: CompositionWeights) -> list[_Candidate]:
    """Rate every sentence of the best documents, best first."""
    best_score = retrieval.passages[0].score if retrieval.passages else 0.0
    found = {passage.chunk.id: passage.score for passage in retrieval.passages}
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
    masses = _word_masses(retrieval, index)
    rated = []
    for place, (passage, first, sentence, vector) in enumerate(rows):
        text = passage.document.text[sentence.start : sentence.end]
        shared = sum(masses.get(token, 0.0) for token in set(lexical_tokens(text)))
        score = (
            weights.meaning * float(meaning[place])
            + weights.words * shared
            + weights.heading * (shared_heading(passage.chunk.heading) in intent.headings)
            + weights.opening * (passage.chunk.position == 0)
            + weights.passage * found.get(passage.chunk.id, 0.0) / best_score
            + weights.document * first.score / best_score
            + weights.figure * bool(intent.figure and intent.figure.search(text))
            + weights.names * (intent.wants_names and bool(_NAME.search(text)))
            + weights.enumeration * (intent.wants_list and text.count(",") >= _ENUMERATION_COMMAS)
            - weights.aside * _is_aside(shared_heading(passage.chunk.heading), text, intent)
        )
        rated.append(_Candidate(passage, sentence, vector, score))
    return sorted(rated, key=lambda one: (-one.score, one.place))


def _is_aside(heading: str, text: str, intent: Intent) -> bool:
    """Tell whether a sentence is beside the point unless it is asked for."""
    on_principles = heading == _PRINCIPLES_HEADING and not intent.wants_principles
    is_question = text.endswith("?") and _QUESTIONS_HEADING not in intent.headings
    return on_principles or is_question or heading == _BASIS_HEADING or is_not_known(text)


def _first_passages(retrieval: Retrieval, intent: Intent, weights: CompositionWeights) -> list[Passage]:
    """The best passage of each document that may be used."""
    firsts: dict[str, Passage] = {}
    for passage in retrieval.passages:
        firsts.setdefault(passage.document.id, passage)
    limit = _EXAMPLE_DOCUMENTS if intent.wants_examples else _MAX_DOCUMENTS
    needed = weights.further_document * retrieval.passages[0].score if retrieval.passages else 0.0
    if intent.wants_examples:
        needed *= weights.further_document
    good = [passage for passage in firsts.values() if passage.score >= needed]
    if intent.wants_examples:
        cases = [passage for passage in good if passage.document.type == "praksis"]
        good = cases if len(cases) > 1 else good
    return good[:limit]


def _word_masses(retrieval: Retrieval, index: PassageIndex) -> dict[str, float]:
    """Share of the question's idf mass by stem; the shares add up to 1."""
    masses = {token: index.stems.idf(token) for token in lexical_tokens(retrieval.query.text)}
    total = sum(masses.values()) or 1.0
    return {token: mass / total for token, mass in masses.items()}


def _stretch(values: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else np.ones_like(values)


def _best_sentences(
    best: _Candidate, candidates: list[_Candidate], weights: CompositionWeights
) -> list[ChosenSentence]:
    chosen = [best]
    top = candidates[0].score
    for candidate in candidates:
        same_document = candidate.document.id == best.document.id
        needed = weights.further_sentence if same_document else weights.elsewhere
        if len(chosen) < MAX_STATEMENTS and candidate.score >= needed * top and _adds(candidate, chosen):
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


def _wanted_list(best: _Candidate, candidates: list[_Candidate], weights: CompositionWeights) -> list[_Candidate]:
    """The list nearest to the best sentence, if it is in the same document and about as good."""
    for candidate in candidates:
        if candidate.score < weights.list * best.score:
            break
        if candidate.document.id == best.document.id and (items := _list_of(candidate, candidates)):
            return items
    return []


def _list_of(best: _Candidate, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The items of the list that a sentence belongs to or introduces, in order; empty if there is none."""
    lead_in = best.sentence.lead_in or (best.sentence.start, best.sentence.end)
    items = [one for one in candidates if one.document.id == best.document.id and one.sentence.lead_in == lead_in]
    return sorted(items, key=lambda one: one.place) if len(items) > 1 else []


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

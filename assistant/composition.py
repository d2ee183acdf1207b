"""Composition: choose the sentences that answer the question in kind, without a language model."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.candidates import WEIGHTS, RatingWeights, rate_candidates
from assistant.intent import find_intent, situation_in
from assistant.principles import NUMBERS, rank_principles
from assistant.shapes import LIMITS, ShapeLimits, both_sides, by_document, direct, principle_by_principle, sentence_of
from index.tokens import lexical_tokens, word_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import StatementKind
    from assistant.intent import Intent, Kind
    from assistant.retrieval import Retrieval
    from assistant.shapes import ChosenSentence
    from corpus.document import Document, DocumentType
    from index.passages import Passage, PassageIndex

# How many documents an answer may draw on, and how good each must be as a share of the best one's score.
_DOCUMENTS: dict[Kind, tuple[int, float]] = {
    "example": (6, 0.42),
    "helper": (5, 0.5),
    "overview": (7, 0.5),
    "list": (7, 0.6),
}
_OTHERWISE = (4, 0.6)
_TYPES: dict[Kind, tuple[DocumentType, ...]] = {
    "example": ("praksis",),
    "helper": ("aktor", "verktoy", "prosess"),
}
_LINE_KINDS: dict[Kind, tuple[StatementKind, StatementKind]] = {
    "example": ("eksempel", "eksempel"),
    "helper": ("svar", "punkt"),
}
_NAMED_SHARE = 0.4
_DEFINITION = "definisjon definisjonen begrep begrepet omgrep omgrepet"
_AS_NEAR = 0.8  # share of the best document's score


def compose(
    retrieval: Retrieval,
    index: PassageIndex,
    weights: RatingWeights = WEIGHTS,
    limits: ShapeLimits = LIMITS,
) -> list[ChosenSentence]:
    """Choose the sentences that answer the question, in order; none if nothing can be quoted.

    Args:
        retrieval: What was found.
        index: The index with the sentences' vectors.
        weights: How much each sign of a sentence counts.
        limits: How good sentences must be to come along.
    """
    if not retrieval.passages:
        return []
    intent = find_intent(retrieval.question.text)
    firsts = retrieval.sides or _usable(retrieval, intent)
    candidates = rate_candidates(firsts, retrieval, index, intent, weights)
    if not candidates:
        return []
    order = [first.document.id for first in firsts]
    if retrieval.sides:
        return both_sides(candidates, order)
    if situation_in(retrieval.question.text) and not retrieval.question.principles:
        numbers = rank_principles(retrieval, index)
        return principle_by_principle(numbers, candidates, _principle_names(numbers, index))
    if len(firsts) > 1 and all(first.document.type in _TYPES.get(intent.kind, ()) for first in firsts):
        return by_document(candidates, order, _LINE_KINDS[intent.kind])
    asked = retrieval.question.standalone
    main = _defined(firsts, retrieval, index) if intent.kind == "definition" else firsts[0].document
    is_named = _named_share(set(lexical_tokens(asked)), main, index) >= _NAMED_SHARE
    introduced = intent.kind != "definition" and (intent.figure is not None or is_named)
    return direct(candidates, intent, main.id, limits, introduced=introduced)


def _defined(firsts: Sequence[Passage], retrieval: Retrieval, index: PassageIndex) -> Document:
    """The document on what is to be defined: of the nearest ones, that whose title says little else."""
    near = [first.document for first in firsts if first.score >= _AS_NEAR * firsts[0].score]
    question = retrieval.question.standalone
    parts = word_parts(question)
    # "Smart by" is "smartby" in a title, the glossary knows "smart city", and a definition is what is asked for.
    joined = " ".join(map("".join, pairwise(parts)))
    asked = set(lexical_tokens(" ".join([question, joined, retrieval.query.expansion, _DEFINITION])))
    return max(near, key=lambda document: _named_share(asked, document, index))


def _named_share(asked: set[str], document: Document, index: PassageIndex) -> float:
    """Share of a title's words, by their weight, that a question has: whether it names what the document is about."""
    title = {token: index.stems.idf(token) for token in lexical_tokens(document.title)}
    return sum(idf for token, idf in title.items() if token in asked) / (sum(title.values()) or 1.0)


def _usable(retrieval: Retrieval, intent: Intent) -> Sequence[Passage]:
    """The best passage of each document that may be used, best first."""
    limit, share = _DOCUMENTS.get(intent.kind, _OTHERWISE)
    needed = share * retrieval.firsts[0].score
    good = [first for first in retrieval.firsts if first.score >= needed]
    if intent.wants_all_principles:
        good.sort(key=lambda first: len(first.document.principles) < len(NUMBERS))  # texts that hold them all first
    if wanted := _TYPES.get(intent.kind):
        of_type = [first for first in good if first.document.type in wanted]
        good = of_type if len(of_type) > 1 else good
    return good[:limit]


def _principle_names(numbers: Sequence[int], index: PassageIndex) -> list[ChosenSentence]:
    """The sentence that names each principle, from the text about it."""
    names = []
    for number in numbers:
        document_id = f"prinsipp-{number}"
        if document_id in index.documents:
            chunk = index.chunks_of(document_id)[0]
            names.append(sentence_of(index.passage(chunk, 0.0), chunk.sentences[0], "svar"))
    return names

"""Follow-up questions: ones that the texts at hand say they answer, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.retrieval import Retrieval
    from corpus.document import Document
    from index.model.embedder import Embedder

MAX_FOLLOW_UPS = 3
_SAME_QUESTION = 0.95
_FROM_MAIN = 2


def suggest_follow_ups(retrieval: Retrieval, documents: Sequence[Document], embedder: Embedder) -> tuple[str, ...]:
    """Return up to three questions to go on with, two from the main document and one from another.

    Args:
        retrieval: What was found; its question is not suggested again.
        documents: The documents that the answer stands on, the main one first.
        embedder: The embedding model.
    """
    chosen: list[str] = []
    for place, document in enumerate(documents):
        limit = _FROM_MAIN if place == 0 else 1
        fresh = _fresh(_fit(document, retrieval), retrieval, embedder)
        chosen.extend(question for question in fresh[:limit] if question not in chosen)
    return tuple(chosen[:MAX_FOLLOW_UPS])


def _fit(document: Document, retrieval: Retrieval) -> list[str]:
    """Whole questions in the reader's language; the keywords among them are there for search only."""
    return [
        question[0].upper() + question[1:]
        for question in document.questions
        if question.endswith("?") and (detect_language(question) or "nb") == retrieval.question.language
    ]


def _fresh(questions: list[str], retrieval: Retrieval, embedder: Embedder) -> list[str]:
    if not questions:
        return []
    cosines = embedder.embed_queries(questions) @ retrieval.vector
    return [question for question, cosine in zip(questions, cosines, strict=True) if cosine < _SAME_QUESTION]

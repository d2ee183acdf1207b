"""Refusal: saying that the sources do not cover a question, what was missing, what is near, and where to ask."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.frames import frame, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.coverage import Coverage
    from assistant.personal_data import Kind as PersonalDataKind
    from assistant.retrieval import Retrieval
    from corpus.document import Document, Language

NEARBY = 3
_CONSIDERED = 6  # documents; an actor further down has nothing to do with it
_NAMED_WORDS = 5
_NEAR_ENOUGH = 0.08  # under this, even the nearest texts are about something else


def nearby_documents(retrieval: Retrieval, coverage: Coverage) -> tuple[Document, ...]:
    """Return the nearest documents, if any is near."""
    return retrieval.documents[:NEARBY] if coverage.probability >= _NEAR_ENOUGH else ()


def refusal_text(retrieval: Retrieval, coverage: Coverage) -> str:
    """Return the refusal in the reader's language.

    Args:
        retrieval: What was found.
        coverage: Why it does not answer.
    """
    language = retrieval.question.language
    if retrieval.question.dangling:
        return frame(language, "refused_dangling")
    near = nearby_documents(retrieval, coverage)
    refused = f"refused_{coverage.lacking}" if coverage.lacking else "refused"
    lines = [frame(language, refused), *_missing(coverage.missing, language)]
    if near:
        lines.append(frame(language, "refused_nearby", titles=joined([f"«{one.title}»" for one in near], language)))
    helper = next((one for one in retrieval.documents[:_CONSIDERED] if one.type == "aktor"), None) if near else None
    if helper:
        lines.append(frame(language, "refused_ask_actor", title=helper.title))
    else:
        lines.append(frame(language, "refused_ask"))
    return " ".join(lines)


def withhold(question: str, kinds: Sequence[PersonalDataKind], language: Language, corpus_version: str) -> Answer:
    """Return the answer to a question with personal data: what was found, and the question to ask instead.

    Args:
        question: The question without them.
        kinds: What was found.
        language: The reader's.
        corpus_version: Which corpus would have been searched.
    """
    named = joined([frame(language, f"kind_{kind}") for kind in dict.fromkeys(kinds)], language)
    return Answer(
        id=hashlib.sha256(f"{corpus_version}\x1f{language}\x1f{question}".encode()).hexdigest()[:16],
        question=question,
        standalone_question=question,
        language=language,
        mode="avvist",
        text=frame(language, "personal_data", kinds=named, question=question),
        confidence=0.0,
        corpus_version=corpus_version,
        follow_ups=(question,),
    )


def _missing(words: Sequence[str], language: Language) -> list[str]:
    if not words:
        return []
    return [frame(language, "refused_missing", words=", ".join(f"«{word}»" for word in words[:_NAMED_WORDS]))]

"""What must hold before anything is measured: figures over a degraded system are worse than none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.passages import passage_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.model.embedder import Embedder
    from index.passages import PassageIndex

_NAMED = 5


class DegradedError(ValueError):
    """The system under test is not whole; the message says what is missing and how to mend it."""


def require_whole_texts(index: PassageIndex, embedder: Embedder) -> None:
    """Check that the model read every passage to its end.

    Raises:
        DegradedError: With the passages that it cut.
    """
    texts = [passage_text(index.documents[chunk.document_id], chunk) for chunk in index.chunks]
    cut = [index.chunks[place].id for place in embedder.truncated(texts, "passage")]
    if cut:
        msg = f"modellen kutter {len(cut)} avsnitt ({_first(cut)}); del dem opp, eller velg en modell som leser lengre"
        raise DegradedError(msg)


def require_whole_questions(questions: Sequence[tuple[str, str]], embedder: Embedder) -> None:
    """Check that the model reads every question to its end.

    Args:
        questions: Id and text of each.
        embedder: The model.

    Raises:
        DegradedError: With the questions that it would cut.
    """
    cut = [questions[place][0] for place in embedder.truncated([text for _, text in questions], "query")]
    if cut:
        msg = f"modellen kutter {len(cut)} spørsmål ({_first(cut)}); kort dem ned"
        raise DegradedError(msg)


def _first(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")

"""One question of a run: what was found and answered, and how it measured up; a line of ``per_question.jsonl``."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class FoundPassage(BaseModel):
    """A passage as the report shows it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_id: str
    title: str
    section: str
    text: str
    score: float


class MustMatch(BaseModel):
    """A pattern that a right answer matches, and whether this one did."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    matched: bool


class Record(BaseModel):
    """What one question gave.

    Args:
        id: The question's id in its set.
        question: As asked.
        groups: What the figures are broken down by: ``lang``, ``style``, ``kind``, ``avvis_type``, ``split``.
        relevant: Grade by document id.
        principles: Principles that a good answer names.
        refuse: Whether the right answer is a refusal; None if answers are not measured.
        ranking: Documents found, best first.
        passages: The best passages, for the report.
        answer: The answer as the API gives it; None if only retrieval is measured.
        must: The patterns of a right answer.
        values: This question's figure by metric; a metric that says nothing of this question is left out.
        milliseconds: Time by stage.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    groups: dict[str, str]
    relevant: dict[str, int]
    principles: tuple[int, ...] = ()
    refuse: bool | None = None
    ranking: tuple[str, ...]
    passages: tuple[FoundPassage, ...]
    answer: dict[str, Any] | None = None
    must: tuple[MustMatch, ...] = ()
    values: dict[str, float]
    milliseconds: dict[str, float]

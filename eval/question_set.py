"""Question sets: what was asked, which documents answer it, and what a right answer holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.document import Language

Split = Literal["tune", "holdout"]

REFUSE = "avvis"
RIGHT = 2


class QuestionSetError(ValueError):
    """A question set cannot be used; the message has one line for each fault."""


class Turn(BaseModel):
    """One turn of the conversation before the question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    content: str


class QuestionRow(BaseModel):
    """One line of a question set.

    Args:
        id: Unique in the set.
        question: As a reader would ask it.
        lang: Its language.
        style: How it is put.
        kind: What it asks for; ``avvis`` should be refused.
        history: The conversation before it.
        relevant: Grade by document id; 2 answers the question, 1 is useful.
        principles: Principles that a good answer names.
        must: Patterns, ignoring case, that a right answer matches.
        avvis_type: Why it should be refused.
        split: Whether it may be tuned on, or is held out to judge by.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: Annotated[str, Field(min_length=1)]
    lang: Language
    style: str = ""
    kind: str = ""
    history: tuple[Turn, ...] = ()
    relevant: dict[str, Annotated[int, Field(ge=1, le=2)]] = {}
    principles: tuple[int, ...] = ()
    must: tuple[str, ...] = ()
    avvis_type: str | None = None
    split: Split | None = None

    @property
    def refuse(self) -> bool:
        """Whether the right answer is a refusal."""
        return self.kind == REFUSE

    @property
    def earlier(self) -> tuple[str, ...]:
        """The reader's earlier questions, oldest first."""
        return tuple(turn.content for turn in self.history if turn.role == "user")

    def answerable_with(self, document_ids: set[str]) -> bool:
        """Tell whether a document that answers the question is among those given."""
        return any(grade == RIGHT and one in document_ids for one, grade in self.relevant.items())


def read_questions(path: Path) -> list[QuestionRow]:
    """Read a question set in JSON Lines.

    Raises:
        QuestionSetError: With every fault and its line, or if the set is empty or cannot be read.
    """
    rows: list[QuestionRow] = []
    faults: list[str] = []
    lines: dict[str, int] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: kan ikke leses: {error}"
        raise QuestionSetError(msg) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = QuestionRow.model_validate_json(line)
        except ValidationError as error:
            faults += [
                f"{path}:{number}: {'.'.join(map(str, e['loc'])) or 'linjen'}: {e['msg']}" for e in error.errors()
            ]
            continue
        if row.id in lines:
            faults.append(f"{path}:{number}: id '{row.id}' står også på linje {lines[row.id]}")
        lines[row.id] = number
        rows.append(row)
    if not rows and not faults:
        faults.append(f"{path}: ingen spørsmål i filen")
    if faults:
        raise QuestionSetError("\n".join(faults))
    return rows

"""Question sets: what was asked, which documents answer it, and what a right answer holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from corpus.document import Language

Split = Literal["tune", "holdout"]
AvvisType = Literal["a", "b", "c", "d", "e", "f"]

REFUSE = "avvis"
RIGHT = 2
MAX_BYTES = 50_000_000
_SHOWN_FAULTS = 50


class QuestionSetError(ValueError):
    """A question set cannot be used; the message has one line for each fault."""


class Turn(BaseModel):
    """One turn of the conversation before the question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    content: str


class Span(BaseModel):
    """A passage that answers the question, as a verbatim excerpt of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_id: str
    quote: Annotated[str, Field(min_length=1)]


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
        spans: Excerpts that a right answer cites.
        personal_data: Personal data in the question, as it stands there, that should be found.
        split: Whether it may be tuned on, or is held out to judge by.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1)]
    question: Annotated[str, Field(min_length=1)]
    lang: Language
    style: str = ""
    kind: str = ""
    history: tuple[Turn, ...] = ()
    relevant: dict[str, Annotated[int, Field(ge=1, le=RIGHT)]] = {}
    principles: tuple[Annotated[int, Field(ge=1, le=8)], ...] = ()
    must: tuple[str, ...] = ()
    avvis_type: AvvisType | None = None
    spans: tuple[Span, ...] = ()
    personal_data: tuple[str, ...] = ()
    split: Split | None = None

    @field_validator("must")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern, re.IGNORECASE)
            except re.error as error:
                msg = f"mønsteret {pattern!r} er ikke et gyldig regulært uttrykk: {error}"
                raise ValueError(msg) from error
        return patterns

    @model_validator(mode="after")
    def _refused_or_answerable(self) -> QuestionRow:
        if self.refuse and (self.relevant or self.must):
            msg = "et spørsmål som skal avvises, kan ikke ha relevant eller must"
            raise ValueError(msg)
        if not self.refuse and not (self.relevant or self.must):
            msg = "raden må ha relevant eller must; skal spørsmålet avvises, er kind 'avvis'"
            raise ValueError(msg)
        return self

    @property
    def refuse(self) -> bool:
        """Whether the right answer is a refusal."""
        return self.kind == REFUSE

    @property
    def earlier(self) -> tuple[str, ...]:
        """The reader's earlier questions, oldest first."""
        return tuple(turn.content for turn in self.history if turn.role == "user")


def read_questions(path: Path, known: Collection[str] | None = None, *, split: str = "") -> list[QuestionRow]:
    """Read a question set in JSON Lines.

    Args:
        path: The file.
        known: Ids of the documents that there are; any other id in the set is a fault. Not checked if None.
        split: Only rows of this split are returned; all are checked.

    Raises:
        QuestionSetError: With every fault and its line, or if the set is empty or cannot be read.
    """
    rows: list[QuestionRow] = []
    faults: list[str] = []
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        place = f"{path}:{number}"
        try:
            row = QuestionRow.model_validate_json(line)
        except ValidationError as error:
            faults += [
                f"{place}: {'.'.join(map(str, e['loc'])) or 'raden'}: {_message(e['msg'])}" for e in error.errors()
            ]
            continue
        if row.id in lines:
            faults.append(f"{place}: id '{row.id}' står også på linje {lines[row.id]}")
        if known is not None:
            named = [*row.relevant, *(span.document_id for span in row.spans)]
            faults += [f"{place}: ukjent dokument '{one}'" for one in dict.fromkeys(named) if one not in known]
        lines.setdefault(row.id, number)
        rows.append(row)
    if faults:
        raise QuestionSetError("\n".join(_shortened(faults)))
    wanted = [row for row in rows if not split or row.split == split]
    if not wanted:
        msg = f"{path}: ingen spørsmål i filen" if not split else f"{path}: ingen spørsmål med split '{split}'"
        raise QuestionSetError(msg)
    return wanted


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, by which runs over the same set are known."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, numbered from 1."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            msg = f"{path}: filen er på {size / 1e6:.0f} MB; høyst {MAX_BYTES / 1e6:.0f} MB. Del settet i flere filer"
            raise QuestionSetError(msg)
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "filen er ikke UTF-8"
        msg = f"{path}: kan ikke leses: {reason}"
        raise QuestionSetError(msg) from error


def _message(text: str) -> str:
    """Pydantic's message without its prefix."""
    return text.removeprefix("Value error, ")


def _shortened(faults: list[str]) -> list[str]:
    more = len(faults) - _SHOWN_FAULTS
    return faults if more <= 0 else [*faults[:_SHOWN_FAULTS], f"… og {more} feil til"]

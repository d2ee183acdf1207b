"""The answer contract: what the assistant returns, as values that serialise to the JSON of the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.document import Basis, DocumentType, Language, Status

Mode = Literal["utdrag", "generert", "avvist"]
StatementKind = Literal["svar", "punkt", "eksempel"]


@dataclass(frozen=True)
class Statement:
    """One sentence or bullet of an answer.

    Args:
        text: Word for word what the citations quote, in their order, when the answer is an extract.
        kind: What it does in the answer.
        citations: Numbers of its citations.
        label: Which text it is from, where that is not the one that the answer begins with.
    """

    text: str
    kind: StatementKind
    citations: tuple[int, ...]
    label: str = ""


@dataclass(frozen=True)
class Citation:
    """A verbatim quote from a chunk: ``quote`` stands in the document's text at ``start:end``."""

    n: int
    document_id: str
    chunk_id: str
    title: str
    section: str
    page: int | None
    type: DocumentType
    basis: Basis
    language: Language
    status: Status
    published: int | None
    quote: str
    start: int
    end: int
    url: str
    reader_url: str


@dataclass(frozen=True)
class LinkedPrinciple:
    """A principle that the answer touches, why, and the citations that show it."""

    number: int
    name: str
    why: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """An answer with everything needed to check it.

    Args:
        id: Same for the same question over the same corpus.
        question: As asked, cleaned.
        standalone_question: As searched for; differs from ``question`` for a follow-up.
        language: Language of the assistant's own words.
        mode: ``utdrag`` (extracts), ``generert`` (language model) or ``avvist`` (not covered).
        text: The whole answer with ``[n]`` marks.
        confidence: Probability that the collection covers the question, 0 to 1.
        corpus_version: Which corpus was searched.
        statements: The answer's sentences; none if it was refused.
        citations: Numbered in the order of first use in ``text``.
        principles: Relevant ones of the roadmap's eight, most relevant first.
        malbilder: Relevant ones of the roadmap's six.
        sdg: Relevant sustainable development goals.
        follow_ups: Questions to go on with.
        dropped_citations: How many citations could not be located and were dropped.
        warnings: What the reader should know: editorial basis, age of the sources.
        model: Name of the language model, or None.
        supported_share: Of a generated answer, the share of its sentences that stood in the passages and was kept.
        timings_ms: Milliseconds by stage, and ``total``.
    """

    id: str
    question: str
    standalone_question: str
    language: Language
    mode: Mode
    text: str
    confidence: float
    corpus_version: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    principles: tuple[LinkedPrinciple, ...] = ()
    malbilder: tuple[str, ...] = ()
    sdg: tuple[int, ...] = ()
    follow_ups: tuple[str, ...] = ()
    dropped_citations: int = 0
    warnings: tuple[str, ...] = ()
    model: str | None = None
    supported_share: float | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

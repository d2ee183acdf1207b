"""The REST API: ask and search, described by OpenAPI."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.source_links import reader_url
from corpus.document import Basis, DocumentType, Language
from index.filters import Filters
from ui.problems import described_problems

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.passages import Passage

REFUSALS = described_problems(400, 403, 413, 422, 429, 503)
_MAX_HISTORY = 20
_MAX_DOCUMENTS = 200


class FilterFields(BaseModel):
    """Which documents may be used; an empty field lets all through."""

    model_config = ConfigDict(extra="forbid")

    types: list[DocumentType] = []
    principles: list[Annotated[int, Field(ge=1, le=8)]] = []
    municipalities: list[str] = []
    since: Annotated[int, Field(ge=1900, le=2200, description="Newest source from this year or later")] | None = None
    documents: Annotated[list[str], Field(max_length=_MAX_DOCUMENTS, description="Ids of texts")] = []

    def to_filters(self) -> Filters:
        """Return the plain value."""
        return Filters(
            tuple(self.types), tuple(self.principles), tuple(self.municipalities), self.since, tuple(self.documents)
        )


class AskRequest(BaseModel):
    """A question with what came before it."""

    model_config = ConfigDict(extra="forbid")

    question: str
    history: Annotated[list[str], Field(max_length=_MAX_HISTORY, description="Earlier questions, oldest first")] = []
    filters: FilterFields = FilterFields()
    language: Literal["auto"] | Language = "auto"
    reader_language: Annotated[Language, Field(description="For a question that does not tell its own language")] = "nb"


class FoundPassage(BaseModel):
    """One passage of a search result."""

    document_id: str
    chunk_id: str
    title: str
    section: str
    type: DocumentType
    basis: Basis
    score: float
    text: str
    reader_url: str


def create_api(assistant: Assistant) -> APIRouter:
    """Return the routes over an assistant."""
    router = APIRouter()

    @router.post("/api/ask", summary="Ask a question", tags=["assistant"], responses=REFUSALS)
    def ask(request: AskRequest) -> Answer:
        language: Language | None = None if request.language == "auto" else request.language
        return assistant.ask(
            request.question,
            request.history,
            request.filters.to_filters(),
            language,
            reader_language=request.reader_language,
        )

    @router.get(
        "/api/search",
        summary="Find passages",
        tags=["assistant"],
        responses=described_problems(403, 413, 422, 503),
    )
    def search(
        q: Annotated[str, Query(description="What to search for")],
        k: Annotated[int, Query(ge=1, le=50, description="How many passages")] = 10,
    ) -> list[FoundPassage]:
        return [FoundPassage(**found_passage(passage)) for passage in assistant.search(q, k=k)]

    return router


def found_passage(passage: Passage) -> dict[str, Any]:
    """Return a passage as plain values, for the API and for ``veikart search --json``."""
    chunk, document = passage.chunk, passage.document
    return {
        "document_id": document.id,
        "chunk_id": chunk.id,
        "title": document.title,
        "section": chunk.heading,
        "type": document.type,
        "basis": "redaksjonell" if chunk.editorial else document.basis,
        "score": round(passage.score, 4),
        "text": passage.text,
        "reader_url": reader_url(document.id, chunk.start, chunk.end),
    }


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values, in the shape of the API."""
    return asdict(answer)

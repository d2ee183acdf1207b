"""The source reader: a text with its sources, and the cited sentence marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from ui.rendering import render_reader

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def create_reader(assistant: Assistant) -> APIRouter:
    """Return the route of the source reader over an assistant's documents."""
    router = APIRouter()

    @router.get("/kilde/{document_id}", response_class=HTMLResponse, include_in_schema=False)
    def read(
        document_id: str,
        fra: Annotated[int | None, Query(ge=0)] = None,
        til: Annotated[int | None, Query(ge=0)] = None,
    ) -> HTMLResponse:
        document = assistant.snapshot.passages.documents.get(document_id)
        if document is None:
            raise HTTPException(404, f"Teksten «{document_id}» finnes ikke. Den kan være trukket tilbake.")
        marked = (fra, til) if fra is not None and til is not None and fra < til else None
        return HTMLResponse(render_reader(document, marked, assistant.language or "nb"))

    return router

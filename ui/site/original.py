"""The files that the municipality's own documents were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.own.library import Library

# A browser shows a PDF by itself and at its page; everything else is handed over as a file, and never run here.
_SHOWN = {"pdf": "application/pdf"}
_HANDED_OVER = "application/octet-stream"


def create_original(assistant: Assistant, library: Library) -> APIRouter:
    """Return the route of the originals of the documents that are searched."""
    router = APIRouter()

    @router.get("/original/{document_id}", response_class=FileResponse, include_in_schema=False)
    def original(document_id: str) -> FileResponse:
        if library.is_withdrawn(document_id):
            raise HTTPException(410, "Dokumentet er trukket tilbake.")
        document = assistant.snapshot.passages.documents.get(document_id)
        path = library.original(document.original) if document and document.original else None
        if document is None or path is None:
            raise HTTPException(404, "Originalen finnes ikke her.")
        kind = path.suffix.removeprefix(".")
        return FileResponse(
            path,
            media_type=_SHOWN.get(kind, _HANDED_OVER),
            filename=f"{document.id}.{kind}",
            content_disposition_type="inline" if kind in _SHOWN else "attachment",
            headers={"Cache-Control": "private, max-age=300"},
        )

    return router

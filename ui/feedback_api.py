"""Feedback over HTTP, for the widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Mode
from assistant.feedback import MAX_COMMENT, Feedback, FeedbackError, Judged, Reason, Verdict
from assistant.personal_data import find_personal_data
from corpus.document import Language
from ui.api import REFUSALS

if TYPE_CHECKING:
    from assistant.feedback import FeedbackStore

_ShortText = Annotated[str, Field(max_length=200)]


class JudgedAnswer(BaseModel):
    """The answer that feedback is on; question and text only if the reader sends them along."""

    model_config = ConfigDict(extra="ignore")

    mode: Mode
    language: Language
    model: _ShortText | None = None
    corpus_version: _ShortText = ""
    question: Annotated[str, Field(max_length=10_000)] = ""
    text: Annotated[str, Field(max_length=20_000)] = ""


class FeedbackRequest(BaseModel):
    """What a reader thought of an answer."""

    model_config = ConfigDict(extra="ignore")

    verdict: Verdict
    reasons: list[Reason] = []
    comment: Annotated[str, Field(max_length=MAX_COMMENT)] = ""
    include: bool = False
    answer: JudgedAnswer


def create_feedback_api(store: FeedbackStore) -> APIRouter:
    """Return the route that takes feedback."""
    router = APIRouter()

    @router.post(
        "/api/feedback",
        summary="Tell what an answer was worth",
        tags=["assistant"],
        status_code=204,
        responses=REFUSALS,
    )
    def give(request: FeedbackRequest) -> Response:
        if find_personal_data(request.comment):
            raise HTTPException(
                422, "Kommentaren ser ut til å inneholde personopplysninger. Ta dem bort og send igjen."
            )
        reasons = tuple(dict.fromkeys(request.reasons))
        feedback = Feedback(request.verdict, reasons, request.comment.strip(), request.include)
        try:
            store.add(feedback, Judged(**request.answer.model_dump()))
        except FeedbackError as error:
            raise HTTPException(503, "Tilbakemeldingen ble ikke lagret. Prøv igjen senere.") from error
        return Response(status_code=204)

    return router

"""The stream: an answer as server-sent events, ``status``, ``passages``, ``delta`` …, ``answer``, or ``error``."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.events import AnswerEvent, DeltaEvent, Event, PassagesEvent, StatusEvent
from assistant.question import QuestionError
from ui.api import AskRequest, found_passage
from ui.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from assistant.assistant import Assistant
    from corpus.document import Language

# A proxy that buffers would hold the words back until the answer is whole.
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

logger = logging.getLogger(__name__)


def create_stream_api(assistant: Assistant) -> APIRouter:
    """Return the route that streams answers."""
    router = APIRouter()

    @router.post("/api/ask/stream", summary="Ask a question, and get the answer as it comes", tags=["assistant"])
    async def ask_stream(body: AskRequest, request: Request) -> StreamingResponse:
        language: Language | None = None if body.language == "auto" else body.language
        events = assistant.stream(body.question, body.history, body.filters.to_filters(), language)
        first = await run_in_threadpool(next, events)  # a question that cannot be asked is a 4xx, not a stream
        return StreamingResponse(
            _sent(first, events, request, language or "nb"), media_type="text/event-stream", headers=_HEADERS
        )

    return router


async def _sent(first: Event, events: Iterator[Event], request: Request, language: Language) -> AsyncIterator[str]:
    """Send events until they end or the reader has left; then a language model stops too."""
    event: Event | None = first
    try:
        while event is not None:
            yield event_text(event)
            if await request.is_disconnected():
                return
            event = await run_in_threadpool(next, events, None)
    except QuestionError as error:
        yield _framed("error", {"detail": str(error)})
    except Exception:
        logger.exception("a stream could not be finished")
        yield _framed("error", {"detail": texts_in(language).error})
    finally:
        close = getattr(events, "close", None)
        if close:
            await run_in_threadpool(close)


def event_text(event: Event) -> str:
    """Return an event as it goes over the wire."""
    match event:
        case StatusEvent(text=text):
            return _framed("status", {"text": text})
        case PassagesEvent(passages=passages):
            return _framed("passages", [found_passage(passage) for passage in passages])
        case DeltaEvent(text=text):
            return _framed("delta", {"text": text})
        case AnswerEvent(answer=answer):
            return _framed("answer", asdict(answer))


def _framed(name: str, data: Any) -> str:  # noqa: ANN401 - any JSON
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

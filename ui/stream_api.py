"""The stream: an answer as server-sent events, ``status``, ``passages``, ``delta`` …, ``answer``, or ``error``."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import anyio
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.events import AnswerEvent, DeltaEvent, Event, PassagesEvent, StatusEvent
from index.manifest import SnapshotError
from ui.api import REFUSALS, AskRequest, found_passage
from ui.operation.stopping import SECONDS_TO_FINISH
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

    from starlette.types import Receive, Scope, Send

    from assistant.assistant import Assistant
    from corpus.document import Language
    from ui.operation.readiness import Readiness

# A proxy that buffers would hold the words back until the answer is whole.
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

_EVENT = {
    "type": "object",
    "properties": {
        "event": {"enum": ["status", "passages", "delta", "answer", "error"]},
        "data": {"type": "string", "description": "JSON; of the answer, the same as from /api/ask"},
    },
    "required": ["event", "data"],
}
_DESCRIBED = {
    "description": "Server-sent events: status, passages, delta (any number), answer; or error",
    "content": {"text/event-stream": {"schema": _EVENT}},
}

logger = logging.getLogger(__name__)


def create_stream_api(assistant: Assistant, readiness: Readiness) -> APIRouter:
    """Return the route that streams answers.

    Args:
        assistant: Who answers.
        readiness: Tells when the server stops; streams then end, each with its answer or with an error.
    """
    router = APIRouter()

    @router.post(
        "/api/ask/stream",
        summary="Ask a question, and get the answer as it comes",
        tags=["assistant"],
        response_class=StreamingResponse,
        responses={200: _DESCRIBED, **REFUSALS},
    )
    async def ask_stream(body: AskRequest) -> StreamingResponse:
        language: Language | None = None if body.language == "auto" else body.language
        left = threading.Event()
        events = assistant.stream(
            body.question,
            body.history,
            body.filters.to_filters(),
            language,
            left,
            reader_language=body.reader_language,
        )
        first = await run_in_threadpool(next, events)  # a question that cannot be asked is a 4xx, not a stream
        return _EventStream(_sent(first, events, language or body.reader_language, readiness), left, readiness)

    return router


class _EventStream(StreamingResponse):
    """Server-sent events; the thread that makes them is told when the reader has gone, also between two events."""

    media_type = "text/event-stream"

    def __init__(self, content: AsyncIterator[str], left: threading.Event, readiness: Readiness) -> None:
        super().__init__(content, headers=_HEADERS)
        self._left = left
        self._readiness = readiness

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Send until the events end or the reader has gone."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._watch, receive, tasks.cancel_scope)
            tasks.start_soon(self._end_in_time)
            await self.stream_response(send)
            tasks.cancel_scope.cancel()

    async def _watch(self, receive: Receive, sending: anyio.CancelScope) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._left.set()
        sending.cancel()

    async def _end_in_time(self) -> None:
        """When the server stops, give the answer a moment to be whole, then stop the work on it."""
        await self._readiness.until_stop()
        await anyio.sleep(SECONDS_TO_FINISH)
        self._left.set()


async def _sent(first: Event, events: Generator[Event], language: Language, readiness: Readiness) -> AsyncIterator[str]:
    event: Event | None = first
    whole = False
    try:
        while event is not None:
            yield event_text(event)
            whole = isinstance(event, AnswerEvent)
            event = await run_in_threadpool(next, events, None)
        if not whole and readiness.state == "stopping":
            yield _framed("error", {"detail": texts_in(SiteTexts, language).stopping})
    except Exception as error:  # the stream has begun, so that all that can be told now is an event
        logger.exception("a stream could not be finished")
        texts = texts_in(SiteTexts, language)
        detail = texts.unreachable if isinstance(error, SnapshotError) else texts.error
        yield _framed("error", {"detail": detail})


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

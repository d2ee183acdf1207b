"""The web app: API, source reader and page behind the guard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from ui.access import Access, controlled
from ui.api import create_api
from ui.editor.access import EditorAccess
from ui.editor.mount import mount_editor
from ui.feedback_api import create_feedback_api
from ui.guard import Guard
from ui.operation.admission import Admission
from ui.operation.operation import Operation
from ui.operation.probes import create_probes
from ui.operation.request_id import with_request_ids
from ui.operation.request_log import RequestLog, RouteNote
from ui.operation.stopping import EndAtStop
from ui.problems import install_problem_handlers
from ui.site.about import create_about
from ui.site.explore import create_explore
from ui.site.language_choice import create_language_choice
from ui.site.original import create_original
from ui.site.reader import create_reader
from ui.stream_api import create_stream_api
from ui.widget.assets import create_widget_assets
from ui.widget.embed import create_embed

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from assistant.assistant import Assistant
    from assistant.feedback import FeedbackStore
    from assistant.retention import Keeping
    from corpus.own.library import Library
    from ui.editor.desk import Desk

STATIC_DIR = Path(__file__).with_name("static")

# Gradio and the Hugging Face libraries would otherwise ask their makers' servers for news.
_SILENCE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def create_app(
    assistant: Assistant,
    *,
    feedback: FeedbackStore | None = None,
    unanswered: Keeping = "off",
    access: Access = Access(),  # noqa: B008 - a frozen value
    library: Library | None = None,
    editors: EditorAccess = EditorAccess(),  # noqa: B008 - a frozen value
    desk: Desk | None = None,
    operation: Operation | None = None,
) -> ASGIApp:
    """Return the whole app over an assistant.

    Args:
        assistant: Who answers.
        feedback: Where feedback is kept; none is taken if None.
        unanswered: What is kept of questions without an answer, for the page that tells of it.
        access: Which other sites may use it, and how much may be asked.
        library: The municipality's own documents, whose originals readers may open.
        editors: How editors are known; without a way in there is no page for them.
        desk: What editors work on.
        operation: How it is run; without limits if None.
    """
    operation = operation or Operation()
    os.environ.update(_SILENCE)
    from ui.chat.mount import mount_pages
    from ui.chat.preload import Preload

    app = FastAPI(
        title="Veikartassistenten",
        description="Cited answers about Norway's national smart-city roadmap.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the pages that draw the documentation load scripts from third parties
        redoc_url=None,
    )
    install_problem_handlers(app)
    app.include_router(create_api(assistant))
    app.include_router(create_stream_api(assistant, operation.readiness))
    app.include_router(create_probes(assistant, operation.readiness, operation.metrics, operation.metrics_from))
    app.include_router(create_reader(assistant, library))
    if library is not None:
        app.include_router(create_original(assistant, library))
    app.mount("/ressurser", StaticFiles(directory=STATIC_DIR), name="ressurser")
    if feedback is not None:
        app.include_router(create_feedback_api(feedback))
    app.include_router(create_widget_assets())
    app.include_router(create_embed(assistant))
    app.include_router(create_explore(assistant))
    app.include_router(create_about(assistant, keeps_unanswered=unanswered, keeps_feedback=feedback is not None))
    app.include_router(create_language_choice())
    if desk is not None:
        mount_editor(app, editors, desk)
    mount_pages(app, assistant, feedback)
    packed = GZipMiddleware(Preload(RouteNote(app)), minimum_size=1000, compresslevel=5)
    ending = EndAtStop(packed, operation.readiness)
    admitted = Admission(ending, operation.questions_at_once, operation.metrics.in_hand)
    guarded = Guard(controlled(admitted, access), frame_ancestors=access.embed_origins)
    return with_request_ids(RequestLog(guarded, operation.metrics.requests))

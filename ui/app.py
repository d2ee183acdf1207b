"""The web app: API, source reader and page behind the guard."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from ui.api import create_api
from ui.guard import Guard
from ui.problems import install_problem_handlers
from ui.reader import create_reader
from ui.stream_api import create_stream_api

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from assistant.assistant import Assistant

# Gradio and the Hugging Face libraries would otherwise ask their makers' servers for news.
_SILENCE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def create_app(assistant: Assistant) -> ASGIApp:
    """Return the whole app over an assistant."""
    os.environ.update(_SILENCE)
    from ui.page import STATIC_DIR, mount_page

    app = FastAPI(
        title="Veikartassistenten",
        description="Cited answers about Norway's national smart-city roadmap.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the pages that draw the documentation load scripts from third parties
        redoc_url=None,
    )
    install_problem_handlers(app)
    app.include_router(create_api(assistant))
    app.include_router(create_stream_api(assistant))
    app.include_router(create_reader(assistant))
    app.mount("/ressurser", StaticFiles(directory=STATIC_DIR), name="ressurser")
    mount_page(app, assistant)
    return Guard(app)

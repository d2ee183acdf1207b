"""Preloading: the page's own files are asked for first.

Gradio asks for its hundred files before it adds ours to the page. On a slow machine a link in the menu could be chosen
before the script that keeps it from opening in a new tab had come.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE = re.compile(r"/(nb|nn|en)/")
_FILES = (
    ("language.js", "script"),
    ("announce.js", "script"),
    ("chat.js", "script"),
    ("base.css", "style"),
    ("chat.css", "style"),
)
_LINK = ", ".join(f"<../ressurser/{name}>; rel=preload; as={kind}" for name, kind in _FILES).encode()


class Preload:
    """Names the page's own files in the page's headers (``Link: rel=preload``, RFC 8288).

    Args:
        app: The app.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the header if it is for the page."""
        if scope["type"] != "http" or not _PAGE.fullmatch(scope["path"].removeprefix(scope.get("root_path", ""))):
            await self.app(scope, receive, send)
            return

        async def with_link(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"link", _LINK)]}
            await send(message)

        await self.app(scope, receive, with_link)

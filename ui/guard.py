"""The guard: a pure ASGI middleware that lets only known paths and small bodies through, and sets safe headers.

Forms on the editor's page may be large; they are handed on as they come, and the page holds to limits of its own.

Gradio, mounted in another app, opens more than the page needs: file upload, serving of files, and trust in
forwarding headers that a client can forge. What is not on the list below is not reached.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import TYPE_CHECKING, Any

from ui.problems import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 64 * 1024

OWN_PATHS = re.compile(
    r"/(|api/[\w.-]+(/[\w.-]+)*|healthz|readyz|metrics|(kilde|original)/[\w%.-]+|utforsk|om|tilgjengelighet|sprak/\w+|eksport/[\w-]+|"
    r"ressurser/(icons/)?[\w.-]+|widget\.js|widget/[\w.-]+|embed|widget-demo)"
)
GRADIO_PATHS = re.compile(
    r"/(nb|nn|en)(/(|config|theme\.css|favicon\.ico|robots\.txt|(assets|static)/[\w./@+-]+|"
    r"gradio_api/(info|app_id|startup-events|queue/(join|data)|run/predict|cancel|theme\.css|heartbeat/\w+))/?)?"
)
EDITOR_PATHS = re.compile(r"/redaksjon(/[\w.-]+){0,3}", re.ASCII)
# What ``veikart eval`` has written is shown as it is, so no script or form in it may do anything.
_WRITTEN_PAGES = re.compile(r"/redaksjon/maalinger/[^/]+/[^/]+")
# Gradio's own files have a hash of their content in their names.
_UNCHANGING = re.compile(r"/(nb|nn|en)/assets/.+-[\w-]{8}\.\w+")
_FORGEABLE = frozenset({b"x-forwarded-host", b"x-gradio-server"})
_FILE_MARK = "gradio.FileData"

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_UNFRAMED = "'none'"


def _headers(policy: str, referrer: bytes = b"no-referrer") -> tuple[tuple[bytes, bytes], ...]:
    return ((b"content-security-policy", policy.encode()), (b"referrer-policy", referrer), *_HEADERS)


# With the referrer policy of the other pages, browsers would not tell where a form comes from.
_EDITOR_HEADERS = _headers(_POLICY.format(ancestors=_UNFRAMED), b"same-origin")
_WRITTEN_HEADERS = _headers(f"{_POLICY.format(ancestors=_UNFRAMED)}; sandbox", b"same-origin")


def content_security_policy(frame_ancestors: Sequence[str] = ()) -> str:
    """Return the policy of every page.

    Args:
        frame_ancestors: Sites that may show pages in a frame, beside the app itself.
    """
    return _POLICY.format(ancestors=" ".join(["'self'", *frame_ancestors]))


def is_own_path(prefix: str) -> bool:
    """Tell whether the app has pages of its own at or below the first part of a prefix, such as ``/nb``."""
    first = "/" + prefix.strip("/").partition("/")[0]
    return any(
        own.fullmatch(path)
        for own in (OWN_PATHS, GRADIO_PATHS, EDITOR_PATHS)
        for path in (first, f"{first}/", f"{first}/x")
    )


class BodyTooLargeError(Exception):
    """The request's body is larger than the limit."""


class Guard:
    """Wraps an app; see the module.

    Args:
        app: The app.
        max_body: Largest request body in bytes.
        frame_ancestors: Sites that may show pages in a frame, beside the app itself.
    """

    def __init__(self, app: ASGIApp, max_body: int = MAX_BODY, frame_ancestors: Sequence[str] = ()) -> None:
        self.app = app
        self.max_body = max_body
        self._page_headers = _headers(content_security_policy(frame_ancestors))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then pass it on or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The server puts the prefix in front of every path, as a proxy strips it; where the proxy keeps it, it is there
        # twice.
        root = scope.get("root_path", "")
        scope = {**scope, "path": scope["path"].replace(f"{root}{root}/", f"{root}/", 1)}
        path = scope["path"].removeprefix(root) or "/"
        send = _with_headers(send, self._headers_of(path))
        if _is_ambiguous(scope):
            response = problem(400, "Forespørselen sier på to måter hvor lang den er.")
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        if ".." in path or not any(known.fullmatch(path) for known in (OWN_PATHS, GRADIO_PATHS, EDITOR_PATHS)):
            await problem(404, "Denne siden finnes ikke.")(scope, receive, send)
            return
        if EDITOR_PATHS.fullmatch(path):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(receive)
        except BodyTooLargeError:
            detail = f"Forespørselen er større enn {self.max_body // 1024} kB. Kort den ned."
            await problem(413, detail)(scope, receive, send)
            return
        if "/gradio_api/" in path and holds_what_pages_never_send(body):
            await problem(400, "Filer og tegn som ikke er tekst, tas ikke imot her.")(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in _FORGEABLE]
        if _UNCHANGING.fullmatch(path):
            send = _kept_by_browser(send)
        await self.app({**scope, "headers": headers}, _replay(body, receive), send)

    def _headers_of(self, path: str) -> Sequence[tuple[bytes, bytes]]:
        if _WRITTEN_PAGES.fullmatch(path):
            return _WRITTEN_HEADERS
        return _EDITOR_HEADERS if EDITOR_PATHS.fullmatch(path) else self._page_headers

    async def _read(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return bytes(body)
            body += message.get("body", b"")
            if len(body) > self.max_body:
                raise BodyTooLargeError
            if not message.get("more_body"):
                return bytes(body)


def holds_what_pages_never_send(body: bytes) -> bool:
    """Tell whether a JSON body holds a reference to a file on the server, however it is escaped, or is no text."""
    if not body:
        return False
    try:
        return _is_foreign(json.loads(body, parse_constant=_refuse_constant))
    except (ValueError, RecursionError):
        return True


def _is_foreign(value: Any) -> bool:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return any(_is_foreign(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(map(_is_foreign, value))
    if isinstance(value, float):
        return not isfinite(value)
    if not isinstance(value, str):
        return False
    value.encode()  # half a surrogate pair is no text, and would be logged whole where it fails
    return _FILE_MARK in value


def _refuse_constant(name: str) -> float:
    msg = f"{name} is no JSON"
    raise ValueError(msg)


def _is_ambiguous(scope: Scope) -> bool:
    """Tell whether a request says its length in two ways, so that a proxy in front may see two where we see one."""
    names = {name.lower() for name, _ in scope["headers"]}
    return {b"content-length", b"transfer-encoding"} <= names


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body that was read on to the app, then wait for the client to leave."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _kept_by_browser(send: Send) -> Send:
    async def kept(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004 - OK
            fresh = (b"cache-control", b"public, max-age=31536000, immutable")
            others = [pair for pair in message["headers"] if pair[0].lower() != b"cache-control"]
            message = {**message, "headers": [*others, fresh]}
        await send(message)

    return kept


def _with_headers(send: Send, headers: Sequence[tuple[bytes, bytes]]) -> Send:
    names = {name for name, _ in headers}

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
            message = {**message, "headers": [*kept, *headers]}
        await send(message)

    return with_headers

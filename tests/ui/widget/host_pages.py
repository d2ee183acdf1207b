"""Host pages that a widget may meet, and a stand-in for servers of another age or in trouble."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ui.widget.assets import loader, parts

# What is inherited, said of everything; what is not, of the element that the widget stands in.
HOSTILE = """<style>
html { font-size: 62.5% }
* { font: italic 700 40px/3 serif !important; color: red !important; letter-spacing: 9px !important;
    word-spacing: 9px !important; text-transform: uppercase !important; text-align: right !important;
    text-indent: 3em !important; text-shadow: 2px 2px blue !important; display: inline !important;
    box-sizing: content-box !important; visibility: hidden !important; white-space: pre !important;
    cursor: none !important; hyphens: none !important; list-style: square !important; quotes: none !important;
    direction: rtl !important; pointer-events: none !important; user-select: none !important;
    -webkit-text-fill-color: red !important; border-collapse: collapse !important; background: yellow !important }
[data-veikart] { float: left !important; margin: 5em !important; padding: 3em !important; border: 9px solid !important;
    opacity: .2 !important; transform: rotate(9deg) !important; filter: blur(3px) !important; zoom: 3 !important;
    writing-mode: vertical-rl !important; width: 2px !important; height: 2px !important; overflow: hidden !important;
    transition: all 3s !important; contain: strict !important; clip-path: inset(50%) !important }
button, textarea, summary, mark, a, p { display: none !important }
</style>"""
NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }});
}
Object.defineProperty(document, 'cookie', {get() { throw new DOMException('no', 'SecurityError') }});
"""
OTHER_SCRIPTS = """
Object.prototype.extra = 'theirs';
Array.prototype.extra = () => 'theirs';
window.veikart = 'theirs';
window.onerror = () => true;
document.addEventListener('keydown', (event) => {
    if (!/TEXTAREA|INPUT/.test(event.target.tagName)) event.preventDefault(), window.shortcut = event.key;
});
"""
STRICT = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'self'; img-src 'self'"
STREAM = "text/event-stream"


def page_with(body: str, language: str = "nb") -> str:
    return (
        f'<!doctype html><html lang={language}><meta name="viewport" content="width=device-width">'
        f"<title>Intranett</title><body><main><h1>Intranett</h1>{body}</main>"
    )


def tag(address: str, **data: str) -> str:
    attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return f'<script src="{address}/widget.js"{attributes} defer></script>'


def event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


@dataclass
class Reply:
    """What the stand-in answers.

    Args:
        pieces: The body, in pieces.
        status: HTTP status.
        headers: More headers.
        pause: Seconds before the head and each piece.
        breaks: Whether the connection breaks off before the body's end.
    """

    pieces: Sequence[str] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    breaks: bool = False


@dataclass
class StandIn:
    """A server with the widget's real files whose API says what a test tells it to."""

    url: str
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)

    def streams(self, *pieces: str, **how: Any) -> None:
        self.replies["/api/ask/stream"] = Reply(pieces, **how)

    def takes_feedback(self, **how: Any) -> None:
        self.replies["/api/feedback"] = Reply(**how)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    api = StandIn(f"http://127.0.0.1:{server.server_address[1]}")
    server.api = api  # type: ignore[attr-defined] # the handler finds it there
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_OPTIONS(self) -> None:
        self._head(200, {"Access-Control-Allow-Headers": "content-type", "Content-Length": "0"})

    def do_GET(self) -> None:
        known = {f"/{part.address}": part.content for part in parts().values()}
        known |= {f"/widget/{part.name}": part.content for part in parts().values()}
        content = loader() if self.path == "/widget.js" else known.get(self.path, b"")
        kind = {"css": "text/css", "json": "application/json"}.get(self.path.rpartition(".")[2], "text/javascript")
        self._head(200 if content else 404, {"Content-Type": kind, "Content-Length": str(len(content))})
        self.wfile.write(content)

    def do_POST(self) -> None:
        api: StandIn = self.server.api  # type: ignore[attr-defined]
        api.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        reply = api.replies[self.path]
        length = {"Content-Length": "100000"} if reply.breaks else {}
        time.sleep(reply.pause)
        self._head(reply.status, {"Content-Type": STREAM, "Connection": "close", **length, **reply.headers})
        try:
            for piece in reply.pieces:
                time.sleep(reply.pause)
                self.wfile.write(piece.encode())
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            api.left.set()
        self.close_connection = True

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        shared = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "retry-after"}
        for name, value in {**shared, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

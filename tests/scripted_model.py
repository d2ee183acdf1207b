"""An OpenAI-compatible server that says what a test tells it to: well, badly, maliciously, slowly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does next.

    Args:
        pieces: The pieces that it streams.
        status: HTTP status; other than 200 it sends ``body`` instead.
        body: The body of an error, or of what is no stream.
        finish: Why it says that it stopped; None breaks the stream off.
        pause: Seconds before each piece.
        content_type: What it says that it sends.
    """

    pieces: Sequence[str] = ()
    status: int = 200
    body: str = ""
    finish: str | None = "stop"
    pause: float = 0.0
    content_type: str = "text/event-stream"


@dataclass
class ScriptedModel:
    """The server: its address, what it will say, and what it was asked."""

    url: str
    scripts: list[Script] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    sent: int = 0
    left: threading.Event = field(default_factory=threading.Event)

    def says(self, *pieces: str, **how: Any) -> None:
        self.scripts = [Script(pieces=pieces, **how)]

    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.asked[-1]["messages"])

    def next_script(self) -> Script:
        return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    """Serve on a free port of the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    model = ScriptedModel(f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.model = model  # type: ignore[attr-defined] # the handler finds it there
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        model: ScriptedModel = self.server.model  # type: ignore[attr-defined]
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model.asked.append(request)
        model.keys.append(self.headers.get("Authorization", ""))
        script = model.next_script()
        if script.status != 200 or script.body:
            self._send_whole(script)
        elif request.get("stream"):
            self._send_stream(script, model)
        else:
            whole = {"id": "x", "object": "chat.completion", "created": 0, "model": request["model"]}
            choice = {"index": 0, "message": {"role": "assistant", "content": "ja"}, "finish_reason": "stop"}
            self._send_whole(Script(body=json.dumps({**whole, "choices": [choice]}), content_type="application/json"))

    def _send_whole(self, script: Script) -> None:
        body = script.body.encode()
        self.send_response(script.status)
        self.send_header("Content-Type", script.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_stream(self, script: Script, model: ScriptedModel) -> None:
        self.send_response(200)
        self.send_header("Content-Type", script.content_type)
        self.end_headers()
        try:
            for piece in script.pieces:
                time.sleep(script.pause)
                self._send_chunk({"content": piece}, None)
                model.sent += 1
            if script.finish:
                self._send_chunk({}, script.finish)
                self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            model.left.set()

    def _send_chunk(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

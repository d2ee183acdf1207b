"""What checking costs a generated answer: ``python -m eval.bench.generation``.

A server of our own streams a fixed answer at once, so that all that is measured is ours: the time until the first
words are let out, and the time for each token beside that of reading the same stream without checking it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from time import perf_counter

import typer

from assistant.answering import passages_behind
from assistant.assistant import Assistant
from assistant.composition import compose
from assistant.events import AnswerEvent, DeltaEvent
from assistant.generation.chat_model import ChatModel, ChatModelSettings
from assistant.generation.prompt import make_messages
from assistant.generation.writer import Writer
from assistant.index_state import ready_snapshot
from assistant.question import understand
from assistant.retrieval import retrieve
from assistant.settings import load_settings
from index.model.embedder import load_embedder

_QUESTIONS = (
    "Hva kostet Orklandbadet?", "Hva er et klimabudsjett?", "Hva gikk Drammensmodellen ut på?",
    "Hvem kan hjelpe oss med åpne data?", "Hva er U4SSC?",
)  # fmt: skip
_ROUNDS = 5


def main() -> None:
    """Measure and print."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    snapshot = ready_snapshot(settings, embedder)
    with _served() as (url, answer):
        model = ChatModel(ChatModelSettings(url, "benk", "", 60, 1, 600))
        assistant = Assistant(snapshot, embedder, writer=Writer(model, 0.0))
        first, whole, plain, tokens = [], [], [], 0
        for question in _QUESTIONS * _ROUNDS:
            asked = understand(question)
            retrieval = retrieve(asked, snapshot.passages, embedder)
            passages = passages_behind(compose(retrieval, snapshot.passages), retrieval)
            answer[:] = _pieces(
                " ".join(f"{one.text.split('. ')[0].strip()} [{n}]." for n, one in enumerate(passages, 1))
            )
            tokens += len(answer)
            began = perf_counter()
            for _ in model.stream(make_messages(asked, passages)):
                pass
            plain.append(perf_counter() - began)
            first_seconds, seconds = _timed(assistant, question)
            first.append(first_seconds)
            whole.append(seconds)
    per_token = (sum(whole) - sum(plain)) / tokens * 1000
    typer.echo(f"{tokens} tokens in {len(whole)} answers")
    typer.echo(f"first words after      {median(first) * 1000:7.1f} ms (search and checking the first sentence)")
    typer.echo(f"whole answer           {median(whole) * 1000:7.1f} ms; the bare stream {median(plain) * 1000:.1f} ms")
    typer.echo(f"search and checking    {per_token:7.2f} ms a token")


def _timed(assistant: Assistant, question: str) -> tuple[float, float]:
    began = perf_counter()
    first = 0.0
    for event in assistant.stream(question):
        if isinstance(event, (DeltaEvent, AnswerEvent)) and not first:
            first = perf_counter() - began
    return first, perf_counter() - began


def _pieces(text: str) -> list[str]:
    """A text in pieces of about a token."""
    return [text[start : start + 4] for start in range(0, len(text), 4)]


@contextmanager
def _served() -> Iterator[tuple[str, list[str]]]:
    answer: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for piece, finish in [*((piece, None) for piece in answer), ("", "stop")]:
                choice = {"index": 0, "delta": {"content": piece}, "finish_reason": finish}
                chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", answer
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    typer.run(main)

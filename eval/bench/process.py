"""What whole processes cost: ``python -m eval.bench.process``.

Prints the cold start of ``veikart ask`` against a process that only imports sentence-transformers and loads the model,
and the memory of the server after a thousand questions.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request

import typer

from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from eval.bench.server import COMMAND, bench_server
from index.model.bundled import ensure_bundled_model
from index.model.embedder import load_embedder

_ROUNDS = 5
_QUESTIONS = 1000
_BARE = "from sentence_transformers import SentenceTransformer as S; S({folder!r}, device='cpu', local_files_only=True)"


def seconds(*arguments: str) -> float:
    """Return how long a Python process takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", *arguments], check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - began


def server_memory(questions: list[str]) -> tuple[float, float]:
    """Return the resident MB of a server when it is ready and after the questions (Linux)."""
    with bench_server() as server:
        before = server.megabytes()
        for number in range(_QUESTIONS):
            body = json.dumps({"question": questions[number % len(questions)]}).encode()
            request = urllib.request.Request(  # noqa: S310 - our own server
                f"{server.url}/api/ask", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request) as response:  # noqa: S310
                response.read()
        return before, server.megabytes()


def main() -> None:
    """Measure and print."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    documents = ready_snapshot(settings, embedder).passages.documents.values()
    bare = _BARE.format(folder=str(ensure_bundled_model(settings.data)))
    pairs = [(seconds(COMMAND, "ask", "Hva er en smart by?"), seconds(bare)) for _ in range(_ROUNDS)]
    ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    typer.echo(f"cold start  veikart ask {ours:.2f} s, bare import and model {floor:.2f} s: {ours / floor:.2f} x")
    before, after = server_memory([question for document in documents for question in document.questions])
    typer.echo(f"memory      server {before:.0f} MB when ready, {after:.0f} MB after {_QUESTIONS} questions")


if __name__ == "__main__":
    typer.run(main)

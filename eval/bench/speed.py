"""Speed inside one process, side by side: ``make bench`` or ``python -m eval.bench.speed``.

Prints how fast the texts are embedded against a plain ``SentenceTransformer.encode`` in float32 with default settings,
and how long a question takes by stage, with the bare model as the floor.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import typer

from assistant.assistant import Assistant
from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from index.model.bundled import ensure_bundled_model
from index.model.embedder import load_embedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.snapshot import HeldSnapshot

_PASSAGES = 256
_ROUNDS = 3
_QUESTIONS = 200


def rate(embed: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Return passages a second."""
    began = time.perf_counter()
    embed(texts)
    return len(texts) / (time.perf_counter() - began)


def latencies(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Return the milliseconds of each call."""
    found = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        found.append((time.perf_counter() - began) * 1000)
    return found


def describe(values: list[float]) -> str:
    """Return median and 95th percentile."""
    return f"p50 {statistics.median(values):6.1f} ms   p95 {statistics.quantiles(values, n=20)[-1]:6.1f} ms"


def sample(snapshot: HeldSnapshot) -> tuple[list[str], list[str]]:
    """Return passages, and questions that texts say they answer."""
    passages = snapshot.passages
    texts = [
        passages.documents[chunk.document_id].text[chunk.start : chunk.end] for chunk in passages.chunks[:_PASSAGES]
    ]
    questions = [question for document in passages.documents.values() for question in document.questions]
    return texts, questions[:: max(1, len(questions) // _QUESTIONS)][:_QUESTIONS]


def main() -> None:
    """Measure and print."""
    from sentence_transformers import SentenceTransformer

    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    plain = SentenceTransformer(
        str(ensure_bundled_model(settings.data)), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"}
    )
    snapshot = ready_snapshot(settings, embedder)
    assistant = Assistant(snapshot, embedder)
    texts, questions = sample(snapshot)
    pairs = [
        (
            rate(embedder.embed_passages, texts),
            rate(lambda some: plain.encode(list(some), show_progress_bar=False), texts),
        )
        for _ in range(_ROUNDS)
    ]
    ours, reference = (statistics.median(column) for column in zip(*pairs, strict=True))
    typer.echo(
        f"indexing    {embedder.precision} {ours:.0f} passages/s, float32 {reference:.0f}: {ours / reference:.2f} x"
    )
    bare = latencies(lambda question: embedder.embed_queries([question]), questions)
    search = latencies(assistant.search, questions)
    whole = latencies(assistant.ask, questions)
    floor = statistics.median(bare)
    typer.echo(f"model only  {describe(bare)}")
    typer.echo(f"search      {describe(search)}   {statistics.median(search) / floor:.2f} x model only")
    typer.echo(f"answer      {describe(whole)}   {statistics.median(whole) / floor:.2f} x model only")


if __name__ == "__main__":
    typer.run(main)

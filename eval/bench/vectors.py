"""The graph index against exact search: ``python -m eval.bench.vectors``.

Embedding 50,000 real passages takes an hour here, so vectors are drawn around the texts' own sentences: each is a
sentence's vector with noise that leaves a cosine of about 0.9, as near-alike sentences have.
"""

from __future__ import annotations

import time

import numpy as np
import typer
from numpy.typing import NDArray

from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from index.dense import EXACT_UNDER, DenseIndex
from index.model.embedder import load_embedder

_QUERIES = 200
_NOISE = 0.48
_TOP = 10


def main(size: int = EXACT_UNDER) -> None:
    """Measure recall@10 and time a query, side by side."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    passages = ready_snapshot(settings, embedder).passages
    random = np.random.default_rng(7)
    seeds = np.asarray(passages.sentence_vectors, np.float32)
    vectors = _unit(_around(seeds[random.integers(len(seeds), size=size)], random))
    questions = [question for document in passages.documents.values() for question in document.questions]
    queries = embedder.embed_queries(questions[:: max(1, len(questions) // _QUERIES)][:_QUERIES])
    exact = DenseIndex.build(vectors, exact_under=size + 1)
    began = time.perf_counter()
    graph = DenseIndex.build(vectors, exact_under=1)
    typer.echo(f"{size} vectors; the graph is built in {time.perf_counter() - began:.0f} s")
    recalls, times = [], {"exact": 0.0, "graph": 0.0}
    for query in queries:
        found = {}
        for name, index in (("exact", exact), ("graph", graph)):
            began = time.perf_counter()
            found[name] = set(index.search(query, _TOP)[0].tolist())
            times[name] += time.perf_counter() - began
        recalls.append(len(found["exact"] & found["graph"]) / _TOP)
    per_query = {name: 1000 * seconds / len(queries) for name, seconds in times.items()}
    typer.echo(
        f"recall@10 {np.mean(recalls):.3f}; a query takes {per_query['graph']:.2f} ms against "
        f"{per_query['exact']:.2f} ms exactly ({per_query['graph'] / per_query['exact']:.2f} x)"
    )


def _around(vectors: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    noise = random.normal(size=vectors.shape).astype(np.float32)
    return vectors + _NOISE * _unit(noise)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)


if __name__ == "__main__":
    typer.run(main)

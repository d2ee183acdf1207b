"""The dense index as the program builds it, against exact search: ``python -m eval.bench.vectors``.

Other kinds at other sizes are compared by ``eval/bench/scale.py``, with vectors made in the same way.
"""

from __future__ import annotations

import time

import numpy as np
import typer

from assistant.settings import load_settings
from eval.bench.scale_vectors import Seeds
from index.dense import DenseIndex
from index.dense_kinds import EXACT_UNDER
from index.snapshot import load_snapshot

_QUERIES = 500
_TOP = 10


def main(size: int = EXACT_UNDER) -> None:
    """Measure recall@10, and time a search and the scores of all, side by side."""
    seeds = Seeds.of(load_snapshot(load_settings().settings.index_folder).passages)
    vectors = np.concatenate(list(seeds.stream(size)))
    began = time.perf_counter()
    chosen = DenseIndex.build(vectors, exact_under=min(size, EXACT_UNDER))
    typer.echo(f"{size} vectors; the index is built in {time.perf_counter() - began:.0f} s")
    exact = DenseIndex.build(vectors, exact_under=size + 1)
    recalls = []
    times: dict[str, list[float]] = {"chosen": [], "exact": [], "chosen, all scores": []}
    for query in seeds.asked(_QUERIES):
        found = {}
        for name, index in (("exact", exact), ("chosen", chosen)):
            began = time.perf_counter()
            found[name] = set(index.search(query, _TOP)[0].tolist())
            times[name].append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        chosen.scores(query)
        times["chosen, all scores"].append(1000 * (time.perf_counter() - began))
        recalls.append(len(found["exact"] & found["chosen"]) / _TOP)
    typer.echo(f"recall@10 {np.mean(recalls):.3f}")
    for name, values in times.items():
        typer.echo(f"{name:20} p50 {np.median(values):7.2f} ms   p95 {np.percentile(values, 95):7.2f} ms")


if __name__ == "__main__":
    typer.run(main)

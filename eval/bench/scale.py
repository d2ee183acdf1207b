"""How search by vectors grows: ``make bench-scale`` or ``python -m eval.bench.scale``.

For each size and kind of index: how long it takes to build, what it takes on disk and in memory, how long a search
takes, and how many of the ten nearest it finds. Each cell is built in a process of its own. Searches are timed in
rounds: a part of the queries with each kind in turn, so that whatever else the machine does meets all kinds alike.

Vectors are made around those of the index in the data folder (``eval/bench/scale_vectors.py``). What is built in a
folder that is named stays there, and is not built again.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer

from assistant.settings import Settings, load_settings
from eval.bench.scale_cell import Built, Round, alone, build, find_truth, index_path, measure
from eval.bench.scale_curve import draw_scale
from eval.bench.scale_kinds import RECIPES, vector_bytes
from eval.bench.scale_milvus import MILVUS_TYPES
from eval.bench.scale_vectors import BLOCK, Seeds, embed_seeds, likeness
from index.embedding_cache import EmbeddingCache
from index.model.embedder import load_embedder
from index.snapshot import load_snapshot

_SIZES = [10_000, 100_000, 1_000_000]
_KINDS = [*RECIPES, *MILVUS_TYPES]
_QUERIES = 1_000
_ROUNDS = 2
_SEED_TEXTS = 700


@dataclass(frozen=True)
class Cell:
    """A line of the table.

    Args:
        chunks: How many vectors.
        kind: The kind of index.
        build: Seconds that building took.
        build_cpu: Seconds of computing in it.
        peak: Most memory while building, in MB.
        disk: The file, in MB.
        held: Memory that the loaded index takes, in MB.
        vectors: Of that, what the vectors themselves take; 0 where it is not known.
        effort: efSearch or nprobe.
        recall: Of the ten nearest.
        p50: Median of a search for ten, in ms.
        p95: Its 95th percentile.
        cpu: Computing in it, in ms on average.
        many_p95: 95th percentile of a search for a thousand.
        asked: How many searches were timed.
    """

    chunks: int
    kind: str
    build: float
    build_cpu: float
    peak: float
    disk: float
    held: float
    vectors: float
    effort: int
    recall: float
    p50: float
    p95: float
    cpu: float
    many_p95: float
    asked: int

    def as_row(self) -> str:
        """Return it as a line of the table."""
        return (
            f"{self.chunks:8d} {self.kind:20} {self.build:8.0f} {self.build_cpu:8.0f} {self.peak:8.0f} "
            f"{self.disk:8.0f} {self.held:8.0f} {self.vectors:8.0f} {self.effort:6d} {self.recall:7.3f} "
            f"{self.p50:8.2f} {self.p95:8.2f} {self.cpu:8.2f} {self.many_p95:9.2f} {self.asked:6d}"
        )


HEADING = (
    f"{'chunks':>8} {'kind':20} {'build s':>8} {'cpu s':>8} {'peak MB':>8} {'disk MB':>8} {'held MB':>8} "
    f"{'vectors':>8} {'effort':>6} {'recall':>7} {'p50 ms':>8} {'p95 ms':>8} {'cpu ms':>8} {'p95 1000':>9} {'asked':>6}"
)


def prepare(folder: Path, sizes: list[int], texts: Path | None) -> None:
    """Write the vectors, the queries and what exact search finds, unless they are there; tell how alike they are."""
    settings = load_settings().settings
    seeds = Seeds.of(load_snapshot(settings.index_folder).passages)
    if texts:
        seeds = seeds.joined(_embedded(settings, texts))
    typer.echo(f"made around {len(seeds.entries)} real entries and {len(seeds.questions)} real questions")
    typer.echo(f"{'cosines, p5 / p50 / p95':26} {'real':>21} {'made':>21}")
    for name, real, made in likeness(seeds):
        typer.echo(f"{name:26} {_three(real):>21} {_three(made):>21}")
    vectors = folder / "vectors.f32"
    if not vectors.exists() or vectors.stat().st_size < max(sizes) * seeds.entries.shape[1] * 4:
        np.save(folder / "queries.npy", seeds.asked(_QUERIES))
        with vectors.open("wb") as stream:
            for block in seeds.stream(max(sizes)):
                block.tofile(stream)
    if not all((folder / f"truth-{size}.npy").exists() for size in sizes):
        find_truth(folder, sizes)


def built(kind: str, size: int, folder: Path) -> Built:
    """Build an index in a process of its own, unless it is there."""
    record = index_path(kind, size, folder).with_suffix(".json")
    if not record.exists():
        record.write_text(json.dumps(asdict(alone(build, kind, size, folder))), "utf-8")
    return Built(**json.loads(record.read_text("utf-8")))


def measured(kinds: list[str], size: int, folder: Path) -> Iterator[Cell]:
    """Build every kind at a size, then search them all in turn, round by round."""
    made: dict[str, Built] = {}
    for kind in kinds:
        try:
            made[kind] = built(kind, size, folder)
        except BrokenProcessPool:
            typer.echo(f"{size:8d} {kind:20} was killed while it was built")
    rounds: dict[str, list[Round]] = {kind: [] for kind in made}
    each = _QUERIES // _ROUNDS
    for number in range(_ROUNDS):
        part = slice(number * each, (number + 1) * each)
        for kind, earlier in rounds.items():
            known = (earlier[0].effort, earlier[0].recall) if earlier else None
            earlier.append(alone(measure, kind, size, folder, part, known))
    for kind, found in rounds.items():
        yield _cell(kind, size, made[kind], found)


def _cell(kind: str, size: int, made: Built, rounds: list[Round]) -> Cell:
    few = [time for one in rounds for time in one.few]
    many = [time for one in rounds for time in one.many]
    return Cell(
        size,
        kind,
        made.seconds,
        made.cpu,
        made.peak,
        made.disk,
        max(one.held for one in rounds),
        vector_bytes(kind) * size / 1e6 if kind in RECIPES else 0.0,
        rounds[0].effort,
        rounds[0].recall,
        statistics.median(few),
        float(np.percentile(few, 95)),
        statistics.mean(one.cpu for one in rounds),
        float(np.percentile(many, 95)),
        len(few),
    )


def _embedded(settings: Settings, texts: Path) -> Seeds:
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    return embed_seeds(texts, EmbeddingCache(settings.data / "scale-embeddings.sqlite", embedder), _SEED_TEXTS)


def _three(values: list[float]) -> str:
    return " / ".join(f"{value:.3f}" for value in values)


@contextmanager
def _kept_in(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with TemporaryDirectory() as temporary:
        yield Path(temporary)


def main(  # noqa: PLR0917 - Typer calls with keywords
    chunks: Annotated[list[int] | None, typer.Option(help="A size; may be said again.")] = None,
    kinds: Annotated[list[str] | None, typer.Option(help="A kind; may be said again.")] = None,
    texts: Annotated[Path | None, typer.Option(help="A retrieval set in BEIR's layout, for more real vectors.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where vectors and indexes are kept.")] = None,
    picture: Annotated[Path | None, typer.Option(help="SVG file for the curve.")] = None,
    results: Annotated[Path | None, typer.Option("--json", help="JSON file for the figures.")] = None,
) -> None:
    """Measure and print."""
    sizes, kinds = sorted(chunks or _SIZES), kinds or _KINDS
    if any(size % BLOCK for size in sizes) or not set(kinds) <= set(_KINDS):
        msg = f"sizes are multiples of {BLOCK}; kinds are {', '.join(_KINDS)}"
        raise typer.BadParameter(msg)
    cells: list[Cell] = []
    with _kept_in(folder) as kept:
        prepare(kept, sizes, texts)
        typer.echo(f"\n{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} over five minutes\n\n{HEADING}")
        for size in sizes:
            for cell in measured(kinds, size, kept):
                typer.echo(cell.as_row())
                cells.append(cell)
    typer.echo(f"load {os.getloadavg()[1]:.1f} over five minutes")
    if results:
        results.write_text(json.dumps([asdict(cell) for cell in cells], indent=1), "utf-8")
    if picture and len(sizes) > 1:
        picture.write_text(draw_scale([(cell.kind, cell.chunks, cell.cpu, cell.held) for cell in cells]), "utf-8")


if __name__ == "__main__":
    typer.run(main)

"""What each step and leg of search is worth: ``python -m eval.ablation sets.jsonl … [--beir FOLDER --beir-split dev]``.

Prints hit@1, hit@5 and nDCG@10 with 95 % intervals for the whole search, without each step and leg, and by each leg
alone. Only answerable questions count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.index_state import ready_snapshot
from assistant.question import understand
from assistant.retrieval import retrieve
from assistant.settings import load_settings
from eval.beir import read_beir
from eval.metrics import ranking_values
from eval.observer import ranked_documents
from eval.question_set import RIGHT, read_questions
from eval.record import Record
from eval.summary import group
from index.builder import build_passage_index
from index.embedding_cache import EmbeddingCache
from index.model.embedder import Embedder, load_embedder
from index.passages import PassageIndex
from index.steps import LEGS, STEPS

_METRICS = ("hit@1", "hit@5", "nDCG@10")
_PASSAGES = 200

Asked = tuple[str, Sequence[str], dict[str, int]]


def measure(
    asked: Sequence[Asked], index: PassageIndex, embedder: Embedder, without: Collection[str], right: int
) -> str:
    """Return one row of the table.

    Args:
        asked: Question, earlier questions and grades, for each.
        index: Where to search.
        embedder: The model that it was made with.
        without: Steps and legs that are switched off.
        right: Lowest grade that counts as right.
    """
    records = []
    for number, (question, earlier, relevant) in enumerate(asked):
        found = retrieve(understand(question, earlier), index, embedder, k=_PASSAGES, without=without)
        ranking = ranked_documents(found.passages)
        values = ranking_values(ranking, relevant, right)
        records.append(
            Record(
                id=str(number), question=question, groups={}, relevant=relevant, ranking=ranking[:10], passages=(),
                values=values, milliseconds={},
            )
        )  # fmt: skip
    figures = group(records)
    cells = []
    for name in _METRICS:
        low, high = figures["intervals"][name]
        cells.append(f"{figures[name]:.3f} ({low:.3f}–{high:.3f})")
    return "".join(f"{cell:>24}" for cell in cells)


def main(
    questions: Annotated[list[Path] | None, typer.Argument(help="Question sets over the texts.")] = None,
    beir: Annotated[Path | None, typer.Option(help="A set in BEIR's layout.")] = None,
    split: Annotated[str, typer.Option(help="Only this split of the question sets.")] = "",
    beir_split: Annotated[str, typer.Option(help="Only this split of the BEIR set.")] = "",
) -> None:
    """Measure and print a table for each set."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    for path in questions or ():
        rows = [row for row in read_questions(path, index.documents, split=split) if row.relevant]
        asked: list[Asked] = [(row.question, row.earlier, dict(row.relevant)) for row in rows]
        _table(path.name, asked, lambda a, w: measure(a, index, embedder, w, RIGHT))
    if beir:
        found = read_beir(beir, split=beir_split)
        cache = EmbeddingCache(settings.data / "eval-embeddings.sqlite", embedder)
        indexed = build_passage_index(found.documents, embedder, cache=cache, sentences=False)
        judged: list[Asked] = [(query.question, (), query.relevant) for query in found.queries]
        _table(beir.name, judged, lambda a, w: measure(a, indexed, embedder, w, 1))


def _table(name: str, asked: Sequence[Asked], row: Callable[[Sequence[Asked], Collection[str]], str]) -> None:
    typer.echo(f"\n{name}, {len(asked)} questions\n{'':<26}" + "".join(f"{metric:>24}" for metric in _METRICS))
    typer.echo(f"{'everything':<26}{row(asked, ())}")
    for step in STEPS:
        typer.echo(f"{'without ' + step:<26}{row(asked, (step,))}")
    for leg in LEGS:
        typer.echo(f"{'only ' + leg:<26}{row(asked, [other for other in LEGS if other != leg])}")


if __name__ == "__main__":
    typer.run(main)

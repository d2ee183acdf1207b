"""Fit the weights of search's legs: ``python -m eval.fit_search sets.jsonl … [--beir FOLDER --beir-split train]``.

Draws weights at random, scores each by the mean of hit@1, hit@5 and nDCG@10, and keeps the mean of the best draws,
which wavers less than the best alone. Rows that are held out are left out. Writes ``index/search_weights.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from assistant.index_state import ready_snapshot
from assistant.query import make_query
from assistant.question import understand
from assistant.settings import load_settings
from eval.beir import read_beir
from eval.question_set import RIGHT, read_questions
from index.builder import build_passage_index
from index.embedding_cache import EmbeddingCache
from index.fusion import stretch
from index.legs import leg_scores
from index.model.embedder import Embedder, load_embedder
from index.passages import PassageIndex
from index.search_weights import WEIGHTS_FILE, Tongue, load_search_weights
from index.steps import LEGS

_DRAWS = 400
_KEPT = 20
_SEED = 20190813
_DEPTH = 10
_BEIR_QUERIES = 400
_BEIR_SHARE = 0.2  # of the objective: the texts are what is served, the BEIR set keeps plain documents findable


@dataclass(frozen=True)
class FitRow:
    """One question with what each leg gives.

    Args:
        legs: Stretched scores, shape ``(legs, chunks)``.
        grades: Grade of each document, shape ``(documents,)``.
        right: Lowest grade that counts as right.
        starts: First chunk of each document.
    """

    legs: NDArray[np.float32]
    grades: NDArray[np.int64]
    right: int
    starts: NDArray[np.int64]

    def score(self, weights: NDArray[np.float64]) -> float:
        """Return the mean of hit@1, hit@5 and nDCG@10."""
        documents = np.maximum.reduceat(weights @ self.legs, self.starts)
        ranked = self.grades[np.argsort(-documents, kind="stable")[:_DEPTH]]
        discounts = 1 / np.log2(np.arange(2, _DEPTH + 2))
        ideal = np.sort(self.grades)[::-1][:_DEPTH]
        ndcg = (ranked * discounts[: len(ranked)]).sum() / (ideal * discounts[: len(ideal)]).sum()
        hits = ranked >= self.right
        return float((float(hits[0]) + float(hits[:5].any()) + ndcg) / 3)


def rows_of(
    asked: Sequence[tuple[str, Sequence[str], dict[str, int]]], index: PassageIndex, embedder: Embedder, right: int
) -> dict[Tongue, list[FitRow]]:
    """Return the questions by tongue.

    Args:
        asked: Question, earlier questions and grades.
        index: Where to search.
        embedder: The model that it was made with.
        right: Lowest grade that counts as right.
    """
    rows: dict[Tongue, list[FitRow]] = {"norwegian": [], "english": []}
    starts = np.flatnonzero(np.r_[True, index.owners[1:] != index.owners[:-1]])
    for question, earlier, relevant in asked:
        understood = understand(question, earlier)
        query = make_query(understood, index, embedder).query
        readable = index.readable(understood.language)
        legs = leg_scores(index, query, load_search_weights())
        stretched = [stretch(np.where(readable[index.owners], legs[leg], -np.inf)) for leg in LEGS]
        grades = [relevant.get(one.translation_of or one.id, 0) for one in index.documents.values()]
        graded = np.where(readable, np.array(grades), 0)
        rows[query.tongue].append(FitRow(np.array(stretched, np.float32), graded, right, starts))
    return rows


def fit(texts: Sequence[FitRow], plain: Sequence[FitRow]) -> tuple[NDArray[np.float64], float]:
    """Return the weights and how well they do.

    Args:
        texts: Questions over texts that state questions of their own.
        plain: Questions over documents that do not.
    """

    def objective(weights: NDArray[np.float64]) -> float:
        over_texts = float(np.mean([row.score(weights) for row in texts]))
        if not plain:
            return over_texts
        return (1 - _BEIR_SHARE) * over_texts + _BEIR_SHARE * float(np.mean([row.score(weights) for row in plain]))

    draws = np.random.default_rng(_SEED).dirichlet(np.full(len(LEGS), 1.5), _DRAWS)
    scored = sorted(draws, key=objective, reverse=True)
    best = np.mean(scored[:_KEPT], axis=0)
    return best / best.sum(), objective(best)


def main(
    questions: Annotated[list[Path], typer.Argument(help="Question sets over the texts.")],
    beir: Annotated[Path | None, typer.Option(help="A set in BEIR's layout.")] = None,
    beir_split: Annotated[str, typer.Option(help="Only this split of the BEIR set.")] = "",
) -> None:
    """Fit, say how well, and write the weights."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    sets = [row for path in questions for row in read_questions(path, index.documents)]
    asked = [(row.question, row.earlier, dict(row.relevant)) for row in sets if row.relevant and row.split != "holdout"]
    over_texts = rows_of(asked, index, embedder, RIGHT)
    plain: list[FitRow] = []
    if beir:
        found = read_beir(beir, split=beir_split)
        cache = EmbeddingCache(settings.data / "eval-embeddings.sqlite", embedder)
        indexed = build_passage_index(found.documents, embedder, cache=cache, sentences=False)
        step = max(1, len(found.queries) // _BEIR_QUERIES)
        judged = [(query.question, (), query.relevant) for query in found.queries[::step]]
        plain = rows_of(judged, indexed, embedder, 1)["norwegian"]
    values = asdict(load_search_weights())
    for tongue, beside in (("norwegian", plain), ("english", [])):
        rows = over_texts[tongue]  # type: ignore[index]
        weights, score = fit(rows, beside)
        before = float(np.mean([row.score(np.array([values[tongue][leg] for leg in LEGS])) for row in rows]))
        typer.echo(f"{tongue}: {len(rows)} questions, {score:.3f}; the weights in use give {before:.3f} over the texts")
        values[tongue] = {leg: round(float(weight), 3) for leg, weight in zip(LEGS, weights, strict=True)}
    WEIGHTS_FILE.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"wrote {WEIGHTS_FILE}")


if __name__ == "__main__":
    typer.run(main)

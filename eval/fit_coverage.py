"""Fit the coverage models on question sets: ``python -m eval.fit_coverage questions.jsonl …``.

Writes ``assistant/coverage.json`` and prints what ten-fold cross-validation says of it. The threshold is the highest
one at which at most a given share of the answerable questions is refused. The model for documents that say of no
question is fitted over the same texts with their questions taken away.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.commands import is_command
from assistant.coverage import COVERAGE_FILE
from assistant.coverage_signals import BARE_SIGNALS, SIGNALS, bare_signals, coverage_signals
from assistant.index_state import ready_snapshot
from assistant.question import understand
from assistant.retrieval import Retrieval, retrieve
from assistant.settings import load_settings
from eval.question_set import QuestionRow, read_questions
from index.builder import build_passage_index
from index.model.embedder import Embedder, load_embedder
from index.passages import PassageIndex

Signals = Callable[[Retrieval, PassageIndex], NDArray[np.float64]]

_FOLDS = 10
_REPEATS = 8
_STRENGTH = 0.3  # of the weights; signals lean on one another


def collect_signals(
    rows: list[QuestionRow], index: PassageIndex, embedder: Embedder, signals_of: Signals
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the signals of each question and whether it is covered; commands are refused without them.

    Returns:
        Signals, shape ``(questions, signals)``, and labels, shape ``(questions,)``.
    """
    asked = [row for row in rows if not is_command(row.question)]
    signals = [signals_of(retrieve(understand(row.question, row.earlier), index, embedder), index) for row in asked]
    return np.stack(signals), np.array([not row.refuse for row in asked])


def out_of_fold(signals: NDArray[np.float64], covered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each question's probability by models that have not seen it, averaged over several splits."""
    total = np.zeros(len(covered))
    for seed in range(_REPEATS):
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
        total += cross_val_predict(_model(), signals, covered, cv=folds, method="predict_proba")[:, 1]
    return total / _REPEATS


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", C=_STRENGTH))


def main(
    questions: Annotated[list[Path], typer.Argument(help="Question sets; rows that are held out are left out.")],
    false_refusals: Annotated[float, typer.Option(help="Largest share of answerable questions refused.")] = 0.04,
    bare_false_refusals: Annotated[float, typer.Option(help="The same where a document states no questions.")] = 0.1,
) -> None:
    """Fit, say how well, and write the weights."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    rows = [row for path in questions for row in read_questions(path, index.documents) if row.split != "holdout"]
    stripped = [replace(document, questions=()) for document in index.documents.values()]
    bare = build_passage_index(stripped, embedder, sentences=False)
    fitted = {}
    for kind, names, signals_of, searched, most in (
        ("with_questions", SIGNALS, coverage_signals, index, false_refusals),
        ("bare", BARE_SIGNALS, bare_signals, bare, bare_false_refusals),
    ):
        typer.echo(f"{kind}:")
        signals, covered = collect_signals(rows, searched, embedder, signals_of)
        fitted[kind] = {"signals": names, **_fitted(signals, covered, most)}
    COVERAGE_FILE.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    typer.echo(f"wrote {COVERAGE_FILE}")


def _fitted(signals: NDArray[np.float64], covered: NDArray[np.bool_], false_refusals: float) -> dict[str, Any]:
    """Fit one model, and say how well it does on questions that it has not seen."""
    probabilities = out_of_fold(signals, covered)
    threshold = float(np.quantile(probabilities[covered], false_refusals))
    refused = probabilities < threshold
    area = roc_auc_score(covered, probabilities)
    typer.echo(f"{covered.sum()} answerable, {(~covered).sum()} to refuse; area under the curve {area:.3f}")
    typer.echo(
        f"refused rightly {refused[~covered].mean():.3f}, wrongly {refused[covered].mean():.3f} at {threshold:.3f}"
    )
    scaler, regression = (step for _, step in _model().fit(signals, covered).steps)
    return {
        "means": scaler.mean_.round(5).tolist(),
        "scales": scaler.scale_.round(5).tolist(),
        "weights": regression.coef_[0].round(4).tolist(),
        "bias": round(float(regression.intercept_[0]), 4),
        "threshold": round(threshold, 4),
    }


if __name__ == "__main__":
    typer.run(main)

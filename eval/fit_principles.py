"""Fit the principle model on question sets: ``python -m eval.fit_principles questions.jsonl …``.

Writes ``assistant/principles.json`` and prints precision, recall and F1 by cross-validation for some thresholds. The
one with the best F1 is chosen among those precise enough: a principle too many costs trust, one too few costs a line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from assistant.index_state import ready_snapshot
from assistant.principles import MAX_PRINCIPLES, NUMBERS, PRINCIPLES_FILE, SIGNALS, principle_signals
from assistant.question import understand
from assistant.retrieval import retrieve
from assistant.settings import load_settings
from eval.question_set import QuestionRow, read_questions
from index.model.embedder import Embedder, load_embedder
from index.passages import PassageIndex

_FOLDS = 10
_STRENGTH = 0.3
_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)
_PRECISE = 0.85

Signals = NDArray[np.float64]
Flags = NDArray[np.bool_]


def collect(rows: Sequence[QuestionRow], index: PassageIndex, embedder: Embedder) -> list[tuple[Signals, Flags]]:
    """Return signals, shape ``(8, signals)``, and which principles are central, shape ``(8,)``, for each question."""
    found = []
    for row in rows:
        if row.principles and len(row.principles) < len(NUMBERS):
            retrieval = retrieve(understand(row.question, row.earlier), index, embedder)
            found.append((principle_signals(retrieval, index), np.isin(NUMBERS, row.principles)))
    return found


def out_of_fold(examples: Sequence[tuple[Signals, Flags]]) -> list[NDArray[np.float64]]:
    """Return each question's probabilities by models that have not seen it."""
    probabilities: list[NDArray[np.float64]] = [np.zeros(len(NUMBERS))] * len(examples)
    for train, test in KFold(_FOLDS, shuffle=True, random_state=0).split(np.arange(len(examples))):
        model = _fitted([examples[place] for place in train])
        for place in test:
            probabilities[place] = model.predict_proba(examples[place][0])[:, 1]
    return probabilities


def measured(
    probabilities: Sequence[NDArray[np.float64]], examples: Sequence[tuple[Signals, Flags]],
    threshold: float, share: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Return mean precision, recall and F1 over the questions."""
    rows = []
    for one, (_, central) in zip(probabilities, examples, strict=True):
        order = np.argsort(-one, kind="stable")[:MAX_PRINCIPLES]
        named = [order[0], *(place for place in order[1:] if one[place] >= max(threshold, share * one[order[0]]))]
        right = central[named].sum()
        precision, recall = right / len(named), right / central.sum()
        rows.append((precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0))
    means = np.mean(rows, axis=0)
    return float(means[0]), float(means[1]), float(means[2])


def _fitted(examples: Sequence[tuple[Signals, Flags]]) -> LogisticRegression:
    signals = np.concatenate([one for one, _ in examples])
    return LogisticRegression(C=_STRENGTH).fit(signals, np.concatenate([central for _, central in examples]))


def main(
    questions: Annotated[list[Path], typer.Argument(help="Question sets over the texts; holdouts are left out.")],
) -> None:
    """Fit, print what cross-validation says, and write the model."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    rows = [row for path in questions for row in read_questions(path, index.documents) if row.split != "holdout"]
    examples = collect(rows, index, embedder)
    probabilities = out_of_fold(examples)
    table = {
        (threshold, share): measured(probabilities, examples, threshold, share)
        for threshold in _THRESHOLDS
        for share in _SHARES
    }
    for (threshold, share), (precision, recall, f1) in table.items():
        typer.echo(f"threshold {threshold:.2f} share {share:.1f}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    precise = {key: figures for key, figures in table.items() if figures[0] >= _PRECISE} or table
    threshold, share = max(precise, key=lambda key: precise[key][2])
    model = _fitted(examples)
    fitted = {
        "signals": SIGNALS,
        "weights": [round(float(one), 4) for one in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 4),
        "threshold": threshold,
        "share": share,
    }
    PRINCIPLES_FILE.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    typer.echo(f"{len(examples)} questions; wrote {PRINCIPLES_FILE.name} with threshold {threshold}, share {share}")


if __name__ == "__main__":
    typer.run(main)

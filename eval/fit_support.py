"""Fit the score of the check of written sentences: ``python -m eval.fit_support``.

Writes ``assistant/generation/support_weights.yaml``. Before that it prints how the check judges each set of pairs when
it is fitted on the others: the figures that tell of a hand that it has not seen. The rules that stop a sentence without
a score are the same throughout. The threshold is the lowest one at which enough of what is kept is supported, by
cross-validation over the documents.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import typer
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.generation.score import SIGNALS, WEIGHTS_FILE, SupportWeights, Weights, read_weights
from assistant.generation.support import Evidence, SupportChecker
from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from eval.support import EXTRA_FILES, SET_FILES, Pair, Table, evidence_of, read_pairs
from index.model.embedder import load_embedder

_FOLDS = 6
_STRENGTH = 1.0  # of the weights; signals lean on one another
_BEYOND_THE_PASSAGE = ("unsupported", "added", "unrelated")  # what the score is for; the rest is stopped by rules

Held = tuple[Pair, Evidence]


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH))


def _values(held: list[Held]) -> NDArray[np.float64]:
    return np.array([[evidence.signals[name] for name in SIGNALS] for _, evidence in held])


def fit(held: list[Held], precision: float) -> dict[str, Any]:
    """Fit a model and return it as it is kept.

    Args:
        held: Pairs of one kind, own or foreign, each held against its passage.
        precision: Least share of the kept ones that is to be supported.
    """
    told = [one for one in held if one[0].supported or one[0].case in _BEYOND_THE_PASSAGE]
    values, supported = _values(told), np.array([pair.supported for pair, _ in told])
    documents = [pair.document for pair, _ in told]
    predicted = cross_val_predict(
        _model(), values, supported, groups=documents, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    scaler, regression = (step for _, step in _model().fit(values, supported).steps)
    columns = (scaler.mean_, scaler.scale_, regression.coef_[0])
    model = {
        "signals": {name: [round(float(column[place]), 4) for column in columns] for place, name in enumerate(SIGNALS)},
        "bias": round(float(regression.intercept_[0]), 4),
        "threshold": 0.0,
    }
    # The contradicted ones that the rules let through count too; the model has not seen them.
    others = [one for one in held if not one[0].supported and one[0].case not in _BEYOND_THE_PASSAGE]
    weights = _weights(model)
    surely = [*predicted, *(weights.probability(evidence.signals) for _, evidence in others)]
    stopped = [evidence.fault is not None for _, evidence in [*told, *others]]
    right = np.array([*supported, *([False] * len(others))])
    model["threshold"] = round(_threshold(np.where(stopped, 0.0, surely), right, precision), 4)
    return model


def _weights(model: dict[str, Any]) -> Weights:
    return read_weights({"own": model, "foreign": model}).own


def _threshold(surely: NDArray[np.float64], supported: NDArray[np.bool_], precision: float) -> float:
    """The lowest probability from which enough of what is kept is supported."""
    order = np.argsort(-surely)
    kept_right = np.cumsum(supported[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((kept_right >= precision) & (surely[order] > 0))
    return float(surely[order][enough.max()]) if len(enough) else 1.0


def fit_both(held: list[Held], precision: float) -> dict[str, Any]:
    """Fit the models of sentences in the language of their place and in another."""
    return {
        name: fit([one for one in held if one[1].is_foreign is is_foreign], precision)
        for name, is_foreign in (("own", False), ("foreign", True))
    }


def left_out(held: dict[Path, list[Held]], precision: float) -> Table:
    """Judge each set by what was fitted on the others."""
    table = Table()
    for path in SET_FILES:
        weights = read_weights(
            fit_both([one for other, pairs in held.items() if other != path for one in pairs], precision)
        )
        for pair, evidence in held[path]:
            table.add(path.stem, pair, kept=_keeps(weights, evidence))
    return table


def _keeps(weights: SupportWeights, evidence: Evidence) -> bool:
    model = weights.foreign if evidence.is_foreign else weights.own
    return evidence.fault is None and model.probability(evidence.signals) >= model.threshold


def main(precision: float = 0.97) -> None:
    """Fit, say how well, and write the weights."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    checker = SupportChecker(index, embedder)
    held = {
        path: [(pair, evidence_of(pair, checker, index)) for pair in read_pairs(path)]
        for path in (*SET_FILES, *EXTRA_FILES)
    }
    typer.echo("each set by what was fitted on the others")
    typer.echo(left_out(held, precision).text())
    fitted = fit_both([one for pairs in held.values() for one in pairs], precision)
    WEIGHTS_FILE.write_text(yaml.safe_dump(fitted, sort_keys=False, width=120), encoding="utf-8")
    typer.echo(f"wrote {WEIGHTS_FILE}")


if __name__ == "__main__":
    typer.run(main)

"""The figures of a run: every metric over all questions and by group, with bootstrap intervals and latency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.metrics import METRICS
from eval.record import Record

UNCERTAIN_BELOW = 40
_RESAMPLES = 1000
_INTERVAL = (2.5, 97.5)
_SEED = 20190813  # fixed, so that the same records give the same intervals
_DIGITS = 4

Group = dict[str, Any]


def summarize(records: Sequence[Record]) -> dict[str, Any]:
    """Return the figures of a run.

    Args:
        records: All its questions.

    Returns:
        ``overall`` and ``by.<field>.<value>``, each a group with ``n``, a mean by metric (None where no question of the
        group says anything), ``counts`` (how many questions each mean stands on), ``intervals`` (95 % by bootstrap),
        and latency in milliseconds.
    """
    by: dict[str, dict[str, Group]] = {}
    for field in dict.fromkeys(field for record in records for field in record.groups):
        values = sorted({record.groups[field] for record in records if field in record.groups})
        by[field] = {value: group([one for one in records if one.groups.get(field) == value]) for value in values}
    return {"overall": group(records), "by": by}


def group(records: Sequence[Record]) -> Group:
    """Return the figures of some questions; see :func:`summarize`."""
    table = {name: np.array([one.values.get(name, np.nan) for one in records], float) for name in METRICS}
    known = {name: values for name, values in table.items() if not np.isnan(values).all()}
    weights = _resamples(len(records)) if known else np.zeros((0, 0))
    return {
        "n": len(records),
        **{name: _mean(values) for name, values in table.items()},
        **_latency(records),
        "counts": {name: int((~np.isnan(values)).sum()) for name, values in known.items()},
        "intervals": {name: _interval(values, weights) for name, values in known.items()},
    }


def _mean(values: NDArray[np.float64]) -> float | None:
    return None if np.isnan(values).all() else round(float(np.nanmean(values)), _DIGITS)


def _resamples(count: int) -> NDArray[np.float64]:
    """How often each question is drawn in each resample, shape ``(resamples, count)``."""
    return np.random.default_rng(_SEED).multinomial(count, np.full(count, 1 / count), _RESAMPLES).astype(float)


def _interval(values: NDArray[np.float64], weights: NDArray[np.float64]) -> list[float]:
    """Bootstrap interval of the mean over the questions that have a value (Efron and Tibshirani 1993)."""
    has_value = ~np.isnan(values)
    drawn = weights @ has_value
    sums = weights @ np.where(has_value, values, 0.0)
    means = sums[drawn > 0] / drawn[drawn > 0]
    return [round(float(edge), _DIGITS) for edge in np.percentile(means, _INTERVAL)]


def _latency(records: Sequence[Record]) -> dict[str, Any]:
    stages = dict.fromkeys(stage for one in records for stage in one.milliseconds)
    found = {}
    for stage in stages:
        times = [one.milliseconds[stage] for one in records if stage in one.milliseconds]
        found[stage] = [round(float(value), 1) for value in np.percentile(times, (50, 95))]
    total = found.get("total", [None, None])
    return {
        "latency_p50_ms": total[0],
        "latency_p95_ms": total[1],
        "latency_by_stage_ms": {stage: {"p50": p50, "p95": p95} for stage, (p50, p95) in found.items()},
    }

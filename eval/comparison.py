"""Compare two runs over the same questions: what got better and worse, whether it may be chance, and which flipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import permutation_test

from eval.metrics import METRICS, Metric
from eval.run_folder import RunFolderError
from eval.summary import UNCERTAIN_BELOW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eval.record import Record
    from eval.run_folder import RunFolder

SIGNIFICANT = 0.05
_RESAMPLES = 9999
_BATCH = 500
_SEED = 20190813
_OUTCOMES = ("hit@1", "must", "refusal_recall", "false_refusal")
_GROUPED_BY = ("lang", "kind")


@dataclass(frozen=True)
class MetricChange:
    """One metric in two runs.

    Args:
        metric: Which.
        group: Which questions: ``alle``, or ``kind = fakta`` and the like.
        n: How many questions have the metric in both runs.
        before: Mean in the first run over those.
        after: Mean in the second.
        wins: Questions that got better.
        ties: Questions with no change.
        losses: Questions that got worse.
        p: Chance of a difference this large if the runs were alike, by a paired randomisation test (Fisher 1935).
    """

    metric: Metric
    group: str
    n: int
    before: float
    after: float
    wins: int
    ties: int
    losses: int
    p: float

    @property
    def uncertain(self) -> bool:
        """Whether it stands on too few questions for a claim."""
        return self.n < UNCERTAIN_BELOW

    @property
    def significant(self) -> bool:
        """Whether it is hardly chance, on enough questions."""
        return not self.uncertain and self.p < SIGNIFICANT


@dataclass(frozen=True)
class Flip:
    """A question whose outcome changed.

    Args:
        before: Its record in the first run.
        after: Its record in the second.
        better: Metrics that went from wrong to right.
        worse: Metrics that went from right to wrong.
    """

    before: Record
    after: Record
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side."""

    first: RunFolder
    second: RunFolder
    changes: tuple[MetricChange, ...]
    flips: tuple[Flip, ...]


def compare(first: RunFolder, second: RunFolder) -> Comparison:
    """Compare two finished runs.

    Raises:
        RunFolderError: If they are not over the same questions.
    """
    for field in ("kind", "question_set_hash", "split"):
        if getattr(first.config, field) != getattr(second.config, field):
            sets = " og ".join(f"{run.config.question_set} ({run.config.questions})" for run in (first, second))
            msg = f"kjøringene er over ulike spørsmål ({sets}, ulik {field}) og kan ikke sammenlignes"
            raise RunFolderError(msg)
    after = {record.id: record for record in second.records}
    pairs = [(record, after[record.id]) for record in first.records]
    changes = list(_changes("alle", pairs))
    for field in _GROUPED_BY:
        for value in sorted({one.groups[field] for one, _ in pairs if field in one.groups}):
            changes += _changes(f"{field} = {value}", [pair for pair in pairs if pair[0].groups.get(field) == value])
    flips = [flip for pair in pairs if (flip := _flip(*pair))]
    flips.sort(key=lambda flip: (not flip.worse, flip.before.id))
    return Comparison(first, second, tuple(changes), tuple(flips))


def _changes(group: str, pairs: Sequence[tuple[Record, Record]]) -> list[MetricChange]:
    changes = []
    for name, metric in METRICS.items():
        both = [(a.values[name], b.values[name]) for a, b in pairs if name in a.values and name in b.values]
        if both:
            before, after = np.array(both, float).T
            changes.append(_change(metric, group, before, after))
    return changes


def _change(metric: Metric, group: str, before: NDArray[np.float64], after: NDArray[np.float64]) -> MetricChange:
    gain = (after - before) * (-1 if metric.better == "lower" else 1)
    return MetricChange(
        metric=metric,
        group=group,
        n=len(before),
        before=float(before.mean()),
        after=float(after.mean()),
        wins=int((gain > 0).sum()),
        ties=int((gain == 0).sum()),
        losses=int((gain < 0).sum()),
        p=randomisation_test(before, after),
    )


def randomisation_test(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Return the two-sided p of the mean difference of pairs, by swapping pairs at random.

    Args:
        before: Figures of the first run, shape ``(questions,)``.
        after: Figures of the second for the same questions.
    """
    # Questions that did not change say nothing of the sign, and swapping them changes nothing.
    changed = before != after
    if changed.sum() < 2:  # noqa: PLR2004 - one change is as likely up as down
        return 1.0
    found = permutation_test(
        (after[changed] - before[changed],),
        lambda difference, axis: difference.sum(axis=axis),
        permutation_type="samples",
        n_resamples=_RESAMPLES,
        batch=_BATCH,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)


def _flip(before: Record, after: Record) -> Flip | None:
    better: list[str] = []
    worse: list[str] = []
    for name in _OUTCOMES:
        one, other = before.values.get(name), after.values.get(name)
        if one is not None and other is not None and one != other:
            improved = other < one if METRICS[name].better == "lower" else other > one
            (better if improved else worse).append(name)
    return Flip(before, after, tuple(better), tuple(worse)) if better or worse else None

"""Charts as values that the report's templates draw as SVG; each has a table that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.metrics import METRICS
from eval.summary import UNCERTAIN_BELOW

if TYPE_CHECKING:
    from eval.record import Record

_POSITIONS = 10
_BINS = 10


@dataclass(frozen=True)
class Bar:
    """A bar of a chart.

    Args:
        label: What it stands for.
        share: Its length as a share of the chart's width, 0 to 1.
        text: Its value in words.
        low: Lower end of its interval, as a share; None without one.
        high: Upper end.
        uncertain: Whether it stands on too few questions for a claim.
    """

    label: str
    share: float
    text: str
    low: float | None = None
    high: float | None = None
    uncertain: bool = False


@dataclass(frozen=True)
class BarChart:
    """Bars with a title."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class CalibrationPoint:
    """Questions to which the assistant gave about the same probability.

    Args:
        confidence: Mean probability that the collection covers them.
        covered: Share of them that it does cover.
        n: How many.
    """

    confidence: float
    covered: float
    n: int


def interval_bars(name: str, field: str, groups: Mapping[str, Mapping[str, Any]]) -> BarChart:
    """Return a metric by group, with intervals."""
    bars = []
    for value, group in groups.items():
        if group[name] is not None:
            low, high = group["intervals"][name]
            count = group["counts"][name]
            bars.append(Bar(value, group[name], f"{group[name]:.2f} (n={count})", low, high, count < UNCERTAIN_BELOW))
    return BarChart(f"{name} etter {field}: {METRICS[name].explanation}", tuple(bars))


def first_hits(records: Sequence[Record]) -> BarChart:
    """Return at which position the first right document stands, for questions that have one."""
    counts: Counter[int] = Counter()
    for record in records:
        if "MRR@10" in record.values:
            reciprocal = record.values["MRR@10"]
            counts[round(1 / reciprocal) if reciprocal else 0] += 1
    largest = max(counts.values(), default=1)
    positions = [*range(1, _POSITIONS + 1), 0]
    return BarChart(
        "Plassen til første riktige dokument",
        tuple(Bar(str(at) if at else "senere", counts[at] / largest, str(counts[at])) for at in positions),
    )


def calibration(records: Sequence[Record]) -> tuple[CalibrationPoint, ...]:
    """Return how often the collection covers what the assistant thought it covers, in ten equal steps."""
    binned: dict[int, list[tuple[float, bool]]] = {}
    for record in records:
        if record.answer is not None and record.refuse is not None:
            confidence = float(record.answer["confidence"])
            binned.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, not record.refuse))
    return tuple(
        CalibrationPoint(
            sum(confidence for confidence, _ in pairs) / len(pairs),
            sum(covered for _, covered in pairs) / len(pairs),
            len(pairs),
        )
        for _, pairs in sorted(binned.items())
    )


def latency_bars(stages: Mapping[str, Mapping[str, float]]) -> BarChart:
    """Return the 95th percentile of each stage, with the median in words."""
    longest = max((times["p95"] for times in stages.values()), default=0.0) or 1.0
    return BarChart(
        "Svartid etter trinn, 95-prosentil",
        tuple(
            Bar(stage, times["p95"] / longest, f"p50 {times['p50']:.0f} ms, p95 {times['p95']:.0f} ms")
            for stage, times in stages.items()
        ),
    )

"""Figures as text tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from eval.metrics import METRICS
from eval.summary import UNCERTAIN_BELOW

if TYPE_CHECKING:
    from eval.comparison import Comparison, MetricChange

_GROUP_COLUMNS = ("hit@1", "hit@5", "nDCG@10", "must", "principle_f1", "refusal_recall", "false_refusal")
_GROUPED_BY = ("lang", "style", "kind", "avvis_type", "split")
_SHOWN_FLIPS = 20


def format_summary(summary: Mapping[str, Any]) -> str:
    """Return the figures of a run: all metrics over all questions, and the main ones by group."""
    overall = summary["overall"]
    lines = [f"{overall['n']} spørsmål", "", f"{'':<24}{'verdi':>8}  {'95 %':<16}{'n':>5}"]
    for name in METRICS:
        if overall[name] is not None:
            low, high = overall["intervals"][name]
            lines.append(_metric_line(name, overall[name], f"{low:.3f}–{high:.3f}", overall["counts"][name]))
    lines.append(f"{'svartid p50 / p95':<24}{overall['latency_p50_ms']:>8} / {overall['latency_p95_ms']} ms")
    columns = [name for name in _GROUP_COLUMNS if overall[name] is not None]
    for field in _GROUPED_BY:
        if field in summary["by"]:
            lines += ["", f"{field:<18}{'n':>5}" + "".join(f"{name:>15}" for name in columns)]
            lines += [_group_line(value, group, columns) for value, group in summary["by"][field].items()]
    return "\n".join(lines)


def format_comparison(comparison: Comparison) -> str:
    """Return what changed between two runs, and the questions that flipped."""
    lines = [f"{'':<24}{'n':>5}{'før':>8}{'etter':>8}{'bedre':>7}{'likt':>6}{'verre':>7}{'p':>8}"]
    overall = [change for change in comparison.changes if change.group == "alle"]
    lines += [_change_line(change) for change in overall]
    grouped = [change for change in comparison.changes if change.group != "alle" and change.before != change.after]
    if grouped:
        lines += ["", "Endringer i grupper:"]
        lines += [
            f"  {change.group:<24}" + _change_line(change) for change in grouped if change.metric.name in _GROUP_COLUMNS
        ]
    lines += ["", f"{len(comparison.flips)} spørsmål skiftet utfall:"]
    for flip in comparison.flips[:_SHOWN_FLIPS]:
        what = [*(f"tapte {name}" for name in flip.worse), *(f"vant {name}" for name in flip.better)]
        lines.append(f"  {flip.before.id}: {', '.join(what)}: {flip.before.question}")
    if len(comparison.flips) > _SHOWN_FLIPS:
        lines.append(f"  … og {len(comparison.flips) - _SHOWN_FLIPS} til; se siden")
    return "\n".join(lines)


def _metric_line(name: str, value: float, interval: str, count: int) -> str:
    uncertain = "  usikkert" if count < UNCERTAIN_BELOW else ""
    return f"{name:<24}{value:>8.3f}  {interval:<16}{count:>5}{uncertain}"


def _group_line(value: str, group: Mapping[str, Any], columns: list[str]) -> str:
    cells = "".join(f"{_cell(group, name):>15}" for name in columns)
    return f"  {value:<16}{group['n']:>5}{cells}{'  usikkert' if group['n'] < UNCERTAIN_BELOW else ''}"


def _cell(group: Mapping[str, Any], name: str) -> str:
    if group[name] is None:
        return "–"
    if group["counts"][name] < UNCERTAIN_BELOW:
        low, high = group["intervals"][name]
        return f"{low:.2f}–{high:.2f}"
    return f"{group[name]:.3f}"


def _change_line(change: MetricChange) -> str:
    verdict = "  usikkert" if change.uncertain else "  *" if change.significant else ""
    return (
        f"{change.metric.name:<24}{change.n:>5}{change.before:>8.3f}{change.after:>8.3f}"
        f"{change.wins:>7}{change.ties:>6}{change.losses:>7}{change.p:>8.3f}{verdict}"
    )

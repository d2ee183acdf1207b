"""The gate: no figure may fall under a baseline by more than it tolerates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.metrics import METRICS
from eval.run_folder import RunFolderError

DEFAULT_TOLERANCE = 0.01
_TOLERATED_QUESTIONS = 1.5  # another processor's rounding may flip a question


def fallen(summary: Mapping[str, Any], baseline: Mapping[str, Any]) -> list[str]:
    """Return a line for each figure that fell.

    Args:
        summary: The figures of a run.
        baseline: The figures to hold: a run's ``summary.json``, or any part of one, with an optional ``tolerance``.

    Raises:
        RunFolderError: If the baseline is of another question set, or holds no figure that can fall.
    """
    _require_same_set(summary, baseline)
    lines = []
    checked = 0
    for name, group in _groups(baseline):
        found = dict(_groups(summary)).get(name, {})
        for metric in METRICS.values():
            held = group.get(metric.name)
            if held is None or metric.better == "neither":
                continue
            checked += 1
            reached = found.get(metric.name)
            count = found.get("counts", {}).get(metric.name) or 0
            tolerated = max(baseline.get("tolerance", DEFAULT_TOLERANCE), _TOLERATED_QUESTIONS / count if count else 0)
            if reached is None:
                lines.append(f"{name} {metric.name}: {held:.3f} → måles ikke lenger")
            elif (held - reached if metric.better == "higher" else reached - held) > tolerated:
                lines.append(f"{name} {metric.name}: {held:.3f} → {reached:.3f} (tåler {tolerated:.3f}, n={count})")
    if not checked:
        msg = "terskelfilen har ingen tall som kan falle; bruk summary.json fra en kjøring"
        raise RunFolderError(msg)
    return lines


def _groups(summary: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "overall", summary["overall"]
    for field, values in summary.get("by", {}).items():
        for value, group in values.items():
            yield f"by.{field}.{value}", group


def _require_same_set(summary: Mapping[str, Any], baseline: Mapping[str, Any]) -> None:
    held, found = baseline.get("run"), summary.get("run")
    if held and found:
        for field in ("question_set_hash", "split", "kind"):
            if held.get(field) != found.get(field):
                msg = f"terskelen er fra et annet sett ({held.get('question_set')}, ulik {field}); lag en ny terskelfil"
                raise RunFolderError(msg)

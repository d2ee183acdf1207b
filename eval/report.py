"""The report of a run and of a comparison: one page each, whole in itself, for reading, filtering and printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from eval.charts import BarChart, calibration, first_hits, interval_bars, latency_bars
from eval.metrics import ANSWERS, METRICS, RETRIEVAL
from eval.summary import UNCERTAIN_BELOW

if TYPE_CHECKING:
    from eval.comparison import Comparison
    from eval.provenance import RunConfig
    from eval.record import Record

_TEMPLATES = Path(__file__).parent / "templates"
_CHARTED = ("hit@1", "nDCG@10", "must", "principle_f1", "refusal_recall", "false_refusal")
_CHARTED_BY = ("lang", "kind", "style", "avvis_type", "split")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals.update(uncertain_below=UNCERTAIN_BELOW, metrics=METRICS)
    return environment


def render_report(config: RunConfig, summary: Mapping[str, Any], records: Sequence[Record]) -> str:
    """Return the page of a run.

    Args:
        config: What it was made with.
        summary: Its figures.
        records: Its questions.
    """
    answers = config.kind == "answers"
    return (
        _environment()
        .get_template("report.html")
        .render(
            config=config,
            overall=summary["overall"],
            by=summary["by"],
            shown_metrics=[*RETRIEVAL, *(ANSWERS if answers else ())],
            charts=_charts(summary["by"]),
            first_hits=first_hits(records),
            calibration=calibration(records) if answers else None,
            latency=latency_bars(summary["overall"]["latency_by_stage_ms"]),
            records=[(record, faults_of(record)) for record in records],
        )
    )


def _charts(by: Mapping[str, Mapping[str, Any]]) -> list[BarChart]:
    """A chart for each metric and field that has something to compare."""
    charts = [interval_bars(name, field, by[field]) for name in _CHARTED for field in _CHARTED_BY if field in by]
    return [chart for chart in charts if len(chart.bars) > 1]


def render_comparison(comparison: Comparison) -> str:
    """Return the page of a comparison."""
    return _environment().get_template("comparison.html").render(comparison=comparison)


def faults_of(record: Record) -> tuple[str, ...]:
    """Return what is wrong with a question's outcome, in words an editor understands.

    Example:
        >>> from eval.record import Record
        >>> faults_of(Record(id="1", question="?", groups={}, relevant={"a": 2}, ranking=(), passages=(),
        ...                  values={"hit@5": 0.0}, milliseconds={}))
        ('riktig tekst ikke blant de fem første',)
    """
    named = {
        "hit@5": (0.0, "riktig tekst ikke blant de fem første"),
        "must": (0.0, "svaret mangler noe det skulle ha"),
        "refusal_recall": (0.0, "skulle vært avvist"),
        "false_refusal": (1.0, "avvist uten grunn"),
    }
    return tuple(text for name, (wrong, text) in named.items() if record.values.get(name) == wrong)

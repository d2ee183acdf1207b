"""Evaluation runs: those that lie in a folder, with their figures and their report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fastapi.responses import FileResponse, Response
from pydantic import ValidationError

from eval.charts import BarChart, interval_bars
from eval.metrics import METRICS
from eval.provenance import RunConfig
from eval.run_folder import RunFolderError, read_summary
from ui.editor.gate import NotHereError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

LISTED = ("hit@1", "hit@5", "nDCG@10", "must", "refusal_recall", "false_refusal")
_NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)
_PLOTS = {".svg": "image/svg+xml", ".png": "image/png"}
_REPORT = "report.html"


@dataclass(frozen=True)
class Run:
    """A run of ``veikart eval``.

    Args:
        name: Its folder's name.
        config: What it was made with.
        overall: Its figures; empty while it is not finished.
        charts: Its main figures by kind of question, to be drawn.
        plots: Names of the images in its folder.
        has_report: Whether it has a report.
    """

    name: str
    config: RunConfig
    overall: dict[str, Any]
    charts: tuple[BarChart, ...]
    plots: tuple[str, ...]
    has_report: bool

    @property
    def created(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.config.created)

    @property
    def figures(self) -> list[tuple[str, str, str, str]]:
        """Name, value, interval and number of questions of each figure that it has."""
        counts, intervals = self.overall.get("counts", {}), self.overall.get("intervals", {})
        return [
            (name, self.figure(name), _interval(intervals.get(name)), str(counts.get(name, "")))
            for name in METRICS
            if isinstance(self.overall.get(name), int | float)
        ]

    def figure(self, name: str) -> str:
        """Return a figure, or nothing if it was not measured."""
        value = self.overall.get(name)
        return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else ""


def create_runs(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes of the runs."""
    folder = desk.settings.eval_folder

    def listed(visit: Visit) -> Response:
        runs, faults = find_runs(folder)
        return visit.page("editor_runs.html", runs=runs, faults=faults, folder=folder, listed=LISTED)

    def one(visit: Visit) -> Response:
        run = _read(_folder_of(folder, visit))
        return visit.page("editor_run.html", run=run, metrics=METRICS, report=_REPORT)

    def file(visit: Visit) -> Response:
        path = _folder_of(folder, visit) / visit.part("file")
        if path.name != _REPORT and path.suffix not in _PLOTS:
            raise NotHereError
        if not path.is_file() or path.is_symlink():
            raise NotHereError
        kind = _PLOTS.get(path.suffix, "text/html; charset=utf-8")
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-store"})

    return [
        gate.page("/maalinger", listed),
        gate.page("/maalinger/{run}", one),
        gate.page("/maalinger/{run}/{file}", file),
    ]


def find_runs(folder: Path) -> tuple[list[Run], list[str]]:
    """Return the runs in a folder, newest first, and what is wrong with those that cannot be read."""
    runs, faults = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not (path / "config.json").is_file() or path.is_symlink():
            continue
        try:
            runs.append(_read(path))
        except RunFolderError as error:
            faults.append(str(error).partition("\n")[0])
    return sorted(runs, key=lambda run: run.config.created, reverse=True), faults


def _read(path: Path) -> Run:
    summary = read_summary(path / "summary.json") if (path / "summary.json").is_file() else {}
    plots = sorted(one.name for one in path.iterdir() if one.suffix in _PLOTS and _NAME.fullmatch(one.name))
    overall, charts = summary.get("overall", {}), _charts(summary.get("by", {}))
    return Run(path.name, _config(path), overall, charts, tuple(plots), (path / _REPORT).is_file())


def _charts(by: dict[str, Any]) -> tuple[BarChart, ...]:
    """A chart for each main figure and way of grouping that has something to compare."""
    try:
        charts = [interval_bars(name, field, groups) for name in LISTED for field, groups in by.items()]
    except (KeyError, TypeError, ValueError) as error:
        msg = f"tallene etter gruppe er fra en annen utgave ({type(error).__name__}); kjør settet på nytt"
        raise RunFolderError(msg) from error
    return tuple(chart for chart in charts if len(chart.bars) > 1)


def _config(path: Path) -> RunConfig:
    try:
        return RunConfig.model_validate_json((path / "config.json").read_bytes())
    except (OSError, ValidationError) as error:
        msg = f"{path.name}: config.json er skadet eller fra en annen utgave; kjør settet på nytt"
        raise RunFolderError(msg) from error


def _folder_of(folder: Path, visit: Visit) -> Path:
    """The folder of a run that is in the list."""
    name = visit.part("run")
    path = folder / name
    if not _NAME.fullmatch(name) or path.is_symlink() or not (path / "config.json").is_file():
        raise NotHereError
    return path


def _interval(value: Any) -> str:  # noqa: ANN401 - any JSON
    return f"{value[0]:.3f}–{value[1]:.3f}" if isinstance(value, list) and len(value) == 2 else ""  # noqa: PLR2004

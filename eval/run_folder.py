"""A run on disk: ``config.json``, ``per_question.jsonl`` and, once finished, ``summary.json`` and ``report.html``.

A question's record is written as soon as it is measured. A run that was killed goes on where it was: a torn last line
is dropped, and the questions before it are not asked again. A folder that holds something else is never touched.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.provenance import RUN_FORMAT, RunConfig
from eval.record import Record


class RunFolderError(ValueError):
    """A run folder cannot be used; the message is one line with the remedy."""


class RunFolder:
    """A folder that holds one run.

    Args:
        path: The folder.
        config: What the run is made with.
        records: The questions measured so far.
    """

    def __init__(self, path: Path, config: RunConfig, records: list[Record]) -> None:
        self.path = path
        self.config = config
        self.records = records

    @classmethod
    def start(cls, path: Path, config: RunConfig) -> RunFolder:
        """Begin a run in a new or empty folder, or go on with the same run.

        Raises:
            RunFolderError: If the folder holds something else, or cannot be written.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            held = {one.name for one in path.iterdir()}
            if not held:
                write_whole(path / "config.json", config.model_dump_json(indent=1))
                return cls(path, config, [])
        except OSError as error:
            msg = f"{path}: kan ikke skrive resultatene: {error.strerror}; velg en annen mappe med --out"
            raise RunFolderError(msg) from error
        if "config.json" not in held:
            msg = f"{path}: mappen er ikke tom og holder ingen kjøring; velg en annen mappe med --out"
            raise RunFolderError(msg)
        begun = _read_config(path)
        if begun.identity != config.identity:
            changed = ", ".join(name for name, value in config.identity.items() if begun.identity[name] != value)
            msg = f"{path}: mappen holder en annen kjøring (ulik {changed}); velg en annen mappe med --out"
            raise RunFolderError(msg)
        return cls(path, begun, _read_records(path, mend=True))

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Read a finished run.

        Raises:
            RunFolderError: If there is none, it is not finished, or it is of an older version.
        """
        config = _read_config(path)
        if not (path / "summary.json").is_file():
            msg = f"{path}: kjøringen er ikke ferdig; kjør den samme kommandoen på nytt, så fortsetter den"
            raise RunFolderError(msg)
        return cls(path, config, _read_records(path, mend=False))

    @property
    def summary(self) -> dict[str, Any]:
        """The figures of a finished run."""
        return read_summary(self.path / "summary.json")

    def append(self, record: Record) -> None:
        """Write a question's record."""
        with (self.path / "per_question.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(record.model_dump_json() + "\n")
        self.records.append(record)

    def finish(self, summary: dict[str, Any], report: str) -> None:
        """Write the figures and the report."""
        write_whole(self.path / "report.html", report)
        write_whole(self.path / "summary.json", json.dumps(summary, indent=1, ensure_ascii=False))


def read_summary(path: Path) -> dict[str, Any]:
    """Read figures.

    Raises:
        RunFolderError: If the file is missing or holds no figures.
    """
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{path}: kan ikke leses som resultater: {error}"
        raise RunFolderError(msg) from error
    if not isinstance(summary, dict) or not isinstance(summary.get("overall"), dict):
        msg = f"{path}: mangler 'overall'; bruk summary.json fra en kjøring"
        raise RunFolderError(msg)
    return summary


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    beside = path.with_name(f".{path.name}")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def _read_config(path: Path) -> RunConfig:
    try:
        raw = json.loads((path / "config.json").read_text(encoding="utf-8"))
        found = raw.get("format")
        if found == RUN_FORMAT:
            return RunConfig.model_validate(raw)
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        msg = f"{path}: config.json mangler eller er skadet; dette er ikke en kjøring fra 'veikart eval'"
        raise RunFolderError(msg) from error
    msg = f"{path}: kjøringen har format {found}, programmet bruker {RUN_FORMAT}; kjør settet på nytt i en ny mappe"
    raise RunFolderError(msg)


def _read_records(path: Path, *, mend: bool) -> list[Record]:
    file = path / "per_question.jsonl"
    if not file.is_file():
        return []
    raw = file.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if mend and whole != raw:  # killed in the middle of a line
        write_whole(file, whole.decode("utf-8"))
    records = []
    for number, line in enumerate(whole.splitlines(), start=1):
        try:
            records.append(Record.model_validate_json(line))
        except ValidationError as error:
            msg = f"{file}:{number}: raden er skadet; kjør settet på nytt i en ny mappe"
            raise RunFolderError(msg) from error
    return records

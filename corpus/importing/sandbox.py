"""Read a file in a process of its own, so that a malicious or broken file harms nothing of ours."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from corpus.importing.answer import extract_from
from corpus.importing.extract import Extract
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits
from corpus.importing.process import Outcome, collect, python_command, start
from corpus.importing.scan import add_scanned_pages

_SUFFIX = re.compile(r"\.([a-z0-9]{1,8})", re.IGNORECASE)
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_MEMORY_SIGNALS = {"SIGKILL", "SIGABRT", "SIGTRAP", "SIGILL"}  # how libraries end that get no more


def read_file(path: Path, limits: ImportLimits | None = None) -> Extract:
    """Read a document; nothing in it is run, fetched or written.

    Args:
        path: A regular file, or a link to one.
        limits: How much it may be and cost.

    Raises:
        ImportFault: If it cannot be read; one line that begins with the file's name.
    """
    limits = limits or ImportLimits()
    try:
        with _open(path, limits) as file:
            return _read(file, path.suffix, limits)
    except ImportFault as fault:
        raise fault.at(path.name or str(path)) from fault.__cause__


def _open(path: Path, limits: ImportLimits) -> IO[bytes]:
    """Open a regular file; a pipe would make us wait forever, and opening some devices has effects."""
    try:
        _check_status(os.stat(path), limits)
        descriptor = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
    except FileNotFoundError as error:
        msg = "filen finnes ikke; se etter skrivefeil i navnet"
        raise ImportFault(msg) from error
    except PermissionError as error:
        msg = "du har ikke lov til å lese filen; be eieren om lesetilgang"
        raise ImportFault(msg) from error
    except ImportFault:
        raise
    except (OSError, ValueError) as error:
        msg = f"filen kan ikke åpnes ({getattr(error, 'strerror', None) or 'ugyldig navn'})"
        raise ImportFault(msg) from error
    file = os.fdopen(descriptor, "rb")
    try:
        _check_status(os.fstat(descriptor), limits)  # again: the name may lead elsewhere by now
    except ImportFault:
        file.close()
        raise
    return file


def _check_status(status: os.stat_result, limits: ImportLimits) -> None:
    if stat.S_ISDIR(status.st_mode):
        msg = "dette er en mappe; oppgi filene i den"
        raise ImportFault(msg)
    if not stat.S_ISREG(status.st_mode):
        msg = "dette er ikke en vanlig fil (men en enhet, en kø eller en sokkel)"
        raise ImportFault(msg)
    if status.st_size == 0:
        msg = "filen er tom; lagre dokumentet på nytt"
        raise ImportFault(msg)
    if status.st_size > limits.bytes:
        msg = (
            f"filen er {status.st_size / 1e6:.0f} MB, og grensen er {limits.bytes / 1e6:.0f} MB; del den i flere filer"
        )
        raise ImportFault(msg)


def _read(file: IO[bytes], suffix: str, limits: ImportLimits) -> Extract:
    known = _SUFFIX.fullmatch(suffix)
    order = {"limits": asdict(limits), "suffix": known[1].lower() if known else ""}
    command = python_command("corpus.importing.worker", json.dumps(order))
    outcome = collect(start(command, file), limits.seconds, limits.answer)
    answer = _checked(outcome, limits)
    if "fault" in answer:
        raise ImportFault(str(answer["fault"]))
    extract, scanned = extract_from(answer)
    return add_scanned_pages(extract, scanned, file, limits) if scanned else extract


def _checked(outcome: Outcome, limits: ImportLimits) -> dict[str, Any]:
    """The process's answer, unless it was ended, died or said what it never says."""
    if outcome.late or outcome.code == -getattr(signal, "SIGXCPU", 0):
        msg = f"det tok mer enn {limits.seconds:.0f} sekunder å lese filen; del den, eller lagre den på nytt"
        raise ImportFault(msg)
    if outcome.long:
        msg = f"filen har mer enn {limits.characters} tegn tekst; del den i flere filer"
        raise ImportFault(msg)
    if outcome.code != 0:
        raise ImportFault(_death(outcome.code))
    try:
        answer = json.loads(outcome.answer)
    except (ValueError, RecursionError) as error:
        msg = "leseprosessen svarte ikke som den skal; åpne filen og lagre den på nytt"
        raise ImportFault(msg) from error
    return answer if isinstance(answer, dict) else {}


def _death(code: int) -> str:
    name = signal.Signals(-code).name if -code in {*signal.Signals} else f"kode {code}"
    why = " (kanskje brukte den for mye minne)" if name in _MEMORY_SIGNALS else ""
    return f"leseprosessen døde av filen ({name}){why}; filen er trolig skadet, så åpne den og lagre den på nytt"

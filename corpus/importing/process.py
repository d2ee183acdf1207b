"""Start a process of our own and take its answer, within a time and a size."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

_ROOT = Path(__file__).parent.parent.parent
# Nothing else of ours, such as keys for language models, is the business of a process that reads strangers' files.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TESSDATA_PREFIX", "SYSTEMROOT", "USERPROFILE", "APPDATA", "TEMP", "TMPDIR")
_STEP = 1 << 16


@dataclass(frozen=True)
class Outcome:
    """How a process went.

    Args:
        answer: What it wrote, or as much of it as was allowed.
        code: Its exit code; negative is the signal that ended it.
        late: Whether it was ended because of its time.
        long: Whether it was ended because of its answer's size.
    """

    answer: bytes
    code: int
    late: bool = False
    long: bool = False


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours in a fresh interpreter, which writes no bytecode."""
    return [sys.executable, "-P", "-B", "-m", module, *arguments]


def start(command: Sequence[str], stdin: int | IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Start a process with little of our environment, and a pipe for its answer."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": str(_ROOT), "OMP_THREAD_LIMIT": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(  # noqa: S603 - the command is ours; the file comes as its input, never by name
        command,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=_ROOT,
        close_fds=True,
    )


def collect(process: subprocess.Popen[bytes], seconds: float, size: int) -> Outcome:
    """Take a process's answer and see it end.

    Args:
        process: One that ``start`` started.
        seconds: How long it may take.
        size: How many bytes it may answer with.
    """
    chunks: list[bytes] = []
    # A thread, since waiting for a pipe with a time limit works alike on all systems only so.
    reading = threading.Thread(target=_drain, args=(process, chunks, size), daemon=True)
    reading.start()
    last = monotonic() + seconds
    try:
        reading.join(seconds)
        late = reading.is_alive()
        if not late:
            long = sum(map(len, chunks)) > size
            code = -1 if long else process.wait(timeout=max(1.0, last - monotonic()))
    except subprocess.TimeoutExpired:
        late = True
    finally:
        process.kill()
        process.wait()
        reading.join(5)
    if late:
        return Outcome(b"", -1, late=True)
    return Outcome(b"" if long else b"".join(chunks), code, long=long)


def _drain(process: subprocess.Popen[bytes], chunks: list[bytes], size: int) -> None:
    pipe = process.stdout
    if pipe is None:
        return
    read = 0
    with pipe:
        while read <= size and (chunk := pipe.read(_STEP)):
            chunks.append(chunk)
            read += len(chunk)

"""Warm processes: real ones that run the command line, forked from one that has read the libraries already.

Reading them takes most of the time of a start, a hundred times over in the whole suite. Whatever else a process has,
these have: environment, folder, output, exit code, signals, memory of their own. Some tests start cold ones.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.context import ForkServerContext, ForkServerProcess


@dataclass(frozen=True)
class WarmProcess:
    """A process with the manners of ``subprocess.Popen``."""

    process: ForkServerProcess
    pid: int

    @property
    def returncode(self) -> int | None:
        return self.process.exitcode

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise subprocess.TimeoutExpired("veikart", timeout or 0)
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        if self.process.exitcode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()


def start_warm(
    arguments: Sequence[str], *, cwd: Path, environment: Mapping[str, str], out: Path, err: Path | None = None
) -> WarmProcess:
    """Start ``veikart`` with arguments.

    Args:
        arguments: What follows the name.
        cwd: Its folder.
        environment: All of its environment.
        out: The file that it writes to.
        err: The file of its errors, if that is another.
    """
    process = _warmth().Process(target=_run, args=(list(arguments), cwd, dict(environment), out, err))
    process.start()
    return WarmProcess(process, process.pid or 0)


@cache
def _warmth() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.warm.preload"])
    return context


def _run(arguments: list[str], cwd: Path, environment: dict[str, str], out: Path, err: Path | None) -> None:
    code = 1
    try:
        for stream, path in ((1, out), (2, err or out)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(cwd)
        sys.argv = ["veikart", *arguments]
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(write_through=True)
        from ui.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    sys.exit(code)

"""The process of the nursery: everything is imported and the model is read, and each order is done by a fork of it.

An order is a line of JSON: a deed with its arguments and the file that it writes to, or a child to wait for.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import sys
import traceback
from pathlib import Path

import typer

_TOO_LONG = 60  # seconds


def main() -> None:
    deeds = importlib.import_module("tests.faults.deeds").prepared(Path(sys.argv[1]))
    typer.echo("ready")
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _do(deeds[order["deed"]], order["arguments"], Path(order["to"]))
        typer.echo(answer)


def _do(deed: object, arguments: list[str], to: Path) -> None:
    """Do one order in the child, and end it there whatever happens."""
    code = 1
    try:
        for stream, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(to.with_suffix(f".{name}"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        faulthandler.dump_traceback_later(_TOO_LONG, file=2)  # so that whoever waits in vain sees where it stands
        code = deed(*arguments) or 0  # type: ignore[operator] # a function from the table of deeds
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()

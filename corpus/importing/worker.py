"""The process that reads one file: ``python -m corpus.importing.worker ORDER``, with the file as standard input.

The order and the answer are JSON. The file's name never comes here, and the process may not write, connect or start
others, so a file that takes over a parser can only lie about its own text.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import IO, Any

from corpus.importing.confinement import forbid_writing, guard_python, limit_resources
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits

TOO_MUCH_MEMORY = "filen trenger mer minne enn importen får bruke; del den i flere filer"
DAMAGED = "filen er skadet eller uvanlig bygd og kan ikke leses; åpne den og lagre den på nytt"


def main() -> None:
    """Read the file and write the answer."""
    order = json.loads(sys.argv[1])
    limits = ImportLimits(**order["limits"])
    answer_to = _own_standard_output()
    limit_resources(limits.memory, limits.seconds)
    forbid_writing()
    guard_python()
    data = sys.stdin.buffer.read(limits.bytes + 1)
    answer = _render(data, order["render"]) if "render" in order else _answer(data, order["suffix"], limits)
    answer_to.write(answer)
    answer_to.flush()
    # Libraries' own clean-up may hang or crash on a broken file; all that matters is said.
    os._exit(0)


def _own_standard_output() -> IO[bytes]:
    """Keep the pipe for the answer alone: what libraries print goes nowhere."""
    answer_to = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answer_to


def _answer(data: bytes, suffix: str, limits: ImportLimits) -> bytes:
    return json.dumps(_outcome(data, suffix, limits)).encode()


def _outcome(data: bytes, suffix: str, limits: ImportLimits) -> dict[str, Any]:
    from corpus.importing.reading import read_bytes

    try:
        if len(data) > limits.bytes:
            return {"fault": f"filen er større enn {limits.bytes // 1_000_000} MB; del den i flere filer"}
        extract, scanned = read_bytes(data, suffix, limits)
    except ImportFault as fault:
        return {"fault": str(fault)}
    except MemoryError:
        return {"fault": TOO_MUCH_MEMORY}
    except Exception as error:
        # A broken file makes libraries fail in any way; the name of the failure tells ours from the file's.
        return {"fault": f"{DAMAGED} ({type(error).__name__})"}
    return {"extract": asdict(extract), "scanned": scanned}


def _render(data: bytes, page: int) -> bytes:
    from corpus.importing.page_image import render_page

    return render_page(data, page)


if __name__ == "__main__":
    main()

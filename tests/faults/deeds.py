"""What children of the nursery do: build an index, write to every store, or run the command line."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import sentence_transformers
import torch
import typer
from tqdm import tqdm

import ui.cli
from assistant.audit import AuditLog
from assistant.feedback import Feedback, FeedbackStore
from assistant.index_lock import IndexBusyError
from assistant.index_state import build_index
from assistant.settings import Settings
from assistant.triage import Judgement, Triage
from assistant.unanswered import UnansweredQuestions
from index.model.bundled import BUNDLED_MODEL
from index.model.embedder import Embedder, load_embedder
from tests.faults.stores import JUDGED, refused

Deed = Callable[..., int | None]
BUSY = 3
# What a build does to the disk; SQLite's own writes are no events, so those kills are timed.
_STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}


def prepared(data: Path) -> dict[str, Deed]:
    torch.set_num_threads(1)  # a pool of threads would not be there in a fork
    # Forks would share tqdm's own lock, and a killed one would keep it for ever.
    tqdm.set_lock(threading.RLock())
    embedder = load_embedder(BUNDLED_MODEL, data)
    # Torch cannot read a model in a fork; every child has this one.
    sentence_transformers.SentenceTransformer = lambda *_, **__: embedder._model

    def build(data: str, texts: str, at: str = "0", last_step: str = "0") -> int:
        own = Embedder(embedder._model, embedder.name)  # the other's threads are not there in a fork
        return _build(Settings(data=Path(data), texts=Path(texts)), own, float(at), int(last_step))

    return {"build": build, "write": _write, "command": _command}


def _build(settings: Settings, embedder: Embedder, at: float, last_step: int) -> int:
    """Build at a moment; killed before a step, if one is named, and telling how many there were, if not."""
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in _STEPS or (event == "open" and _writes(arguments)):
            steps += 1
            if steps == last_step:
                os.kill(os.getpid(), signal.SIGKILL)

    time.sleep(max(0.0, at - time.monotonic()))
    sys.addaudithook(count)
    typer.echo("begins")
    began = time.monotonic()
    try:
        manifest = build_index(settings, embedder, patience=0)
    except IndexBusyError as error:
        typer.echo(error)
        return BUSY
    typer.echo(json.dumps({"corpus": manifest.corpus_hash, "steps": steps, "seconds": time.monotonic() - began}))
    return 0


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _write(data: str, name: str) -> None:
    """Write to every store again and again, and say so after each."""
    settings = Settings(data=Path(data))
    feedback = FeedbackStore(settings.feedback_file, 365)
    unanswered = UnansweredQuestions(settings.unanswered_file, "text", 90)
    triage, audit = Triage(settings.triage_file), AuditLog(settings.audit_file)
    for number in range(100_000):
        said = f"{name}-{number}"
        feedback.add(Feedback("nyttig", comment=said), JUDGED)
        typer.echo(f"feedback {said}")
        unanswered.record(refused(said))
        typer.echo(f"unanswered {said}")
        triage.judge(said, Judgement(note=said), "Kari")
        typer.echo(f"triage {said}")
        audit.record("Kari", "triage", said)
        typer.echo(f"audit {said}")


def _command(folder: str, environment: str, *arguments: str) -> None:
    """Run the command line as a user would, in a folder."""
    os.chdir(folder)
    os.environ.update(json.loads(environment))
    sys.argv = ["veikart", *arguments]
    ui.cli.main()

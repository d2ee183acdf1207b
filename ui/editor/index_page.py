"""The page of the index: how it stands, building it anew, and going back to the previous one."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse, Response

from assistant.audit import Change
from assistant.index_lock import is_being_built
from assistant.index_state import CorpusError, read_texts
from assistant.index_store import index_store
from index.manifest import corpus_hash

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

logger = logging.getLogger(__name__)


def create_index_page(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes of the page of the index."""
    folder = desk.settings.index_folder
    store = index_store(desk.settings, desk.assistant.embedder)

    def shown(visit: Visit) -> Response:
        progress = desk.indexing.progress
        elsewhere = progress is None and folder.exists() and is_being_built(folder)
        manifest = desk.assistant.snapshot.manifest
        name = store.previous_name()
        return visit.page(
            "editor_index.html",
            progress=progress,
            elsewhere=elsewhere,
            stage=stage_in_words(visit, desk),
            last=desk.indexing.last,
            manifest=manifest,
            created=datetime.fromisoformat(manifest.created),
            age=(datetime.now(UTC) - datetime.fromisoformat(manifest.created)).days,
            name=desk.assistant.snapshot.name,
            previous=name,
            previous_created=_created(folder, name) if name else None,
            state=None if progress or elsewhere else _state(desk),
        )

    def status(visit: Visit) -> Response:
        running = desk.indexing.progress is not None
        held = {"running": running, "text": stage_in_words(visit, desk) if running else visit.texts.index_done}
        return JSONResponse(held, headers={"Cache-Control": "no-store"})

    def build(visit: Visit) -> Response:
        if desk.indexing.progress is None and folder.exists() and is_being_built(folder):
            return visit.trouble(409, visit.texts.index_elsewhere)
        desk.audit.check()
        desk.indexing.ask(visit.who)
        return visit.go("/indeks", "indeks_startet")

    def undo(visit: Visit) -> Response:
        if desk.indexing.progress is not None or (folder.exists() and is_being_built(folder)):
            return visit.trouble(409, visit.texts.index_busy)
        before = desk.assistant.snapshot.name
        with desk.audit.recording(visit.who, "index_back") as deed:
            name = store.go_back()
            deed.changes = [Change("index", before, name)]
        desk.indexing.take_up()
        return visit.go("/indeks", "indeks_tilbake")

    return [
        gate.page("/indeks", shown),
        gate.page("/indeks/status", status),
        gate.action("/indeks/bygg", build),
        gate.action("/indeks/tilbake", undo),
    ]


def stage_in_words(visit: Visit, desk: Desk) -> str:
    """Return how far a build has come; nothing if none goes on."""
    progress = desk.indexing.progress
    if progress is None:
        return ""
    words = visit.texts.stages[progress.stage]
    return f"{words} ({progress.done}/{progress.of})" if progress.of else words


def _state(desk: Desk) -> str:
    """Whether the index is in step with the texts."""
    try:
        digest = corpus_hash(read_texts(desk.settings))
    except CorpusError:
        return "faults"
    return "current" if digest == desk.assistant.snapshot.manifest.corpus_hash else "stale"


def _created(folder: Path, name: str) -> datetime | None:
    try:
        held = json.loads((folder / "snapshots" / name / "manifest.json").read_text(encoding="utf-8"))
        return datetime.fromisoformat(held["created"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("the manifest of the previous index cannot be read: %s", error)
        return None

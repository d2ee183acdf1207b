"""Indexing: build the index in the background, and tell how far it has come."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.audit import AuditError, AuditLog, Change
from assistant.index_lock import IndexBusyError
from assistant.index_state import CorpusError, reindex
from index.builder import EmptyCorpusError
from index.embedding_cache import EmbeddingCache
from index.manifest import SnapshotError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.model.embedder import Embedder, Role

Stage = Literal["reading", "chunks", "questions", "sentences", "writing"]
_EMBEDDED: tuple[Stage, ...] = ("chunks", "questions", "sentences")  # in the order that the builder asks for them
_BATCH = 64

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a build has come.

    Args:
        stage: What is being done.
        done: How much of it.
        of: How much it is in all; 0 where that is not known.
    """

    stage: Stage
    done: int = 0
    of: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of the last build.

    Args:
        when: When it ended, in UTC.
        who: Who asked for it.
        documents: How many texts the index has; 0 if it failed.
        fault: Why it failed, one fault a line.
    """

    when: datetime
    who: str
    documents: int = 0
    fault: str = ""


class FollowedCache(EmbeddingCache):
    """An embedding cache that tells how far it has come.

    Args:
        settings: Where it lies.
        embedder: The model.
        follow: Called with the progress.
    """

    def __init__(self, settings: Settings, embedder: Embedder, follow: Callable[[Progress], None]) -> None:
        super().__init__(settings.cache_file, embedder)
        self._follow = follow
        self._asked = 0

    def embed(self, texts: Sequence[str], role: Role, *, progress: bool = False) -> NDArray[np.float32]:
        """Return the unit vectors of texts; see :class:`EmbeddingCache`."""
        stage = _EMBEDDED[self._asked % len(_EMBEDDED)]  # a large index is built a few documents at a time
        self._asked += 1
        parts = []
        for start in range(0, len(texts), _BATCH):
            self._follow(Progress(stage, start, len(texts)))
            parts.append(super().embed(texts[start : start + _BATCH], role, progress=progress))
        return np.concatenate(parts) if parts else super().embed(texts, role)


class Indexing:
    """Builds the index when editors have changed something or ask for it.

    Args:
        settings: Where texts and index are.
        embedder: The model.
        audit: Where builds are logged.
        take_up: Makes the running assistant take up a new index.
    """

    def __init__(
        self, settings: Settings, embedder: Embedder, audit: AuditLog, take_up: Callable[[], object] = bool
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._audit = audit
        self.take_up = take_up
        self._lock = threading.Lock()
        self._asked_by = ""
        self._thread: threading.Thread | None = None
        self.progress: Progress | None = None
        self.last: Outcome | None = None

    @property
    def fault(self) -> str:
        """What is wrong if the last build failed, in one line."""
        return self.last.fault.partition("\n")[0] if self.last else ""

    def ask(self, who: str) -> None:
        """Build the index; a build that goes on already is followed by another one, for it may have read old texts."""
        with self._lock:
            self._asked_by = who
            if self._thread is None:
                self.progress = Progress("reading")
                self._thread = threading.Thread(target=self._build_all, name="indexing", daemon=True)
                self._thread.start()

    def wait(self, seconds: float = 60) -> bool:
        """Wait until nothing is built; returns whether that was so in time."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return self._thread is None

    def _build_all(self) -> None:
        while who := self._next():
            self.last = self._build(who)
            self.progress = None
            self._log(self.last)

    def _next(self) -> str:
        with self._lock:
            who, self._asked_by = self._asked_by, ""
            if who:
                self.progress = Progress("reading")
            else:
                self._thread = None
            return who

    def _build(self, who: str) -> Outcome:
        settings = self._settings
        try:
            cache = FollowedCache(settings, self._embedder, self._follow)
            manifest = reindex(
                settings,
                self._embedder,
                lambda gone: self._audit.record(who, "purge", gone),
                patience=0,
                cache=cache,
                on_built=lambda: self._follow(Progress("writing")),
            )
            self.take_up()
        except (AuditError, CorpusError, EmptyCorpusError, IndexBusyError, SnapshotError) as error:
            return Outcome(datetime.now(UTC), who, fault=str(error))
        except Exception:  # a thread has nobody else to tell, and the editor waits to hear
            logger.exception("the index could not be built")
            return Outcome(datetime.now(UTC), who, fault="Noe gikk galt. Loggen til tjeneren sier hva.")
        return Outcome(datetime.now(UTC), who, documents=manifest.counts["documents"])

    def _follow(self, progress: Progress) -> None:
        self.progress = progress

    def _log(self, outcome: Outcome) -> None:
        count = Change("documents", "", str(outcome.documents))
        fault = Change("fault", "", outcome.fault.partition("\n")[0])
        try:
            if outcome.fault:
                self._audit.record(outcome.who, "index_failed", changes=[fault])
            else:
                self._audit.record(outcome.who, "index", changes=[count])
        except AuditError as error:
            self.last = Outcome(outcome.when, outcome.who, outcome.documents, str(error))

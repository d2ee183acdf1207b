"""The embedding cache: vectors of texts that were embedded before, by model, role and text, in one SQLite file.

Many texts are embedded and written shard by shard, so that a build that is killed goes on where it was.

It only saves time: it can be deleted at any moment, and one that is torn is made anew. One that is locked or
cannot be written is done without for the rest of the build.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.model.embedder import Embedder, Role
    from index.model.worker import Workers

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, build INTEGER NOT NULL)"
_BATCH = 512
_SHARD = 8192
_KEPT_BUILDS = 3
_WAIT_SECONDS = 2.0

logger = logging.getLogger(__name__)


class EmbeddingCache:
    """Embeds texts, and remembers their vectors.

    Args:
        path: The SQLite file.
        embedder: The model.
        workers: Processes that embed in its place.
        shard: How many texts are embedded before their vectors are written; as the workers say if left out.
    """

    def __init__(
        self, path: Path, embedder: Embedder, workers: Workers | None = None, shard: int | None = None
    ) -> None:
        self._path = path
        self._embedder = embedder
        self._source = workers or embedder
        self._shard = shard or (workers.shard if workers else _SHARD)
        self.width = workers.width if workers else 1
        probes = [*embedder.fingerprint.query_probe, *embedder.fingerprint.passage_probe]
        self._model = hashlib.sha256(np.array(probes, np.float32).tobytes()).digest()
        self._is_usable = True  # waiting for a locked one before every batch would take longer than embedding
        self.embedded = 0

    def embed(self, texts: Sequence[str], role: Role, *, progress: bool = False) -> NDArray[np.float32]:
        """Return the unit vectors of texts, shape ``(len(texts), dimension)``; only unknown ones are embedded."""
        vectors = np.zeros((len(texts), self._embedder.dimension), np.float32)
        keys = [self._key(text, role) for text in texts]
        known = self._read(keys)
        missing = [place for place, key in enumerate(keys) if key not in known]
        for place, key in enumerate(keys):
            if key in known:
                vectors[place] = known[key]
        began = monotonic()
        for start in range(0, len(missing), self._shard):
            shard = missing[start : start + self._shard]
            vectors[shard] = self._embed_shard([texts[place] for place in shard], role, progress=progress)
            self._write({keys[place]: vectors[place] for place in shard}, used=())
            if len(missing) > self._shard:
                _tell(start + len(shard), len(missing), monotonic() - began)
        self._write({}, used=keys)
        return vectors

    def _embed_shard(self, texts: Sequence[str], role: Role, *, progress: bool) -> NDArray[np.float32]:
        self.embedded += len(texts)
        embed = self._source.embed_queries if role == "query" else self._source.embed_passages
        return embed(texts, progress=progress)

    def forget_unused(self) -> None:
        """Close a build: drop what none of the last builds used."""
        if not self._is_usable:
            return
        try:
            with closing(self._connect()) as database, database:
                version = database.execute("PRAGMA user_version").fetchone()[0]
                database.execute("DELETE FROM vectors WHERE build < ?", (version - _KEPT_BUILDS + 1,))
                database.execute(f"PRAGMA user_version = {int(version) + 1}")
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _key(self, text: str, role: Role) -> bytes:
        return hashlib.sha256(b"\x1f".join([self._model, role.encode(), text.encode()])).digest()

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        database.execute(_TABLE)
        return database

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        if not self._is_usable:
            return found
        try:
            with closing(self._connect()) as database:
                for start in range(0, len(keys), _BATCH):
                    batch = keys[start : start + _BATCH]
                    marks = ",".join("?" * len(batch))
                    rows = database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", batch)  # noqa: S608
                    found |= {key: np.frombuffer(vector, np.float32) for key, vector in rows}
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return {key: vector for key, vector in found.items() if len(vector) == self._embedder.dimension}

    def _write(self, fresh: dict[bytes, NDArray[np.float32]], used: Sequence[bytes]) -> None:
        if not self._is_usable:
            return
        try:
            with closing(self._connect()) as database, database:
                build = database.execute("PRAGMA user_version").fetchone()[0]
                rows = [(key, vector.tobytes(), build) for key, vector in fresh.items()]
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
                database.executemany("UPDATE vectors SET build = ? WHERE key = ?", [(build, key) for key in used])
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        logger.warning("the embedding cache %s cannot be used (%s); building goes on without it", self._path, error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            self._path.unlink(missing_ok=True)  # torn; the next write makes a new one
        else:
            self._is_usable = False


def _tell(done: int, of: int, seconds: float) -> None:
    left = timedelta(seconds=round(seconds / done * (of - done)))
    logger.info("embedded %d of %d texts, %.0f a second, %s left", done, of, done / seconds, left)

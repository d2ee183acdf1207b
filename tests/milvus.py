"""A Milvus of the tests' own: Milvus Lite as a process, which several programs share as they would a cluster."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from corpus.reader import TEXTS_DIR, read_corpus
from index.milvus.connection import Address
from index.milvus.store import MilvusStore
from index.model.embedder import ModelFingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pymilvus import MilvusClient

    from index.embedding_cache import EmbeddingCache

_START_SECONDS = 60
_STOP_SECONDS = 20
# CI installs it, so there its absence is a fault.
needs_milvus = pytest.mark.skipif(
    find_spec("milvus_lite") is None and os.environ.get("CI") != "true",
    reason="milvus-lite is not installed (pip install milvus-lite)",
)


@dataclass
class Milvus:
    """A server that can be stopped and started.

    Args:
        folder: Where everything of it lies.
        port: Where it listens.
    """

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        beside = Path(sys.executable).with_name("milvus-lite")
        program = beside if beside.exists() else shutil.which("milvus-lite") or "milvus-lite"
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    program,
                    "server",
                    "--data-dir",
                    self.folder / "data",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(self.port),
                ],
                stdout=log,
                stderr=log,
            )
        self._wait(self._process)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, gently or not; what it has written stays."""
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(timeout=_STOP_SECONDS)
        self._process = None

    @contextmanager
    def stopped(self, how: signal.Signals = signal.SIGTERM) -> Iterator[None]:
        self.stop(how)
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def client(self) -> Iterator[MilvusClient]:
        """What an administrator has."""
        from pymilvus import MilvusClient

        client = MilvusClient(uri=self.uri, timeout=20)
        try:
            yield client
        finally:
            client.close()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        """Return when it answers; an open port alone may still be one that reads its files."""
        from pymilvus.exceptions import MilvusException

        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                with self.client() as client:
                    client.list_collections()
            except (OSError, MilvusException):
                time.sleep(0.1)
            else:
                return
        process.kill()
        process.wait()
        raise RuntimeError(f"Milvus did not start:\n{(self.folder / 'log').read_text()}")


class OtherModel:
    """Embeds like no real model: every text alike, in eight numbers."""

    width = 1
    fingerprint = ModelFingerprint("en-annen", 8, {}, (1.0,) * 8, (1.0,) * 8)

    def embed(self, texts: Sequence[str], role: str, *, progress: bool = False) -> NDArray[np.float32]:
        del role, progress
        return np.full((len(texts), 8), 8**-0.5, np.float32)


def publish_of_another_model(milvus: Milvus) -> MilvusStore:
    """Make an index of a few texts and another model the one in use."""
    store = MilvusStore(Address(milvus.uri), "veikart", OtherModel.fingerprint)
    texts = dict(sorted(read_corpus(TEXTS_DIR).documents.items())[:3])
    store.publish(texts, cast("EmbeddingCache", OtherModel()))
    return store


@contextmanager
def milvus_server() -> Iterator[Milvus]:
    with tempfile.TemporaryDirectory(prefix="veikart-milvus-") as place:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            server = Milvus(Path(place), listener.getsockname()[1])
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGKILL)

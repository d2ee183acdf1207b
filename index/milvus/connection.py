"""The connection to Milvus: made when it is first needed, and whose faults are one line with the remedy."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.manifest import SnapshotError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pymilvus import MilvusClient

Vector = list[float] | dict[int, float]  # a sparse one by token
_MOST_ROWS = 16_000  # Milvus gives no more at once
_PAGE = 500
_SECONDS = 10.0  # a cluster that takes longer is as good as gone


@dataclass(frozen=True)
class Address:
    """Where Milvus is.

    Args:
        uri: ``http://host:19530`` of a cluster, or a file of Milvus Lite.
        token: What it is opened with, as ``user:password``; empty if it is open.
    """

    uri: str
    token: str = ""

    def __repr__(self) -> str:
        return f"Address({self.uri!r})"


class Connection:
    """Talks to Milvus; safe to share between threads.

    Args:
        address: Where it is.
        seconds: How long a call may take.
    """

    def __init__(self, address: Address, seconds: float = _SECONDS) -> None:
        self.address = address
        self.faults = 0  # so far; after one, what was true of the server need not be true any longer
        self._seconds = seconds
        self._client: MilvusClient | None = None
        self._lock = threading.Lock()

    @contextmanager
    def client(self) -> Iterator[MilvusClient]:
        """Hand out the client; what it fails in is a fault of the index.

        Raises:
            SnapshotError: If Milvus cannot be reached, or refuses.
        """
        try:
            import grpc
            from pymilvus import MilvusClient
            from pymilvus.exceptions import MilvusException
        except ImportError as error:
            msg = "milvus er satt, og det krever pymilvus: kjør pip install 'pymilvus>=3.0'"
            raise SnapshotError("missing", msg) from error
        try:
            with self._lock:
                if self._client is None:
                    _quieten()
                    self._client = MilvusClient(uri=self.address.uri, token=self.address.token, timeout=self._seconds)
            yield self._client
        except (MilvusException, grpc.RpcError, OSError) as error:
            self.faults += 1
            raise self._unreachable(error) from error

    def search(
        self, collection: str, vector: Vector, *, field: str, limit: int, where: str, output: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return the nearest rows with their score, best first.

        Args:
            collection: Where to search.
            vector: The query.
            field: The field of vectors.
            limit: How many rows.
            where: Which rows, as a Milvus expression; all if empty.
            output: Fields to return.

        Raises:
            SnapshotError: As in :meth:`client`.
        """
        if not vector:
            return []
        with self.client() as client:
            found = client.search(
                collection,
                data=[vector],
                anns_field=field,
                limit=limit,
                filter=where,
                output_fields=list(output),
                search_params={"metric_type": "IP", "params": {"ef": max(256, limit)} if field == "dense" else {}},
                timeout=self._seconds,
            )
        return [{**hit["entity"], "score": hit["distance"]} for hit in found[0]]

    def rows(self, collection: str, where: str, output: Sequence[str]) -> list[dict[str, Any]]:
        """Return the rows that an expression picks out, at most 16,000.

        Raises:
            SnapshotError: As in :meth:`client`.
        """
        with self.client() as client:
            found: list[Mapping[str, Any]] = client.query(
                collection, filter=where, output_fields=list(output), limit=_MOST_ROWS, timeout=self._seconds
            )
        return [dict(row) for row in found]

    def every(self, collection: str, where: str, output: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield all the rows that an expression picks out, however many.

        Raises:
            SnapshotError: As in :meth:`client`.
        """
        with self.client() as client:
            pages = client.query_iterator(collection, batch_size=_PAGE, filter=where, output_fields=list(output))
        while True:
            with self.client():
                rows: list[Mapping[str, Any]] = pages.next()
            if not rows:
                pages.close()
                return
            yield from map(dict, rows)

    def _unreachable(self, error: Exception) -> SnapshotError:
        reason = next(iter(str(getattr(error, "message", "") or error).splitlines()), type(error).__name__)[:200]
        msg = f"Milvus på {self.address.uri} svarer ikke ({reason}); sjekk at den kjører, og innstillingene"
        return SnapshotError("unreachable", msg)


def _quieten() -> None:
    """Failures are told by those who meet them; these loggers tell of each, with what was searched for.

    Milvus Lite also logs a traceback for each call that it knows not, and its own client makes some.
    """
    for name in ("pymilvus", "grpc._server"):
        logging.getLogger(name).setLevel(logging.CRITICAL)

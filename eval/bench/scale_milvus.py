"""Milvus Lite in the scale bench: the same vectors through its own client, one file and one process.

It is no dependency of the program: ``pip install pymilvus milvus-lite`` before measuring it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.bench.scale_kinds import BUILD_BREADTH, DIMENSION, EFFORTS, LEAST_BREADTH, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

# All that the installed version offers for dense vectors; it has no product quantisation.
MILVUS_TYPES = {
    "Milvus Lite FLAT": "FLAT",
    "Milvus Lite HNSW": "HNSW",
    "Milvus Lite HNSW_SQ": "HNSW_SQ",
    "Milvus Lite IVF_FLAT": "IVF_FLAT",
    "Milvus Lite IVF_SQ8": "IVF_SQ8",
}
_COLLECTION = "chunks"
_BATCH = 2_000
_SEGMENT = 100_000  # rows; it indexes each such part by itself
_SECONDS = 3600.0


def build_milvus(kind: str, blocks: Callable[[], Iterable[NDArray[np.float32]]], size: int, path: Path) -> None:
    """Put vectors into a database of its own, and index them.

    Args:
        kind: A key of ``MILVUS_TYPES``.
        blocks: Gives the vectors from the beginning.
        size: How many there are.
        path: The database, which is a folder in spite of its name.
    """
    client = _open(path)
    schema = client.create_schema(auto_id=False)
    types = import_module("pymilvus").DataType
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=DIMENSION)
    client.create_collection(_COLLECTION, schema=schema)
    place = 0
    for block in blocks():
        for first in range(0, len(block), _BATCH):
            batch = block[first : first + _BATCH]
            client.insert(_COLLECTION, [{"id": place + row, "vector": vector} for row, vector in enumerate(batch)])
            place += len(batch)
    client.flush(_COLLECTION)
    _close(client, path)  # waits until the parts are merged
    client = _open(path)
    params = client.prepare_index_params()
    lists = int(4 * min(size, _SEGMENT) ** 0.5)
    made = {"nlist": lists} if "IVF" in kind else {"M": NEIGHBOURS, "efConstruction": BUILD_BREADTH}
    params.add_index("vector", index_type=MILVUS_TYPES[kind], metric_type="IP", params=made)
    client.create_index(_COLLECTION, params, timeout=_SECONDS)
    client.load_collection(_COLLECTION, timeout=_SECONDS)
    _close(client, path)


class MilvusSearched:
    """A database of Milvus Lite's, opened in this process.

    Args:
        kind: A key of ``MILVUS_TYPES``.
        path: The database.
    """

    def __init__(self, kind: str, path: Path) -> None:
        self._client = _open(path)
        self._client.load_collection(_COLLECTION, timeout=_SECONDS)
        self._setting = "nprobe" if "IVF" in kind else "ef"
        self.efforts = [1]
        if "IVF" in kind:
            self.efforts = EFFORTS
        if "HNSW" in kind:
            self.efforts = [step for step in EFFORTS if step >= LEAST_BREADTH]

    def search(self, queries: NDArray[np.float32], k: int, effort: int) -> NDArray[np.int64]:
        """Return the positions of the nearest, shape ``(queries, k)``."""
        found = self._client.search(
            _COLLECTION,
            data=list(queries),
            limit=k,
            search_params={"metric_type": "IP", "params": {self._setting: effort}},
            timeout=_SECONDS,
        )
        positions = np.full((len(queries), k), -1, np.int64)
        for row, hits in zip(positions, found, strict=True):
            row[: len(hits)] = [hit["id"] for hit in hits]
        return positions


def _open(path: Path) -> Any:  # noqa: ANN401 - not installed where this is checked
    return import_module("pymilvus").MilvusClient(str(path))


def _close(client: Any, path: Path) -> None:  # noqa: ANN401
    client.close()
    import_module("milvus_lite.server_manager").server_manager_instance.release_server(str(path))

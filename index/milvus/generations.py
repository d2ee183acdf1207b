"""Generations: which of them is in use, and how another one comes to be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.milvus.manifest import read_generation
from index.milvus.schema import COLLECTIONS, collection_name, create_generation, generation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.milvus.connection import Connection
    from index.milvus.manifest import Generation


class Generations:
    """The generations under one alias.

    Args:
        connection: Milvus.
        prefix: The alias, which the names of all collections begin with.
    """

    def __init__(self, connection: Connection, prefix: str) -> None:
        self.connection = connection
        self.prefix = prefix
        self._loaded: tuple[str, int] | None = None

    def in_use(self) -> str | None:
        """Return the generation that the alias points at, or None if there is no alias.

        Raises:
            SnapshotError: If Milvus cannot be reached.
        """
        with self.connection.client() as client:
            pointed = _pointed_at(client, self.prefix)
            name = generation_of(self.prefix, pointed) if pointed else None
            # Milvus Lite forgets at its end which ones were in memory, and may have ended at any fault.
            known = None if name is None else (name, self.connection.faults)
            if name is not None and known != self._loaded:
                for part in COLLECTIONS:
                    client.load_collection(self.collection(name, part))
                self._loaded = known
        return name

    def read(self, generation: str) -> Generation:
        """Return the manifest of a generation.

        Raises:
            SnapshotError: If it is torn, of another schema, or out of reach.
        """
        return read_generation(self.connection, self.collection(generation, "parts"))

    def versions(self, generation: str) -> Iterator[tuple[str, str]]:
        """Yield the id and the version of each document."""
        for row in self.connection.every(self.collection(generation, "documents"), "", ["id", "version"]):
            yield row["id"], row["version"]

    def count(self, generation: str, part: str) -> int:
        """Return how many rows a collection holds."""
        with self.connection.client() as client:
            found = client.query(self.collection(generation, part), filter="", output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def create(self, dimension: int) -> str:
        """Create the empty collections of a new generation; returns its name.

        Args:
            dimension: Length of the embedding vectors.
        """
        name = f"{datetime.now(UTC):%Y%m%d%H%M%S}x{uuid4().hex[:6]}"
        with self.connection.client() as client:
            create_generation(client, self.prefix, name, dimension)
        return name

    def swap(self, generation: str) -> None:
        """Let the alias point at a generation, and drop all but the one that was in use until now."""
        with self.connection.client() as client:
            target, before = self.collection(generation, "parts"), _pointed_at(client, self.prefix)
            point = client.create_alias if before is None else client.alter_alias
            point(target, self.prefix)
            kept = {None, generation, generation_of(self.prefix, before) if before else None}
            for collection in client.list_collections():
                if generation_of(self.prefix, collection) not in kept:
                    client.drop_collection(collection)

    def collection(self, generation: str, part: str) -> str:
        """Return the name of a collection."""
        return collection_name(self.prefix, generation, part)


def _pointed_at(client: Any, alias: str) -> str | None:  # noqa: ANN401 - pymilvus has no types
    """The collection that an alias points at, or None if there is no such alias."""
    if alias not in client.list_aliases()["aliases"]:
        return None
    return str(client.describe_alias(alias)["collection_name"])

"""Writing: rows into the collections of one generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.milvus.rows import chunk_rows, document_row, part_rows, question_rows
from index.milvus.schema import NOTHING, collection_name, of_documents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from index.embedded import EmbeddedDocument
    from index.milvus.connection import Connection
    from index.milvus.weights import TermStatistics

_ROWS = 500  # sent at once
_TERMS = 5000
_NAMED_AT_ONCE = 200  # documents in one expression
_HELD = ("chunks", "questions", "documents", "parts")  # hold rows of documents


class GenerationWriter:
    """Writes to one generation.

    Args:
        connection: Milvus.
        prefix: What all names begin with.
        generation: Which one.
    """

    def __init__(self, connection: Connection, prefix: str, generation: str) -> None:
        self._connection = connection
        self._names = {part: collection_name(prefix, generation, part) for part in (*_HELD, "terms")}

    def add(self, embedded: Iterable[EmbeddedDocument], terms: TermStatistics, sample: float) -> None:
        """Write documents, a few hundred rows at once.

        Args:
            embedded: The documents; none of them is there.
            terms: How rare the words of the whole are.
            sample: Which share of chunks stands for the whole.
        """
        rows: dict[str, list[dict[str, Any]]] = {part: [] for part in _HELD}
        for one in embedded:
            rows["chunks"] += chunk_rows(one, terms, sample)
            rows["questions"] += question_rows(one)
            rows["documents"].append(document_row(one, terms))
            rows["parts"] += part_rows(one)
            for part, held in rows.items():
                if len(held) >= _ROWS:
                    self.insert(part, held)
                    held.clear()
        for part, held in rows.items():
            self.insert(part, held)

    def remove(self, ids: Collection[str]) -> None:
        """Delete every row of some documents."""
        named = list(ids)
        for at in range(0, len(named), _NAMED_AT_ONCE):
            with self._connection.client() as client:
                for part in _HELD:
                    client.delete(self._names[part], filter=of_documents(named[at : at + _NAMED_AT_ONCE]))

    def insert(self, part: str, rows: list[dict[str, Any]]) -> None:
        """Write rows that are not there."""
        if rows:
            with self._connection.client() as client:
                client.insert(self._names[part], rows)

    def replace(self, document_id: str, rows: list[dict[str, Any]]) -> None:
        """Write the parts of something in place of those that are there."""
        with self._connection.client() as client:
            client.upsert(self._names["parts"], rows)
            beyond = f"{of_documents([document_id])} and position >= {len(rows)}"
            client.delete(self._names["parts"], filter=beyond)

    def add_terms(self, changes: Mapping[int, int]) -> None:
        """Add to the counts of terms; those that are not there begin at 0."""
        keys = sorted(key for key, change in changes.items() if change)
        for at in range(0, len(keys), _TERMS):
            among = keys[at : at + _TERMS]
            held = self._connection.rows(self._names["terms"], f"id in {among}", ["id", "entries"])
            before = {int(row["id"]): int(row["entries"]) for row in held}
            counted = {key: max(0, before.get(key, 0) + changes[key]) for key in among}
            with self._connection.client() as client:
                client.upsert(
                    self._names["terms"],
                    [{"id": key, "entries": count, "nothing": NOTHING} for key, count in counted.items()],
                )

    def set_terms(self, counts: Mapping[int, int]) -> None:
        """Write the counts of terms of a new generation."""
        rows = [{"id": key, "entries": count, "nothing": NOTHING} for key, count in counts.items()]
        for at in range(0, len(rows), _TERMS):
            self.insert("terms", rows[at : at + _TERMS])

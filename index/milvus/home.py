"""Passages in Milvus: each question is answered over what its searches find there."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, ValuesView
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.manifest import SnapshotError
from index.milvus.lexical import SparseEntries, Terms
from index.milvus.manifest import read_vocabulary
from index.milvus.recent import Recent
from index.milvus.rows import joined, read_card, whole_document
from index.milvus.schema import collection_name, expression, of_documents
from index.milvus.working_set import Card, WorkingSet
from index.passages import readable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from corpus.chunking import Chunk
    from corpus.document import Document, Language
    from index.filters import Filters
    from index.milvus.connection import Connection, Vector
    from index.milvus.manifest import Generation
    from index.milvus.rows import WholeDocument
    from index.milvus.weights import Kind
    from index.passages import PassageIndex
    from index.query import SearchQuery

_CHUNKS = 200  # a leg; as many as it may speak for in memory, see index/fusion.py
_QUESTIONS = 200
_DOCUMENTS = 40  # a leg of whole documents
_FIRST_CHUNKS = 12  # of a document that was found as a whole
_CARDS = 5000
_WHOLES = 500
_MIDDLE = 100  # documents; the middle of their sentences has a cosine of 0.999 with that of all
_ROW = ["id", "document", "version", "position", "body", "dense", "stems", "grams"]


class MilvusPassages:
    """The passages of one generation.

    Args:
        connection: Milvus.
        prefix: What all names begin with.
        name: The generation.
        generation: Its manifest.

    Raises:
        SnapshotError: If it cannot be read.
    """

    def __init__(self, connection: Connection, prefix: str, name: str, generation: Generation) -> None:
        self._connection = connection
        self._names = {part: collection_name(prefix, name, part) for part in ("chunks", "questions", "documents")}
        self._parts = collection_name(prefix, name, "parts")
        self._generation = generation
        self._terms = Terms(connection, collection_name(prefix, name, "terms"), generation.entries)
        self._cards: Recent[Card] = Recent(_CARDS, self._read_cards)
        self._wholes: Recent[WholeDocument] = Recent(_WHOLES, self._read_wholes)
        self.vocabulary = read_vocabulary(connection, self._parts)
        sampled = connection.rows(self._names["chunks"], "sampled == true", ["document", "grams"])
        self._sample = SparseEntries([row["grams"] for row in sampled])
        held = {row["document"] for row in sampled}
        self._in_the_middle = sorted(held, key=lambda name: zlib.crc32(name.encode()))[:_MIDDLE]
        principles = connection.rows(self._names["documents"], 'type == "prinsipp"', ["id"])
        self._always = sorted(row["id"] for row in principles)
        self.documents: Mapping[str, Document] = _AllDocuments(self)

    @property
    def places(self) -> Collection[str]:
        """Names of the municipalities that documents are about, in lower case."""
        return self._generation.places

    def readable(self, language: Language) -> NDArray[np.bool_]:
        """Tell which documents are for a reader in a language, one flag a document, in order."""
        return readable(self.cards(), language)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """Return a document's chunks in order."""
        return self._wholes.get([document_id])[document_id].chunks

    def around(self, queries: Sequence[SearchQuery], filters: Filters) -> PassageIndex:
        """Return the part of the collection that any leg of search finds for some queries.

        Args:
            queries: What is searched for.
            filters: Which documents may be found.

        Raises:
            SnapshotError: If Milvus cannot be reached.
        """
        where = expression(filters)
        rows: dict[str, dict[str, Any]] = {}
        whole: list[str] = list(self._always)
        for query in queries:
            for row in self._found_chunks(query, where):
                rows.setdefault(row["id"], row)
            whole += self._found_documents(query, where)
        missing = of_documents(dict.fromkeys(whole))
        near = f"{missing} and position < {_FIRST_CHUNKS}"
        for row in self._connection.rows(self._names["chunks"], near, _ROW):
            rows.setdefault(row["id"], row)
        self._forget_old({row["document"]: row["version"] for row in rows.values()})
        cards = self._with_translations([*(row["document"] for row in rows.values()), *whole])
        versions = {name: card.version for name, card in cards.items()}
        return WorkingSet(
            cards,
            [row for row in rows.values() if versions.get(row["document"]) == row["version"]],
            terms=self._terms,
            sample=self._sample,
            vocabulary=self.vocabulary,
            fetch=lambda ids: self._whole_of(ids, versions),
            middle=lambda: self._middle,
        )

    @cached_property
    def _middle(self) -> NDArray[np.float32]:
        wholes = self._wholes.find(self._in_the_middle).values()
        vectors = np.concatenate([one.sentence_vectors for one in wholes]).astype(np.float32)
        return np.asarray(vectors.mean(axis=0), np.float32)

    def whole(self, document_id: str) -> Document | None:
        """Return a document with its text, or None if there is none of that name."""
        found = self._wholes.find([document_id])
        return found[document_id].document if document_id in found else None

    def cards(self) -> Iterator[Document]:
        """Yield every document without its text.

        Raises:
            SnapshotError: If Milvus cannot be reached.
        """
        for row in self._connection.every(self._names["documents"], "", ["body"]):
            yield read_card(row)

    @property
    def size(self) -> int:
        """Number of documents."""
        return self._generation.manifest.counts["documents"]

    def _found_chunks(self, query: SearchQuery, where: str) -> Iterator[dict[str, Any]]:
        legs: tuple[tuple[str, Vector], ...] = (
            ("dense", query.vector.tolist()),
            ("stems", self._terms.query_weights("stems", query.text)),
            ("grams", self._terms.query_weights("grams", query.text)),
        )
        for field, vector in legs:
            yield from self._connection.search(
                self._names["chunks"], vector, field=field, limit=_CHUNKS, where=where, output=_ROW
            )

    def _found_documents(self, query: SearchQuery, where: str) -> Iterator[str]:
        """Ids of the documents that each leg of whole documents finds, some of them more than once."""
        dense: Vector = query.vector.tolist()
        questions = self._connection.search(
            self._names["questions"], dense, field="dense", limit=_QUESTIONS, where=where, output=["document"]
        )
        yield from list(dict.fromkeys(row["document"] for row in questions))[:_DOCUMENTS]
        legs: list[tuple[str, Vector]] = [("dense", dense)]
        kinds: tuple[tuple[Kind, str], ...] = (
            ("question_grams", query.text),
            ("document_grams", query.text),
            ("document_grams", query.expansion),
        )
        for kind, text in kinds:
            legs.append((kind, self._terms.query_weights(kind, text) if text else {}))
        for field, vector in legs:
            found = self._connection.search(
                self._names["documents"], vector, field=field, limit=_DOCUMENTS, where=where, output=["id"]
            )
            yield from (row["id"] for row in found)

    def _with_translations(self, ids: Sequence[str]) -> dict[str, Card]:
        """Cards of some documents, of their translations, and of what they translate, in the order of their ids."""
        cards = self._cards.find(ids)
        originals = {card.document.translation_of for card in cards.values()} - {None}
        among = json.dumps([*cards, *originals], ensure_ascii=False)
        others = self._connection.rows(self._names["documents"], f"translation_of in {among}", ["id"])
        also = [*(row["id"] for row in others), *(one for one in originals if one)]
        cards = {**cards, **self._cards.find(also)}
        return {name: cards[name] for name in sorted(cards)}

    def _forget_old(self, versions: Mapping[str, str]) -> None:
        """Forget cards of documents that were changed since they were read."""
        known = self._cards.held(versions)
        self._cards.forget([name for name, card in known.items() if card.version != versions[name]])

    def _whole_of(self, ids: Collection[str], versions: Mapping[str, str]) -> dict[str, WholeDocument]:
        """Whole documents that their chunks were cut from; offsets into another version would quote what it never said.

        Raises:
            SnapshotError: If one was changed a moment ago.
        """
        known = self._wholes.held(ids)
        self._wholes.forget([name for name, whole in known.items() if whole.version != versions.get(name)])
        found = self._wholes.get(ids)
        if changed := [name for name, whole in found.items() if whole.version != versions.get(name)]:
            msg = f"dokumentet '{changed[0]}' ble endret i Milvus akkurat nå; spør igjen"
            raise SnapshotError("torn", msg)
        return found

    def _read_cards(self, ids: Collection[str]) -> dict[str, Card]:
        wanted = of_documents(ids)
        fields = ["id", "version", "body", "question_grams", "document_grams"]
        documents = self._connection.rows(self._names["documents"], wanted, fields)
        questions = self._connection.rows(self._names["questions"], wanted, ["document", "position", "dense"])
        vectors: dict[str, list[tuple[int, list[float]]]] = {}
        for row in questions:
            vectors.setdefault(row["document"], []).append((row["position"], row["dense"]))
        return {
            row["id"]: Card(
                read_card(row),
                row["version"],
                np.array([vector for _, vector in sorted(vectors[row["id"]])], np.float32),
                row["question_grams"],
                row["document_grams"],
            )
            for row in documents
            if row["id"] in vectors
        }

    def _read_wholes(self, ids: Collection[str]) -> dict[str, WholeDocument]:
        rows = self._connection.rows(self._parts, of_documents(ids), ["document", "position", "body"])
        of: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            of.setdefault(row["document"], []).append(row)
        found = {}
        for name, parts in of.items():
            if (content := joined(parts)) is None:
                msg = f"dokumentet '{name}' er skadet i Milvus; kjør 'veikart index'"
                raise SnapshotError("torn", msg)
            found[name] = whole_document(content)
        return found


class _AllDocuments(Mapping[str, "Document"]):
    """Every document of a collection; those that are gone through come without their texts."""

    def __init__(self, home: MilvusPassages) -> None:
        self._home = home

    def __getitem__(self, document_id: str) -> Document:
        document = self._home.whole(document_id)
        if document is None:
            raise KeyError(document_id)
        return document

    def __iter__(self) -> Iterator[str]:
        return (document.id for document in self._home.cards())

    def __len__(self) -> int:
        return self._home.size

    def __contains__(self, document_id: object) -> bool:
        return isinstance(document_id, str) and self._home.whole(document_id) is not None

    def values(self) -> ValuesView[Document]:
        """Return the documents without their texts, which would be as large as the collection."""
        return _Cards(self)

    @property
    def home(self) -> MilvusPassages:
        """Where they lie."""
        return self._home


class _Cards(ValuesView["Document"]):
    _mapping: _AllDocuments

    def __iter__(self) -> Iterator[Document]:
        return self._mapping.home.cards()

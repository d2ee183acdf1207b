"""The schema: five collections a generation, and the alias that names the generation in use.

``chunks``, ``questions`` and ``documents`` are searched; ``parts`` holds what is read, in pieces of text; ``terms``
counts in how many entries each token stands. The alias points at the ``parts`` of the generation in use, which holds
its manifest: one swap, and readers see all five of the new one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pymilvus import MilvusClient

    from corpus.document import Document
    from index.filters import Filters

SCHEMA_VERSION = 1  # raise it when a field, or what stands in it, changes
COLLECTIONS = ("chunks", "questions", "documents", "parts", "terms")
NOTHING = [0.0, 1.0]  # the vector of rows that are never searched
PIECE = 60_000  # characters; Milvus keeps 65,535 in a field
_ID_LENGTH = 300
_TEXT_LENGTH = 65_535
_MOST_PLACES = 400  # there are 357 municipalities
_SEARCHED = {
    "document": "VARCHAR", "type": "VARCHAR", "published": "INT64", "principles": "ARRAY", "places": "ARRAY",
    "position": "INT64", "body": "VARCHAR",
}  # fmt: skip
_ADDED: dict[str, dict[str, str]] = {
    "chunks": {**_SEARCHED, "sampled": "BOOL", "version": "VARCHAR"},
    "questions": _SEARCHED,
    "documents": {**_SEARCHED, "version": "VARCHAR", "translation_of": "VARCHAR"},
    "parts": {"document": "VARCHAR", "position": "INT64", "body": "VARCHAR"},
    "terms": {"entries": "INT64"},
}
# Milvus wants a vector in every collection.
_VECTORS = {
    "chunks": ("dense", "stems", "grams"),
    "questions": ("dense",),
    "documents": ("dense", "question_grams", "document_grams"),
    "parts": ("nothing",),
    "terms": ("nothing",),
}


def collection_name(prefix: str, generation: str, part: str) -> str:
    """Return the name of a collection."""
    return f"{prefix}_{generation}_{part}"


def generation_of(prefix: str, collection: str) -> str | None:
    """Return the generation that a collection belongs to, or None if it is none of ours."""
    name, _, part = collection.rpartition("_")
    return name.removeprefix(f"{prefix}_") if part in COLLECTIONS and name.startswith(f"{prefix}_") else None


def create_generation(client: MilvusClient, prefix: str, generation: str, dimension: int) -> None:
    """Create the empty collections of a generation.

    Args:
        client: Milvus.
        prefix: What all names begin with.
        generation: The new one.
        dimension: Length of the embedding vectors.
    """
    for part in COLLECTIONS:
        schema, index = _schema(client, part, dimension)
        client.create_collection(
            collection_name(prefix, generation, part), schema=schema, index_params=index, consistency_level="Strong"
        )


def filter_fields(document: Document) -> dict[str, Any]:
    """Return what a document's rows are filtered by."""
    return {
        "document": document.id,
        "type": document.type,
        "published": document.published or 0,
        "principles": list(document.principles),
        "places": [place.lower() for place in document.municipality][:_MOST_PLACES],
    }


def expression(filters: Filters) -> str:
    """Return filters as Milvus reads them.

    Example:
        >>> from index.filters import Filters
        >>> expression(Filters(types=("praksis",), since=2020))
        'type in ["praksis"] and published >= 2020'
    """
    said = [
        f"type in {_listed(filters.types)}" if filters.types else "",
        f"array_contains_any(principles, {_listed(filters.principles)})" if filters.principles else "",
        f"array_contains_any(places, {_listed(place.lower() for place in filters.municipalities)})"
        if filters.municipalities
        else "",
        f"published >= {filters.since}" if filters.since is not None else "",
        of_documents(filters.documents) if filters.documents else "",
    ]
    return " and ".join(part for part in said if part)


def of_documents(ids: Iterable[str]) -> str:
    """Return the expression for the rows of some documents."""
    return f"document in {_listed(ids)}"


def _listed(values: Iterable[str] | Iterable[int]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _schema(client: MilvusClient, part: str, dimension: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    index = client.prepare_index_params()
    key = DataType.INT64 if part == "terms" else DataType.VARCHAR
    schema.add_field("id", key, is_primary=True, max_length=_ID_LENGTH)
    limits: dict[str, dict[str, Any]] = {
        "principles": {"element_type": DataType.INT64, "max_capacity": 8},
        "places": {"element_type": DataType.VARCHAR, "max_length": 100, "max_capacity": _MOST_PLACES},
        "body": {"max_length": _TEXT_LENGTH},
    }
    for name, kind in _ADDED[part].items():
        schema.add_field(name, getattr(DataType, kind), **limits.get(name, {"max_length": _ID_LENGTH}))
    for name in _VECTORS[part]:
        if name in ("dense", "nothing"):
            schema.add_field(name, DataType.FLOAT_VECTOR, dim=dimension if name == "dense" else len(NOTHING))
            graph = {"M": 32, "efConstruction": 200}
            index.add_index(name, index_type="HNSW", metric_type="IP", params=graph)
        else:
            schema.add_field(name, DataType.SPARSE_FLOAT_VECTOR)
            index.add_index(name, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return schema, index

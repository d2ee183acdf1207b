"""The manifest of a generation in Milvus: what the snapshot says of itself, and what search must know of the whole."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from index.manifest import Manifest, SnapshotError
from index.milvus.rows import joined, pieces
from index.milvus.schema import SCHEMA_VERSION
from index.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.milvus.connection import Connection

MANIFEST = "manifest"
VOCABULARY = "vocabulary"
_MOST_WORDS = 200_000


@dataclass(frozen=True)
class Generation:
    """A generation's manifest.

    Args:
        manifest: What the snapshot says of itself.
        revision: How many times it was changed where it lies.
        entries: Number of entries that words are searched in, by kind.
        tokens: Number of their tokens, by kind.
        sample: Which share of chunks stands for the whole.
        places: Names of the municipalities that documents are about, in lower case.
        is_changing: Whether a change of it was begun; it stands until the change is whole.
    """

    manifest: Manifest
    revision: int
    entries: dict[str, int]
    tokens: dict[str, int]
    sample: float
    places: tuple[str, ...]
    is_changing: bool = False


_GENERATION = TypeAdapter(Generation)


def manifest_rows(generation: Generation) -> list[dict[str, Any]]:
    """Return a generation's manifest as rows."""
    return pieces(MANIFEST, MANIFEST, _GENERATION.dump_json(generation))


def read_generation(connection: Connection, collection: str) -> Generation:
    """Read the manifest from the collection that the alias points at.

    Raises:
        SnapshotError: If there is none, it is torn, or of another format.
    """
    content = joined(connection.rows(collection, f'document == "{MANIFEST}"', ["position", "body"]))
    if content is None:
        msg = f"indeksen i Milvus er skadet ({collection} mangler et helt manifest); kjør 'veikart index'"
        raise SnapshotError("torn", msg)
    held: dict[str, Any] = json.loads(content)
    written = held["manifest"].get("format")
    if written != SCHEMA_VERSION:
        msg = f"indeksen i Milvus har skjema {written}, programmet bruker {SCHEMA_VERSION}; kjør 'veikart index'"
        raise SnapshotError("format", msg)
    try:
        return _GENERATION.validate_python(held)
    except ValidationError as error:
        msg = f"manifestet i Milvus ({collection}) kan ikke leses; kjør 'veikart index'"
        raise SnapshotError("torn", msg) from error


def vocabulary_rows(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the most common words as rows."""
    common = dict(Counter(counts).most_common(_MOST_WORDS))
    return pieces(VOCABULARY, VOCABULARY, zlib.compress(json.dumps(common, ensure_ascii=False).encode()))


def read_vocabulary(connection: Connection, collection: str) -> Vocabulary:
    """Read the words.

    Raises:
        SnapshotError: If they are torn.
    """
    content = joined(connection.rows(collection, f'document == "{VOCABULARY}"', ["position", "body"]))
    if content is None:
        msg = f"indeksen i Milvus er skadet ({collection} har ingen hel ordliste); kjør 'veikart index'"
        raise SnapshotError("torn", msg)
    return Vocabulary(json.loads(zlib.decompress(content)))

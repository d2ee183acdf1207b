"""The home in Milvus in bad state: out of reach, torn, half built, of another schema or model; never served."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.index_state import CorpusError, build_index
from assistant.index_store import index_store
from assistant.settings import Settings
from corpus.chunking import chunk_document
from index.embedding_cache import EmbeddingCache
from index.manifest import SnapshotError, corpus_hash
from index.milvus import publisher
from index.milvus.connection import Address, Connection
from index.milvus.generations import Generations
from index.milvus.manifest import MANIFEST
from index.milvus.rows import joined, pieces
from index.milvus.schema import NOTHING, PIECE, collection_name
from index.milvus.store import MilvusStore
from index.model.embedder import Embedder, ModelFingerprint
from tests.index.stores import ALL, FEW, Place, found, passages

SECRET = "root:hemmelig-ord"  # noqa: S105 - of a test


@pytest.fixture
def empty(tmp_path: Path, data_dir: Path, embedder: Embedder) -> Place:
    return Place("milvus", tmp_path, embedder, EmbeddingCache(data_dir / "embeddings.sqlite", embedder))


@pytest.fixture
def place(empty: Place) -> Place:
    empty.publish(FEW)
    return empty


@pytest.fixture
def generations(place: Place) -> Generations:
    return Generations(Connection(Address(str(place.folder / "milvus.db"))), "veikart")


def parts(generations: Generations) -> str:
    name = generations.in_use()
    assert name is not None
    return collection_name("veikart", name, "parts")


def rewrite(generations: Generations, row_id: str, body: str) -> None:
    """Put other text in a row, as a faulty disk or a hasty hand would."""
    with generations.connection.client() as client:
        row = client.get(parts(generations), ids=[row_id])[0]
        kept = {"id": row["id"], "document": row["document"], "position": row["position"]}
        client.upsert(parts(generations), [{**kept, "body": body, "nothing": NOTHING}])


@pytest.fixture
def far(embedder: Embedder) -> MilvusStore:
    """A store where nobody listens."""
    store = MilvusStore(Address("http://127.0.0.1:9", SECRET), "veikart", embedder.fingerprint)
    store._generations.connection._seconds = 1.0
    return store


def test_out_of_reach_is_one_line_that_names_the_address_and_no_secret(
    far: MilvusStore, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(SnapshotError) as told:
        far.load()
    assert told.value.reason == "unreachable"
    assert "http://127.0.0.1:9" in str(told.value)
    assert "\n" not in str(told.value)
    assert far.trouble() is not None
    assert "hemmelig" not in str(told.value) + caplog.text + repr(Address("http://x", SECRET))


def test_an_index_of_another_model_is_refused_and_written_anew(place: Place, embedder: Embedder) -> None:
    other = dataclasses.replace(embedder.fingerprint, name="en-annen", prompts={"query": "q: ", "passage": "p: "})
    with pytest.raises(SnapshotError, match="laget med modellen") as told:
        place.store(other).load()
    assert told.value.reason == "model"
    before = place.store().current_name()
    place.store(other).publish(FEW, place.cache)
    assert place.store(other).current_name() != before
    assert (place.store().trouble() or "").startswith("indeksen er laget med modellen 'en-annen'")


def test_an_older_schema_is_told_and_replaced(place: Place, generations: Generations) -> None:
    name = generations.in_use()
    assert name is not None
    with generations.connection.client() as client:
        row = client.get(parts(generations), ids=[f"{MANIFEST}/0"])[0]
    content = joined([row])
    assert content is not None
    held = json.loads(content)
    held["manifest"]["format"] = 0
    rewrite(generations, f"{MANIFEST}/0", pieces(MANIFEST, MANIFEST, json.dumps(held).encode())[0]["body"])
    with pytest.raises(SnapshotError, match="har skjema 0") as told:
        place.store().load()
    assert told.value.reason == "format"
    place.publish(FEW)
    assert place.store().trouble() is None


@pytest.mark.parametrize("row", [f"{MANIFEST}/0", "vocabulary/0"])
def test_what_the_whole_stands_on_is_never_read_torn(place: Place, generations: Generations, row: str) -> None:
    rewrite(generations, row, "0123456789abcdef:1:tull")
    with pytest.raises(SnapshotError, match="kjør 'veikart index'") as told:
        place.store().load()
    assert told.value.reason == "torn"


def test_a_torn_text_is_never_quoted(place: Place, generations: Generations, embedder: Embedder) -> None:
    with generations.connection.client() as client:
        body = client.get(parts(generations), ids=["document/orklandbadet/0"])[0]["body"]
    rewrite(generations, "document/orklandbadet/0", body[:-20])
    with pytest.raises(SnapshotError, match="'orklandbadet' er skadet i Milvus"):
        found(place.home(), embedder, "Hva kostet Orklandbadet?")


def test_rows_that_are_gone_are_missed_by_the_check(place: Place, generations: Generations) -> None:
    name = generations.in_use()
    assert name is not None
    with generations.connection.client() as client:
        client.delete(collection_name("veikart", name, "chunks"), filter='document == "orklandbadet"')
    with pytest.raises(SnapshotError, match="skal holde"):
        place.store().check()


def test_a_generation_that_is_half_written_is_not_seen_and_goes_with_the_next(
    place: Place, generations: Generations, embedder: Embedder
) -> None:
    half = generations.create(embedder.dimension)
    assert found(place.home(), embedder, "Hva er Drammensmodellen?")[0] == "drammensmodellen"
    assert place.store().trouble() is None
    few = {name: one for name, one in FEW.items() if one.type == "prinsipp"}
    place.publish(few)
    with generations.connection.client() as client:
        assert not [name for name in client.list_collections() if half in name]


PRACTICE = {name: one for name, one in ALL.items() if one.type == "praksis"}


def test_who_had_read_a_text_that_is_changed_never_quotes_it_askew(empty: Place, embedder: Embedder) -> None:
    """Offsets in the new text, applied to the old one, would cut sentences in two."""
    empty.publish(PRACTICE)
    reader = empty.home()
    assert found(reader, embedder, "Hva kostet Orklandbadet?")[0] == "orklandbadet"
    old = PRACTICE["orklandbadet"]
    first = "Badet er omtalt på nytt. "
    sections = [
        dataclasses.replace(one, start=one.start + len(first) * (one.start > 0), end=one.end + len(first))
        for one in old.sections
    ]
    new = dataclasses.replace(old, text=first + old.text, sections=tuple(sections))
    empty.publish({**PRACTICE, "orklandbadet": new})
    cut = {new.text[chunk.start : chunk.end] for chunk in chunk_document(new)}
    quoted = {
        one.text for one in passages(reader, embedder, "Hva kostet Orklandbadet?", k=50) if one.document.id == new.id
    }
    assert quoted
    assert quoted <= cut


def test_a_change_that_was_broken_off_is_made_whole_by_the_next(empty: Place, embedder: Embedder) -> None:
    empty.publish(PRACTICE)
    before = empty.store().current_name()
    changed_text = dataclasses.replace(PRACTICE["orklandbadet"], title="Et annet bad")

    class Torn(EmbeddingCache):
        def embed(self, *arguments: object, **options: object) -> NDArray[np.float32]:
            raise MemoryError

    with pytest.raises(MemoryError):
        empty.store().publish({**PRACTICE, "orklandbadet": changed_text}, Torn(empty.folder / "none.sqlite", embedder))
    assert empty.store().current_name() == before
    assert empty.home().documents["orklandbadet"] == PRACTICE["orklandbadet"]
    empty.publish({**PRACTICE, "orklandbadet": changed_text})
    assert empty.home().documents["orklandbadet"].title == "Et annet bad"
    assert empty.store().check().counts["documents"] == len(PRACTICE)
    assert (empty.store().current_name() or "").partition("-")[0] != (before or "").partition("-")[0], "written anew"


def test_many_changes_are_made_in_rounds_and_the_last_says_of_which_texts(
    empty: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "_CHANGED_AT_ONCE", 1)
    empty.publish(PRACTICE)
    before = empty.store().load()
    names = list(PRACTICE)[:2]
    after = PRACTICE | {name: dataclasses.replace(PRACTICE[name], title=f"Nytt navn på {name}") for name in names}
    steps: list[str] = []
    empty.store().publish(after, empty.cache, on_built=lambda: steps.append("built"))
    there = empty.store().load()
    assert [there.passages.documents[name].title for name in names] == [f"Nytt navn på {name}" for name in names]
    assert there.manifest.corpus_hash == corpus_hash(after) != before.manifest.corpus_hash
    assert there.name == f"{before.name.partition('-')[0]}-2", "two rounds where they lie"
    assert steps == ["built"]


def test_a_text_that_is_changed_while_all_are_written_is_named_and_the_old_index_stands(
    data_dir: Path, embedder: Embedder, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    front = "title: T\ntype: egen\nlanguage: nb\nbasis: offentlig\nsources: [{url: 'https://x.no/a'}]\n---\n\n"
    for number in range(34):  # more than are read at once
        (texts / f"t{number:02}.md").write_text(f"---\nid: t{number:02}\n{front}Kommunen har {number} busser.\n")

    class Meanwhile(EmbeddingCache):
        def embed(self, *arguments: Any, **options: Any) -> NDArray[np.float32]:
            (texts / "t33.md").write_text((texts / "t33.md").read_text().replace("busser", "tog"))
            return super().embed(*arguments, **options)

    settings = Settings(data=tmp_path, texts=texts, milvus=str(tmp_path / "milvus.db"))
    with pytest.raises(CorpusError, match=r"t33\.md.*ble endret mens indeksen ble bygd"):
        build_index(settings, embedder, cache=Meanwhile(tmp_path / "c.sqlite", embedder))
    store = index_store(settings, embedder)
    assert store.current_name() is None
    assert build_index(settings, embedder).counts["documents"] == 34


def test_an_alias_that_is_gone_is_told(place: Place, generations: Generations) -> None:
    with generations.connection.client() as client:
        client.drop_alias("veikart")
    assert "ingen indeks med navnet 'veikart'" in (place.store().trouble() or "")


@pytest.mark.parametrize("size", [0, 1, PIECE // 2, 3 * PIECE])
def test_long_content_is_cut_and_joined(size: int) -> None:
    content = bytes(at % 251 for at in range(size))
    rows = pieces("noe", "noe", content)
    assert joined(reversed(rows)) == content
    assert all(len(row["body"]) < 65_535 for row in rows)
    assert joined(rows[1:]) is None


def test_a_fingerprint_is_kept_whole(place: Place, embedder: Embedder) -> None:
    kept: ModelFingerprint = place.store().load().manifest.model
    assert kept.difference(embedder.fingerprint) is None

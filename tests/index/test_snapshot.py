"""The index on disk: what is read back is what was written, and nothing torn is ever served."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.index_state import CorpusError, ready_snapshot
from assistant.settings import Settings
from corpus.reader import read_corpus
from index.builder import EmptyCorpusError, build_passage_index
from index.home import Snapshot
from index.manifest import SnapshotError, corpus_hash
from index.model.embedder import Embedder
from index.query import SearchQuery
from index.search import search
from index.snapshot import check_snapshot, load_snapshot, save_snapshot
from tests.conftest import ROOT, make_data_dir

FEW = [
    document
    for document in read_corpus().documents.values()
    if document.type == "prinsipp" and document.language == "nb"
]


@pytest.fixture
def folder(tmp_path: Path, embedder: Embedder) -> Path:
    save_snapshot(
        tmp_path, build_passage_index(FEW, embedder), embedder.fingerprint, corpus_hash({one.id: one for one in FEW})
    )
    return tmp_path


def current(folder: Path) -> Path:
    return folder / "snapshots" / (folder / "current").read_text()


def ids(snapshot: Snapshot, embedder: Embedder, question: str) -> list[str]:
    vector = embedder.embed_queries([question])[0]
    return [passage.chunk.id for passage in search(snapshot.passages, SearchQuery(question, vector), k=10)]


def test_what_is_read_back_finds_what_was_built(folder: Path, embedder: Embedder) -> None:
    built = build_passage_index(FEW, embedder)
    query = SearchQuery("åpne data", embedder.embed_queries(["åpne data"])[0])
    before = [passage.chunk.id for passage in search(built, query, k=10)]
    after = load_snapshot(folder, embedder.fingerprint)
    assert ids(after, embedder, "åpne data") == before
    assert before[0].startswith("prinsipp-6#")
    assert list(after.passages.documents.values()) == FEW


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"ingen indeks.*kjør 'veikart index'") as caught:
        load_snapshot(tmp_path)
    assert caught.value.reason == "missing"


def every_file(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("damage", ["cut", "flip", "remove"])
def test_any_damage_to_any_file_is_noticed(folder: Path, damage: str) -> None:
    for name in every_file(current(folder)):
        path = current(folder) / name
        whole = path.read_bytes()
        if damage == "remove":
            path.unlink()
        else:
            middle = len(whole) // 2
            flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
            path.write_bytes(whole[:middle] if damage == "cut" else flipped)
        if name == "manifest.json" and damage == "flip":
            path.write_bytes(whole)  # one digit of a date may change and still be a date; the files are what counts
            continue
        with pytest.raises(SnapshotError, match="skadet") as caught:
            load_snapshot(folder)
        assert caught.value.reason == "torn"
        path.write_bytes(whole)
    load_snapshot(folder)


def test_a_current_file_that_names_nothing_is_a_torn_index(folder: Path) -> None:
    (folder / "current").write_text("finnes-ikke")
    with pytest.raises(SnapshotError, match="skadet"):
        load_snapshot(folder)


def test_an_index_of_another_model_is_refused_with_the_remedy(folder: Path, embedder: Embedder) -> None:
    other = dataclasses.replace(embedder.fingerprint, name="annen", query_probe=embedder.fingerprint.passage_probe)
    with pytest.raises(
        SnapshotError, match=r"laget med modellen 'multilingual-e5-small', ikke med 'annen'.*veikart index"
    ):
        load_snapshot(folder, other)


def test_an_index_of_another_format_is_refused_with_the_remedy(folder: Path) -> None:
    manifest = current(folder) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 0}))
    with pytest.raises(SnapshotError, match=r"format 0.*kjør 'veikart index'"):
        load_snapshot(folder)


def test_a_full_disk_leaves_the_old_index_serving(
    folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "current").read_text()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.dense.DenseIndex.save", full)
    with pytest.raises(SnapshotError, match="frigjør plass") as caught:
        save_snapshot(folder, build_passage_index(FEW[:1], embedder), embedder.fingerprint, "x" * 64)
    assert caught.value.reason == "disk"
    assert (folder / "current").read_text() == before
    assert [path.name for path in (folder / "snapshots").iterdir()] == [before]
    load_snapshot(folder, embedder.fingerprint)


def test_old_indexes_are_tidied_away_but_the_last_is_kept(folder: Path, embedder: Embedder) -> None:
    passages = build_passage_index(FEW[:1], embedder)
    for _ in range(3):
        save_snapshot(folder, passages, embedder.fingerprint, corpus_hash({one.id: one for one in FEW[:1]}))
    assert len(list((folder / "snapshots").iterdir())) == 2
    assert current(folder).is_dir()


def test_withdrawn_texts_are_not_indexed(embedder: Embedder) -> None:
    withdrawn = dataclasses.replace(FEW[0], status="trukket")
    assert withdrawn.id not in build_passage_index([withdrawn, *FEW[1:]], embedder).documents
    with pytest.raises(EmptyCorpusError):
        build_passage_index([withdrawn], embedder)


def test_the_server_mends_a_torn_index_by_building_it_anew(
    tmp_path: Path, model_folder: Path, embedder: Embedder, few_texts: Path
) -> None:
    settings = Settings(data=make_data_dir(tmp_path, model_folder), texts=few_texts)
    first = ready_snapshot(settings, embedder)
    (current(settings.index_folder) / "chunks.faiss").write_bytes(b"")
    assert ready_snapshot(settings, embedder).manifest.counts == first.manifest.counts


def test_changed_texts_are_indexed_and_faulty_ones_leave_the_old_index(
    tmp_path: Path, model_folder: Path, embedder: Embedder, few_texts: Path
) -> None:
    settings = Settings(data=make_data_dir(tmp_path, model_folder), texts=few_texts)
    first = ready_snapshot(settings, embedder)
    text = few_texts / "prinsipp-1.md"
    text.write_text(text.read_text().replace("Sambruk", "Felles bruk"))
    second = ready_snapshot(settings, embedder)
    assert second.manifest.corpus_hash != first.manifest.corpus_hash
    text.write_text("ødelagt")
    assert ready_snapshot(settings, embedder).manifest.corpus_hash == second.manifest.corpus_hash


def test_faulty_texts_and_no_index_are_said_to_be_faulty(
    tmp_path: Path, model_folder: Path, embedder: Embedder, few_texts: Path
) -> None:
    (few_texts / "prinsipp-1.md").write_text("ødelagt")
    with pytest.raises(CorpusError, match=r"prinsipp-1\.md:1: "):
        ready_snapshot(Settings(data=make_data_dir(tmp_path, model_folder), texts=few_texts), embedder)


@pytest.fixture
def few_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for number in (1, 2):
        source = (ROOT / f"corpus/texts/prinsipp/prinsipp-{number}.md").read_text(encoding="utf-8")
        without_links = "".join(line for line in source.splitlines(True) if not line.startswith("related:"))
        (folder / f"prinsipp-{number}.md").write_text(without_links, encoding="utf-8")
    return folder


def test_a_build_killed_at_any_moment_leaves_the_old_index(folder: Path, embedder: Embedder, tmp_path: Path) -> None:
    """The writer saves again and again until it is killed; whenever that is, what is current can be read."""
    script = f"""
import dataclasses, pickle, sys
from pathlib import Path
from index.snapshot import load_snapshot, save_snapshot
snapshot = load_snapshot(Path({str(folder)!r}))
sys.stdout.write("ready\\n")
sys.stdout.flush()
while True:
    save_snapshot(Path({str(folder)!r}), snapshot.passages, snapshot.manifest.model, snapshot.manifest.corpus_hash)
"""
    for moment in range(12):
        writer = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.013 * moment)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert load_snapshot(folder, embedder.fingerprint).manifest.counts["documents"] == len(FEW)


def test_the_check_counts_what_is_there(folder: Path) -> None:
    assert check_snapshot(folder).counts["documents"] == len(FEW)
    path = current(folder) / "manifest.json"
    path.write_text(
        path.read_text().replace('"documents":8', '"documents":9').replace('"documents": 8', '"documents": 9')
    )
    with pytest.raises(SnapshotError, match=r"holder .*skal holde"):
        check_snapshot(folder)

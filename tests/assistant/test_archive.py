"""Everything that a municipality has put in comes along in one file, and comes back as it was or not at all."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from assistant.archive import ArchiveError, export, restore
from assistant.audit import Change
from assistant.feedback import Feedback, FeedbackStore, Judged
from assistant.settings import Settings
from assistant.stores import open_stores
from assistant.triage import Judgement
from tests.conftest import open_address
from tests.faults.stores import JUDGED, refused
from tests.faults.waiting import wait_until
from tests.postgres import PASSWORD, Postgres, needs_postgres
from ui.editor.session_memory import SharedMemory

TEXT = "---\nid: plan\n---\n\nVi måler luft.\n"


def filled(data: Path) -> Settings:
    settings = Settings(data=data, llm_key_file=data / "key.txt")
    (data / "own" / "texts").mkdir(parents=True)
    (data / "own" / "texts" / "plan.md").write_text(TEXT, encoding="utf-8")
    (data / "own" / "originals").mkdir()
    (data / "own" / "originals" / "0123456789abcdef.pdf").write_bytes(b"%PDF")
    (data / "key.txt").write_text("hemmelig-nokkel")
    FeedbackStore(settings.feedback_file, 30).add(Feedback("nyttig"), Judged("utdrag", "nb", None, "abc"))
    settings.cache_file.write_bytes(b"vectors")
    return settings


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    target = tmp_path / "kopi.zip"
    export(filled(tmp_path / "from"), target)
    return target


def test_own_documents_and_feedback_come_back_on_another_machine(archive: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "to")
    told = restore(settings, archive)
    assert told.files == 4
    assert (settings.own_folder / "texts" / "plan.md").read_text(encoding="utf-8") == TEXT
    assert (settings.own_folder / "originals" / "0123456789abcdef.pdf").read_bytes() == b"%PDF"
    [kept] = FeedbackStore(settings.feedback_file, 30).listed()
    assert kept.verdict == "nyttig"


def test_no_secret_and_no_vectors_go_along(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        held = b"".join(opened.read(name) for name in opened.namelist())
        assert "embeddings.sqlite" not in opened.namelist()
        assert "llm_key_file" not in json.loads(opened.read("settings.json"))
    assert b"hemmelig" not in held


def test_what_was_there_is_moved_aside_and_not_lost(archive: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "to")
    (settings.own_folder / "texts").mkdir(parents=True)
    (settings.own_folder / "texts" / "egen.md").write_text("eldre")
    restore(settings, archive)
    [aside] = settings.data.glob("before-restore-*")
    assert (aside / "own" / "texts" / "egen.md").read_text() == "eldre"
    assert not (settings.own_folder / "texts" / "egen.md").exists()


def test_a_database_is_copied_whole_while_somebody_writes(tmp_path: Path) -> None:
    settings = filled(tmp_path / "from")
    with closing(sqlite3.connect(settings.feedback_file)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("DELETE FROM feedback")
        export(settings, tmp_path / "kopi.zip")
        writing.rollback()
    restored = Settings(data=tmp_path / "to")
    restore(restored, tmp_path / "kopi.zip")
    assert len(FeedbackStore(restored.feedback_file, 30).listed()) == 1


def rewritten(archive: Path, target: Path, change: dict[str, bytes], manifest: dict | None = None) -> Path:
    with zipfile.ZipFile(archive) as opened, zipfile.ZipFile(target, "w") as other:
        for name in opened.namelist():
            content = change.get(name, opened.read(name))
            if name == "manifest.json" and manifest is not None:
                content = json.dumps({**json.loads(content), **manifest}).encode()
            other.writestr(name, content)
        for name in change.keys() - set(opened.namelist()):
            other.writestr(name, change[name])
    return target


def damaged(archive: Path, tmp_path: Path, how: str) -> Path:
    target = tmp_path / "skadet.zip"
    match how:
        case "cut":
            target.write_bytes(archive.read_bytes()[:-200])
        case "changed":
            rewritten(archive, target, {"own/texts/plan.md": b"noe annet"})
        case "newer":
            rewritten(archive, target, {}, {"format": 2})
        case "leads out":
            rewritten(archive, target, {"../ute.md": b"x"}, {"files": {"../ute.md": "0"}})
        case "elsewhere":
            rewritten(archive, target, {"own/../../ute.md": b"x"}, {"files": {"own/../../ute.md": "0"}})
        case "unknown":
            rewritten(archive, target, {"bin/sh": b"x"}, {"files": {"bin/sh": "0"}})
        case "missing":
            rewritten(archive, target, {}, {"files": {"own/texts/borte.md": "0"}})
        case "no archive":
            target.write_bytes(b"hei")
        case "odd manifest":
            rewritten(archive, target, {"manifest.json": b"[1]"})
    return target


@pytest.mark.parametrize(
    "how", ["cut", "changed", "newer", "leads out", "elsewhere", "unknown", "missing", "no archive", "odd manifest"]
)
def test_a_damaged_or_foreign_archive_changes_nothing(archive: Path, tmp_path: Path, how: str) -> None:
    settings = Settings(data=tmp_path / "to")
    (settings.own_folder / "texts").mkdir(parents=True)
    (settings.own_folder / "texts" / "egen.md").write_text("eldre")
    with pytest.raises(ArchiveError) as told:
        restore(settings, damaged(archive, tmp_path, how))
    assert len(str(told.value).splitlines()) == 1
    assert [path.name for path in settings.data.rglob("*") if path.is_file()] == ["egen.md"]
    assert not (tmp_path / "ute.md").exists()


def test_an_archive_is_never_written_over(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="finnes allerede"):
        export(Settings(data=tmp_path / "from"), archive)


def kept(settings: Settings) -> list[object]:
    stores = open_stores(settings)
    everything = [stores.feedback.listed(), stores.unanswered.listed(), stores.triage.all(), stores.audit.listed()]
    return [list(one) if not isinstance(one, dict) else one for one in everything]


def filled_stores(settings: Settings) -> Settings:
    stores = open_stores(settings)
    for number in range(3):
        stores.feedback.add(Feedback("ikke_nyttig", ("other",), f"Nr. {number}", include=True), JUDGED)
        stores.audit.record("Kari", "edit", f"plan-{number}", [Change("title", "a", "b")])
    stores.unanswered.record(refused("Hvor er brua?"))
    stores.triage.judge("a", Judgement("arbeid", 3, "mangler", "Se på"), "Kari")
    wait_until(stores.unanswered.listed)
    return settings


@needs_postgres
@pytest.mark.parametrize("ways", ["postgres to files", "files to postgres", "postgres to postgres"])
def test_an_archive_is_the_same_whatever_the_rows_were_in(postgres: Postgres, tmp_path: Path, ways: str) -> None:
    def settings(kind: str) -> Settings:
        (tmp_path / f"{kind}-data").mkdir(exist_ok=True)
        address = "" if kind.endswith("files") else postgres.make_database()
        if address:
            open_address(address).upgrade()
        return Settings(data=tmp_path / f"{kind}-data", database=address, unanswered="text")

    kinds = zip(("from", "to"), ways.split(" to "), strict=True)
    origin, target = (settings(f"{place} {kind}") for place, kind in kinds)
    before = kept(filled_stores(origin))
    if origin.database:
        SharedMemory(open_address(origin.database)).key()
    export(origin, tmp_path / "kopi.zip")
    with zipfile.ZipFile(tmp_path / "kopi.zip") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert PASSWORD.encode() not in held
    assert b"session_keys" not in held
    restore(target, tmp_path / "kopi.zip")
    assert kept(target) == before
    stores = open_stores(target)  # and more can be added
    stores.feedback.add(Feedback("nyttig"), JUDGED)
    stores.audit.record("Ola", "index")
    assert (len(stores.feedback.listed()), stores.audit.listed()[0].who) == (4, "Ola")


@needs_postgres
def test_rows_are_never_put_among_others_and_a_failed_restore_leaves_everything(
    postgres: Postgres, archive: Path, tmp_path: Path
) -> None:
    address = postgres.make_database()
    open_address(address).upgrade()
    settings = Settings(data=tmp_path / "to", database=address)
    (settings.own_folder / "texts").mkdir(parents=True)
    (settings.own_folder / "texts" / "egen.md").write_text("eldre")
    store = open_stores(settings).feedback
    store.add(Feedback("ikke_nyttig"), JUDGED)
    with pytest.raises(ArchiveError, match="har rader i feedback fra før; legg kopien tilbake i en ny, tom database"):
        restore(settings, archive)
    assert [one.verdict for one in store.listed()] == ["ikke_nyttig"]
    assert [path.name for path in settings.data.rglob("*") if path.is_file()] == ["egen.md"]
    empty = Settings(data=tmp_path / "to", database=postgres.make_database())
    with pytest.raises(ArchiveError, match="mangler tabeller: kjør 'veikart database upgrade'"):
        restore(empty, archive)
    assert [path.name for path in settings.data.rglob("*") if path.is_file()] == ["egen.md"]

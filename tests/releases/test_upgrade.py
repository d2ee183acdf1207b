"""A municipality upgrades: what an earlier release wrote is opened, kept and added to, and nobody has to do a thing."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from assistant.archive import restore
from assistant.assistant import Assistant
from assistant.audit import AuditLog
from assistant.feedback import Feedback, FeedbackStore, Judged
from assistant.index_state import ready_snapshot
from assistant.settings import Settings
from assistant.triage import Triage, question_key
from assistant.unanswered import UnansweredQuestions
from corpus.own.library import Library
from index.model.embedder import Embedder
from index.snapshot import check_snapshot
from tests.releases.keep import HERE, UNANSWERED

KEPT = sorted(HERE.glob("*.tar.gz"))


@pytest.fixture(params=KEPT, ids=lambda path: path.name.removesuffix(".tar.gz"))
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    with tarfile.open(request.param) as kept:
        kept.extractall(tmp_path, filter="data")
    return Settings(data=tmp_path / "data", texts=tmp_path / "texts")


def test_a_release_has_been_kept() -> None:
    assert KEPT


def test_own_documents_are_found_and_cited(upgraded: Settings, embedder: Embedder) -> None:
    assistant = Assistant(ready_snapshot(upgraded, embedder), embedder)
    check_snapshot(upgraded.index_folder)
    answer = assistant.ask("Hvor mange mil sykkelvei skal Testvik kommune bygge innen 2030?")
    assert "fire mil" in answer.text
    assert {citation.document_id for citation in answer.citations} == {"sykkelplan"}
    assert "tolv sensorer" in assistant.ask("Hvordan teller Testvik biler?").text


def test_the_library_has_originals_and_earlier_versions(upgraded: Settings) -> None:
    library = Library(upgraded.own_folder)
    [entry] = library.entries()
    assert entry.fields.title == "Sykkelplan"
    original = library.original(entry.fields.original or "")
    assert original is not None
    assert "fire mil" in original.read_text(encoding="utf-8")
    [version, *_] = library.versions("sykkelplan")
    assert "tre mil" in library.go_back("sykkelplan", version).body


def test_feedback_and_unanswered_questions_are_there_and_more_can_come(upgraded: Settings) -> None:
    store = FeedbackStore(upgraded.feedback_file, 36_500)
    assert [(one.verdict, one.comment, one.question) for one in store.listed()] == [
        ("nyttig", "", None),
        ("ikke_nyttig", "Mangler gangveier", "Hvor mye sykkelvei?"),
    ]
    store.add(Feedback("nyttig"), Judged("utdrag", "nb", None, "def"))
    assert len(store.listed()) == 3
    [asked] = UnansweredQuestions(upgraded.unanswered_file, "text", 36_500).listed()
    assert (asked.question, asked.count) == (UNANSWERED, 2)


def test_what_editors_judged_and_did_is_there(upgraded: Settings) -> None:
    judged = Triage(upgraded.triage_file).all()[question_key("nb", UNANSWERED)]
    assert (judged.status, judged.note, judged.who) == ("arbeid", "Spør NRS", "Kari")
    audit = AuditLog(upgraded.audit_file)
    assert {line.action for line in audit.listed()} >= {"import", "approve"}
    audit.record("Ola", "index")
    assert audit.listed()[0].who == "Ola"


def test_its_backup_can_be_restored(upgraded: Settings, tmp_path: Path) -> None:
    fresh = Settings(data=tmp_path / "ny", texts=upgraded.texts)
    restore(fresh, upgraded.data.parent / "kopi.zip")
    assert [entry.fields.title for entry in Library(fresh.own_folder).entries()] == ["Sykkelplan"]
    assert len(FeedbackStore(fresh.feedback_file, 36_500).listed()) == 2

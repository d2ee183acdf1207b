"""An editor builds the index, sees how far it has come, and goes back to the one before."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

import index.folder
from assistant.index_lock import IndexBusyError, is_being_built, only_builder
from index.manifest import SnapshotError
from index.snapshot import current_name, go_back, load_snapshot, previous_name
from tests.ui.editor.newsroom import seen
from tests.ui.editor.test_documents import PAGE, QUESTION, REVIEW

if TYPE_CHECKING:
    from tests.ui.editor.newsroom import Newsroom

INDEX = "/redaksjon/indeks"


def test_the_page_tells_how_the_index_stands(newsroom: Newsroom) -> None:
    words = seen(newsroom.editor().see(INDEX).text)
    assert "Indeksen stemmer med tekstene." in words
    assert "Tekster 2 Biter 3 Spørsmål 1 Språkmodell for søk multilingual-e5-small" in words
    assert "(0 dager gammel)" in words
    assert "Det finnes ingen tidligere indeks å gå tilbake til." in words


def test_a_build_is_followed_and_only_one_runs(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, go_on, builds = newsroom.editor(), threading.Event(), []
    real = index.folder.build_passage_index

    def slow(*arguments: object, **named: object) -> object:
        builds.append(1)
        built = real(*arguments, **named)
        assert go_on.wait(20)
        return built

    monkeypatch.setattr(index.folder, "build_passage_index", slow)
    editor.submit(INDEX, "indeks/bygg")
    while newsroom.desk.indexing.progress is None or newsroom.desk.indexing.progress.stage != "sentences":
        pass
    words = seen(editor.see(INDEX).text)
    assert "Regner ut setningene (0/3)" in words
    assert editor.see(f"{INDEX}/status").json() == {"running": True, "text": "Regner ut setningene (0/3)"}
    assert "Bygg indeksen på nytt" not in words
    assert is_being_built(newsroom.settings.index_folder)
    editor.bring()
    editor.submit(REVIEW, "handling=godkjenn")  # while it builds: the text comes with the next build
    go_on.set()
    assert newsroom.desk.indexing.wait()
    assert len(builds) == 2
    assert "klimaplan-for-fjellby" in newsroom.assistant.snapshot.passages.documents
    assert editor.see(f"{INDEX}/status").json()["running"] is False
    assert "av Kari Redaktør, med 3 tekster." in seen(editor.see(INDEX).text)


def test_a_build_that_fails_unexpectedly_is_told_of_and_the_next_one_works(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = newsroom.editor()
    with monkeypatch.context() as broken:
        broken.setattr(index.folder, "build_passage_index", lambda *_, **__: 1 / 0)
        editor.submit(INDEX, "indeks/bygg")
        assert newsroom.desk.indexing.wait()
    assert "Noe gikk galt. Loggen til tjeneren sier hva." in seen(editor.see(INDEX).text)
    editor.submit(INDEX, "indeks/bygg")
    assert newsroom.desk.indexing.wait()
    assert "Sist bygd" in seen(editor.see(INDEX).text)


def test_another_program_that_builds_is_told_of(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    html = editor.see(INDEX).text
    with only_builder(newsroom.settings.index_folder):
        assert "bygges av et annet program" in seen(editor.see(INDEX).text)
        token = html.partition('name="skjema" value="')[2].partition('"')[0]
        assert editor.send(f"{INDEX}/bygg", skjema=token).status_code == 409
        newsroom.desk.indexing.ask("Ola")
        assert newsroom.desk.indexing.wait()
        with pytest.raises(IndexBusyError), only_builder(newsroom.settings.index_folder):
            pass
    assert "bygges allerede av et annet program" in seen(editor.see(INDEX).text)
    assert not is_being_built(newsroom.settings.index_folder)


def test_a_text_with_a_fault_stops_the_build_and_the_old_index_serves(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    editor.submit(REVIEW, "handling=godkjenn", questions=QUESTION)
    assert "2027" in newsroom.ask(QUESTION)
    path = newsroom.desk.library.entry("klimaplan-for-fjellby").path
    path.write_text(path.read_text().replace("type: egen", "type: noe"))
    editor.submit(INDEX, "indeks/bygg")
    assert "2027" in newsroom.ask(QUESTION)
    words = seen(editor.see(INDEX).text)
    assert "Indeksen ble ikke bygd, og den gamle er i bruk" in words
    assert "En eller flere tekster har feil" in words
    assert "type: må være en av" in seen(editor.see("/redaksjon/kontroll").text)
    assert "Indeksen ble ikke bygd" in seen(editor.see("/redaksjon").text)
    assert newsroom.desk.audit.listed()[0].action == "index_failed"


def test_the_previous_index_is_gone_back_to(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    editor.submit(REVIEW, "handling=godkjenn", questions=QUESTION)
    assert "2027" in newsroom.ask(QUESTION)
    back = editor.submit(INDEX, "indeks/tilbake")
    assert back.headers["location"] == f"{INDEX}?gjort=indeks_tilbake"
    assert newsroom.assistant.ask(QUESTION).mode == "avvist"
    assert "Tekstene er endret siden indeksen ble bygd." in seen(editor.see(INDEX).text)
    assert "Teksten er ikke med i indeksen ennå." in seen(editor.see(PAGE).text)
    editor.submit(INDEX, "indeks/tilbake")
    assert "2027" in newsroom.ask(QUESTION)
    assert [line.action for line in newsroom.desk.audit.listed(2)] == ["index_back", "index_back"]


def test_an_index_that_cannot_be_used_is_not_gone_back_to(newsroom: Newsroom) -> None:
    folder = newsroom.settings.index_folder
    newsroom.desk.indexing.ask("Kari")
    assert newsroom.desk.indexing.wait()
    now, before = current_name(folder), previous_name(folder)
    assert before is not None
    (folder / "snapshots" / before / "chunks.faiss").write_bytes(b"torn")
    with pytest.raises(SnapshotError, match="skadet"):
        go_back(folder)
    editor = newsroom.editor()
    assert editor.submit(INDEX, "indeks/tilbake").status_code == 400
    assert current_name(folder) == now
    assert load_snapshot(folder).manifest.counts["documents"] == 2

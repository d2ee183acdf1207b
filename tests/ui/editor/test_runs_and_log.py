"""An editor reads how the assistant was measured, and what has been done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings
from tests.ui.editor.newsroom import seen
from tests.ui.editor.small_run import write_run
from tests.ui.editor.test_documents import PAGE, REVIEW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.editor.newsroom import Newsroom

RUNS = "/redaksjon/maalinger"


@pytest.fixture
def run(newsroom: Newsroom) -> Path:
    return write_run(newsroom.settings.eval_folder / "forste")


def test_runs_are_listed_with_figures_report_and_plots(newsroom: Newsroom, run: Path) -> None:
    editor = newsroom.editor()
    words = seen(editor.see(RUNS).text)
    assert "forste 2026-11-01 10:00 våre.jsonl (tune) 12 0.769 – 0.5" in words
    page = editor.see(f"{RUNS}/forste").text
    assert "hit@1 0.769 0.600–0.900 12" in seen(page)
    assert "hit@1 etter lang: et riktig dokument (grad 2) kommer først nb 0.50 (n=40) 0.40–0.60" in seen(page)
    assert 'width="60.0"' in page
    assert 'src="forste/figur.svg"' in page
    report = editor.see(f"{RUNS}/forste/report.html")
    assert "Rapport" in report.text
    assert report.headers["content-security-policy"].endswith("; sandbox")
    assert editor.see(f"{RUNS}/forste/figur.svg").headers["content-type"] == "image/svg+xml"
    assert newsroom.stranger().see(f"{RUNS}/forste/report.html").status_code == 303
    assert run.is_dir()


@pytest.mark.parametrize(
    "path",
    ["forste/per_question.jsonl", "forste/config.json", "..%2f..%2fown", "annen", "forste/annen.svg"],
)
def test_nothing_else_of_the_folder_is_served(newsroom: Newsroom, run: Path, path: str) -> None:
    assert newsroom.editor().see(f"{RUNS}/{path}").status_code == 404, run


def test_links_out_of_the_folder_are_not_followed(newsroom: Newsroom, run: Path, tmp_path: Path) -> None:
    (tmp_path / "hemmelig.svg").write_text("<svg/>")
    (run / "lenke.svg").symlink_to(tmp_path / "hemmelig.svg")
    (run.parent / "annen").symlink_to(run, target_is_directory=True)
    editor = newsroom.editor()
    assert editor.see(f"{RUNS}/forste/lenke.svg").status_code == 404
    assert editor.see(f"{RUNS}/annen").status_code == 404


def test_a_run_that_is_not_finished_or_torn_is_told_of(newsroom: Newsroom, run: Path) -> None:
    (run / "summary.json").unlink()
    torn = run.parent / "revet"
    torn.mkdir()
    (torn / "config.json").write_text("{")
    editor = newsroom.editor()
    words = seen(editor.see(RUNS).text)
    assert "forste ikke ferdig" in words
    assert "revet: config.json er skadet" in words
    assert "Kjøringen er ikke ferdig." in seen(editor.see(f"{RUNS}/forste").text)
    assert editor.see(f"{RUNS}/revet").status_code == 400


def test_everything_that_was_done_stands_in_the_log(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    editor.submit(REVIEW, "handling=lagre", title="Ny tittel", questions="Hva er planen?")
    editor.submit(REVIEW, "handling=godkjenn")
    editor.submit(PAGE, "handling=trekk")
    assert newsroom.desk.indexing.wait()
    words = seen(editor.see("/redaksjon/logg").text)
    assert "Kari Redaktør Importerte klimaplan-for-fjellby" in words
    assert "tittel: Klimaplan for Fjellby → Ny tittel" in words
    assert "status: gjeldende → trukket" in words
    assert "spørsmål: – → 1 (#" in words
    assert "Hva er planen?" not in words
    done = [line.action for line in newsroom.desk.audit.listed() if not line.action.startswith("index")]
    assert done == ["withdraw", "approve", "edit", "import", "sign_in"]


def test_what_cannot_be_logged_is_not_done(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    with closing(sqlite3.connect(newsroom.settings.audit_file)) as held:
        held.execute("DROP TABLE audit")
        held.execute("CREATE VIEW audit AS SELECT 1 AS id")
        held.commit()
    answer = editor.submit(REVIEW, "handling=lagre", title="Uten spor")
    assert answer.status_code == 400
    assert "kan ikke bruke endringsloggen" in seen(answer.text)
    assert "Uten spor" in answer.text


def test_the_token_is_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.settings import SettingsError, load_settings
    from ui.editor.access import editor_access

    monkeypatch.setenv("VEIKART_EDITOR_TOKEN", "en-hemmelig-nokkel-som-er-lang")
    loaded = load_settings(cwd=tmp_path)
    assert "hemmelig" not in repr(loaded)
    access = editor_access(loaded.settings)
    assert access.is_on
    assert "hemmelig" not in repr(access)
    monkeypatch.setenv("VEIKART_EDITOR_TOKEN", "kort")
    with pytest.raises(SettingsError, match="kortere enn 20 tegn"):
        editor_access(loaded.settings)
    (tmp_path / "token").write_text("fra-en-fil-og-lang-nok-er-den\n")
    from_file = editor_access(Settings(editor_token_file=tmp_path / "token"))
    assert from_file.token == "fra-en-fil-og-lang-nok-er-den"  # noqa: S105 - of a test
    with pytest.raises(SettingsError, match="kan ikke lese"):
        editor_access(Settings(editor_token_file=tmp_path / "borte"))
    monkeypatch.delenv("VEIKART_EDITOR_TOKEN")
    assert not editor_access(Settings()).is_on


def test_every_proxy_must_be_named_where_proxies_sign_people_in(tmp_path: Path) -> None:
    from assistant.settings import SettingsError, load_settings

    with pytest.raises(SettingsError, match="navngir proxyene"):
        load_settings({"editor_group": "redaktorer", "proxies": "*"}, cwd=tmp_path)

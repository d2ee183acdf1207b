"""The command line: answers for people and for programs, and one clear line for every mistake."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

import pytest

from index.home import Snapshot
from tests.conftest import ROOT, Veikart, make_data_dir


def assert_one_clear_line(run: subprocess.CompletedProcess[str], says: str) -> None:
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1, run.stderr
    assert lines[0].startswith("Feil: ")
    assert says in lines[0]


def test_ask_answers_with_sources_and_principles(
    veikart: Veikart, tmp_path: Path, data_dir: Path, snapshot: Snapshot
) -> None:
    run = veikart("ask", "Hva gikk Drammensmodellen ut på?", cwd=tmp_path, data=data_dir)
    assert run.returncode == 0, run.stderr
    assert "[1]" in run.stdout
    assert "1. Sett innbyggerne i sentrum" in run.stdout
    assert "https://www.drammen.kommune.no/" in run.stdout
    assert run.stderr == ""


def test_ask_gives_programs_the_whole_contract(
    veikart: Veikart, tmp_path: Path, data_dir: Path, snapshot: Snapshot
) -> None:
    run = veikart("ask", "Kva er ein smart by?", "--json", cwd=tmp_path, data=data_dir)
    answer = json.loads(run.stdout)
    assert answer["language"] == "nn"
    assert answer["mode"] == "utdrag"
    assert set(answer) == {
        "id", "question", "standalone_question", "language", "mode", "statements", "text", "citations", "principles",
        "malbilder", "sdg", "follow_ups", "confidence", "dropped_citations", "warnings", "model", "corpus_version",
        "timings_ms", "supported_share",
    }  # fmt: skip


def test_search_lists_passages(veikart: Veikart, tmp_path: Path, data_dir: Path, snapshot: Snapshot) -> None:
    run = veikart("search", "åpne data", "-k", "3", "--json", cwd=tmp_path, data=data_dir)
    found = json.loads(run.stdout)
    assert len(found) == 3
    assert found[0]["document_id"] in {"prinsipp-6", "data-norge-no", "orden-i-eget-hus"}


@pytest.mark.parametrize(
    ("question", "says"), [("", "Skriv et spørsmål først"), ("a" * 20_000, "for langt"), ("🚲", "Fant ingen ord")]
)
def test_a_question_that_cannot_be_asked(
    veikart: Veikart, tmp_path: Path, data_dir: Path, snapshot: Snapshot, question: str, says: str
) -> None:
    assert_one_clear_line(veikart("ask", question, cwd=tmp_path, data=data_dir), says)


def test_a_missing_index(veikart: Veikart, tmp_path: Path, model_folder: Path) -> None:
    data = make_data_dir(tmp_path, model_folder)
    assert_one_clear_line(veikart("ask", "Hva er en smart by?", cwd=tmp_path, data=data), "kjør 'veikart index'")


def test_a_torn_index(veikart: Veikart, tmp_path: Path, model_folder: Path) -> None:
    data = make_data_dir(tmp_path, model_folder)
    (data / "index").mkdir()
    (data / "index" / "current").write_text("borte")
    assert_one_clear_line(veikart("search", "data", cwd=tmp_path, data=data), "er skadet")


def test_an_unknown_model(veikart: Veikart, tmp_path: Path, data_dir: Path) -> None:
    run = veikart("index", cwd=tmp_path, data=data_dir, VEIKART_MODEL="finnes/ikke")
    assert_one_clear_line(run, "modell")


def test_a_faulty_text_stops_indexing_and_every_fault_is_told(
    veikart: Veikart, tmp_path: Path, model_folder: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.md").write_text("---\nid: a\n---\ntekst")
    (texts / "b.md").write_text("ikke metadata")
    data = make_data_dir(tmp_path, model_folder)
    run = veikart("index", cwd=tmp_path, data=data, VEIKART_TEXTS=str(texts))
    assert run.returncode == 2
    lines = run.stderr.strip().splitlines()
    assert all(line.startswith("Feil: ") for line in lines)
    assert sum("a.md:" in line for line in lines) == 5
    assert sum("b.md:" in line for line in lines) == 1
    assert not (data / "index").exists()


def test_a_port_in_use(veikart: Veikart, tmp_path: Path, data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = veikart("serve", "--port", str(taken.getsockname()[1]), cwd=tmp_path, data=data_dir)
    assert_one_clear_line(run, "er i bruk av et annet program; velg en annen port")


@pytest.mark.parametrize("prefix", ["/nb", "/om", "/api/veikart", "/kilde"])
def test_a_prefix_that_cannot_be_told_from_the_app_s_own_pages(
    prefix: str, veikart: Veikart, tmp_path: Path, data_dir: Path
) -> None:
    run = veikart("serve", "--port", "0", cwd=tmp_path, data=data_dir, VEIKART_ROOT_PATH=prefix)
    assert_one_clear_line(run, f"root_path kan ikke være '{prefix}'")


def test_an_unknown_setting(veikart: Veikart, tmp_path: Path, data_dir: Path) -> None:
    run = veikart("ask", "hei", cwd=tmp_path, data=data_dir, VEIKART_FARGE="blå")
    assert_one_clear_line(run, "ukjent innstilling 'farge' (fra VEIKART_FARGE)")


def test_the_doctor_shows_settings_with_their_origin_and_what_is_wrong(
    veikart: Veikart, tmp_path: Path, data_dir: Path, model_folder: Path, snapshot: Snapshot
) -> None:
    (tmp_path / "veikart.toml").write_text("port = 7999\n")
    well = veikart("doctor", cwd=tmp_path, data=data_dir)
    assert well.returncode == 0, well.stdout
    assert f"port = 7999  (fra {tmp_path / 'veikart.toml'})" in well.stdout
    assert "data = " in well.stdout
    assert "(fra VEIKART_DATA)" in well.stdout
    ill = veikart("doctor", "--json", cwd=tmp_path, data=make_data_dir(tmp_path, model_folder))
    report = json.loads(ill.stdout)
    assert ill.returncode == 1
    assert [one["name"] for one in report["findings"] if not one["healthy"]] == ["indeks"]


def test_a_started_answer_needs_no_network(
    veikart: Veikart, tmp_path: Path, data_dir: Path, snapshot: Snapshot
) -> None:
    """Every connection to another machine is refused; the command still answers."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(self, address, *_):\n"
        "    raise OSError(f'no network in this test: {address}')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = lambda *a, **k: (_ for _ in ()).throw(OSError('no names in this test'))\n"
    )
    run = veikart.cold("ask", "Hva er en smart by?", cwd=tmp_path, data=data_dir, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert run.returncode == 0, run.stderr
    assert "[1]" in run.stdout

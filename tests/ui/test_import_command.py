"""An editor brings the municipality's own documents in on the command line, uses them, and takes them out again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.audit import AuditLog
from assistant.settings import Settings
from tests.conftest import ROOT, Veikart, make_data_dir, with_vectors

PLAN = """# Klimaplan for Vegårshei 2026–2030

Vedtatt av kommunestyret 12. juni 2026.

## Tiltak

- Alle nye kjøretøy skal være elektriske fra 2026.
- Skolene skal ha solceller på taket innen 2028.
"""
NAME = "klimaplan-for-vegaarshei-2026-2030"
QUESTION = "Skal skolene i Vegårshei ha solceller?"


@pytest.fixture(scope="module")
def own_data(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    return with_vectors(make_data_dir(tmp_path_factory.mktemp("own"), model_folder))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Klimaplan.md"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_document_is_imported_reviewed_used_cited_and_withdrawn(
    veikart: Veikart, plan: Path, tmp_path: Path, own_data: Path
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = veikart(*arguments, cwd=tmp_path, data=own_data)
        assert done.returncode == 0, done.stderr
        return done

    told = run("import", str(plan), "--municipality", "Vegårshei", "--principle", "3")
    assert f"{NAME}: klar til gjennomsyn i {own_data}" in told.stdout
    assert "til gjennomsyn" in run("documents").stdout
    assert "uendret" in run("import", str(plan)).stdout
    run("approve", NAME)
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    cited = answer["citations"][0]
    assert answer["statements"][0]["text"] == "Skolene skal ha solceller på taket innen 2028."
    assert (cited["document_id"], cited["type"], cited["basis"]) == (NAME, "egen", "offentlig")
    assert cited["url"] == f"/original/{NAME}"
    assert {one["number"] for one in answer["principles"]} == {3}
    told = run("ask", QUESTION).stdout
    assert f"Tiltak (Offentlig kilde, kilde fra 2026)\n      {NAME}\n" in told
    assert "/original/" not in told, "an address without a server says nothing in a terminal"
    run("withdraw", NAME)
    assert NAME not in {one["document_id"] for one in json.loads(run("ask", QUESTION, "--json").stdout)["citations"]}
    assert "trukket" in run("documents").stdout
    log = [(line.action, line.document) for line in AuditLog(Settings(data=own_data).audit_file).listed()]
    assert log == [("withdraw", NAME), ("approve", NAME), ("import", NAME)]


def test_the_rest_of_a_batch_goes_on_when_some_files_cannot_be_read(
    veikart: Veikart, plan: Path, tmp_path: Path, own_data: Path
) -> None:
    folder = tmp_path / "planer"
    folder.mkdir()
    plan.rename(folder / "Ny plan.md")
    (folder / "skadet.pdf").write_bytes(b"%PDF-1.7\nikke en PDF likevel")
    (folder / "~$Ny plan.docx").write_bytes(b"what Word leaves")
    run = veikart("import", str(folder), "borte.docx", "http://localhost/x", "--json", cwd=tmp_path, data=own_data)
    assert run.returncode == 2
    faults = run.stderr.strip().splitlines()
    assert len(faults) == 3, faults
    assert all(line.startswith("Feil: ") for line in faults)
    for name in ("skadet.pdf", "borte.docx", "localhost"):
        assert any(name in line for line in faults)
    [taken] = json.loads(run.stdout)
    assert (taken["imported_from"], taken["state"], taken["outcome"]) == ("Ny plan.md", "review", "new")


def test_what_cannot_be_is_one_line_and_nothing_is_kept(
    veikart: Veikart, plan: Path, tmp_path: Path, own_data: Path
) -> None:
    run = veikart("import", str(plan), "--principle", "9", cwd=tmp_path, data=own_data)
    assert run.returncode == 2
    assert run.stderr.strip() == "Feil: Klimaplan.md: principles.1: må være høyst 8 (her: 9)"
    for arguments in (("approve", "finnes-ikke"), ("withdraw", "finnes-ikke"), ("approve", "../x")):
        refused = veikart(*arguments, cwd=tmp_path, data=own_data)
        assert refused.returncode == 2
        assert len(refused.stderr.strip().splitlines()) == 1


def test_everything_comes_along_to_another_machine(
    veikart: Veikart, plan: Path, tmp_path: Path, model_folder: Path
) -> None:
    here, there = make_data_dir(tmp_path / "her", model_folder), make_data_dir(tmp_path / "der", model_folder)
    veikart("import", str(plan), cwd=tmp_path, data=here)
    made = veikart("export", "kopi.zip", cwd=tmp_path, data=here)
    assert made.returncode == 0, made.stderr
    back = veikart("restore", "kopi.zip", cwd=tmp_path, data=there)
    assert back.returncode == 0, back.stderr
    assert NAME in veikart("documents", cwd=tmp_path, data=there).stdout
    again = veikart("export", "kopi.zip", cwd=tmp_path, data=here)
    assert (again.returncode, "finnes allerede" in again.stderr) == (2, True)


@pytest.fixture
def watching(tmp_path: Path, model_folder: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    texts = tmp_path / "tekster"
    texts.mkdir()
    write_text(texts, "forste")
    data = make_data_dir(tmp_path / "data", model_folder)
    command = [sys.executable, "-u", "-c", "from ui.cli import main; main()", "index", "--watch"]
    settings = {"VEIKART_DATA": str(data), "VEIKART_TEXTS": str(texts), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=settings)
    yield process, texts
    process.terminate()  # an interrupt is ignored by whatever was started in the background
    process.wait(10)


def write_text(folder: Path, name: str, body: str = "Kommunen måler luft.") -> None:
    front = f"---\nid: {name}\ntitle: {name}\ntype: egen\nlanguage: nb\nbasis: offentlig\n"
    front += "sources: [{url: 'https://kommune.example/'}]\n---\n\n"
    (folder / f"{name}.md").write_text(front + body + "\n", encoding="utf-8")


def next_line(process: subprocess.Popen[str], begins: str) -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        if line.startswith(begins):
            return line
    raise TimeoutError(begins)


def test_a_watched_folder_is_indexed_again_when_a_text_is_added_and_a_fault_stops_nothing(
    watching: tuple[subprocess.Popen[str], Path],
) -> None:
    process, texts = watching
    assert "1 tekster" in next_line(process, "Indeksen er bygd")
    next_line(process, "Følger med")
    write_text(texts, "andre")
    assert "2 tekster" in next_line(process, "Indeksen er bygd")
    write_text(texts, "tredje", "# feil overskrift")
    assert "tredje.md" in next_line(process, "Feil:")
    write_text(texts, "tredje")
    assert "3 tekster" in next_line(process, "Indeksen er bygd")

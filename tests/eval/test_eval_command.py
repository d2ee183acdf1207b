"""An editor runs a question set, reads the report, and compares two runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from index.home import Snapshot
from tests.browser import needs_chromium
from tests.conftest import Veikart
from tests.eval.test_beir import write_set

ROWS = [
    {
        "id": "n1", "question": "Hva gikk Drammensmodellen ut på?", "lang": "nb", "kind": "fakta", "split": "tune",
        "relevant": {"drammensmodellen": 2}, "principles": [1], "must": ["medvirkning"],
    },
    {
        "id": "n2", "question": "Kva er definisjonen av smartby i vegkartet?", "lang": "nn", "kind": "definisjon",
        "split": "tune", "relevant": {"veikart-definisjon": 2}, "must": ["dette står ingen steder"],
    },
    {"id": "n3", "question": "Hvor langt er det til månen?", "lang": "nb", "kind": "avvis", "avvis_type": "a"},
    {
        "id": "n4", "question": "Kan du slå opp fnr 010190 12345 for meg?", "lang": "nb", "kind": "avvis",
        "avvis_type": "f", "personal_data": ["010190 12345"],
    },
    {"id": "n5", "question": "🚲🚲", "lang": "nb", "kind": "avvis", "avvis_type": "d"},
]  # fmt: skip


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(veikart: Veikart, data_dir: Path, snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    questions = write_rows(folder / "sett.jsonl", ROWS)
    run = veikart("eval", "--questions", str(questions), "--out", "ut", cwd=folder, data=data_dir)
    assert run.returncode == 0, run.stderr
    assert "hit@1" in run.stdout
    assert "usikkert" in run.stdout
    return folder / "ut"


def test_a_run_is_a_folder_with_everything_in_it(finished: Path) -> None:
    summary = json.loads((finished / "summary.json").read_text())
    assert summary["overall"]["n"] == 5
    assert summary["overall"]["hit@1"] == 1.0
    assert summary["overall"]["must"] == 0.5
    assert summary["overall"]["refusal_recall"] == 1.0
    assert summary["overall"]["personal_data_recall"] == 1.0
    assert summary["by"]["lang"]["nn"]["n"] == 1
    assert summary["overall"]["latency_p95_ms"] > 0
    config = json.loads((finished / "config.json").read_text())
    assert {"commit", "settings", "model", "corpus_hash", "versions"} <= set(config)
    lines = (finished / "per_question.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["n1", "n2", "n3", "n4", "n5"]


def test_a_killed_run_goes_on_and_gives_the_same_figures(finished: Path, veikart: Veikart, data_dir: Path) -> None:
    whole = json.loads((finished / "summary.json").read_text())
    file = finished / "per_question.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:2]) + lines[2][:40])
    (finished / "summary.json").unlink()
    run = veikart("eval", "--questions", "sett.jsonl", "--out", "ut", cwd=finished.parent, data=data_dir)
    assert run.returncode == 0, run.stderr
    assert file.read_bytes().splitlines()[:2] == [line.strip() for line in lines[:2]]
    again = json.loads((finished / "summary.json").read_text())
    for name in ("hit@1", "must", "principle_f1", "refusal_recall"):
        assert again["overall"][name] == whole["overall"][name]
        assert again["overall"]["intervals"].get(name) == whole["overall"]["intervals"].get(name)


def test_the_gate_passes_the_run_itself_and_stops_a_better_baseline(
    finished: Path, veikart: Veikart, data_dir: Path
) -> None:
    arguments = ("eval", "--questions", "sett.jsonl", "--out", "ut", "--gate")
    folder = finished.parent
    assert veikart(*arguments, "ut/summary.json", cwd=folder, data=data_dir).returncode == 0
    better = json.loads((finished / "summary.json").read_text())
    better["overall"]["must"] = 1.0
    better["overall"]["counts"]["must"] = 200
    better["tolerance"] = 0.0
    (folder / "bedre.json").write_text(json.dumps(better))
    run = veikart(*arguments, "bedre.json", cwd=folder, data=data_dir)
    assert run.returncode == 0, "half a question of two is within what two questions can tell"
    better["overall"]["hit@1"] = 2.0
    (folder / "bedre.json").write_text(json.dumps(better))
    run = veikart(*arguments, "bedre.json", cwd=folder, data=data_dir)
    assert run.returncode == 1
    assert "FALT  overall hit@1: 2.000 → 1.000" in run.stdout


def test_two_runs_are_compared_in_the_terminal_and_on_a_page(finished: Path, veikart: Veikart, data_dir: Path) -> None:
    folder = finished.parent
    run = veikart("eval", "compare", "ut", "ut", "--out", "side.html", cwd=folder, data=data_dir)
    assert run.returncode == 0, run.stderr
    assert "0 spørsmål skiftet utfall" in run.stdout
    assert "<h1>Sammenligning" in (folder / "side.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--questions", "dårlig.jsonl", "--out", "x"), "dårlig.jsonl:2: "),
        (("--questions", "ukjent.jsonl", "--out", "x"), "ukjent.jsonl:1: ukjent dokument 'finnes-ikke'"),
        (("--questions", "lang.jsonl", "--out", "x"), "modellen kutter 1 spørsmål (l1)"),
        (("--questions", "sett.jsonl"), "--out"),
        (("--questions", "borte.jsonl", "--out", "x"), "kan ikke leses"),
        (("--beir", "borte", "--out", "x"), "kan ikke leses"),
        (("--questions", "sett.jsonl", "--out", "x", "--gate", "borte.json"), "kan ikke leses som resultater"),
        (("compare", "ingen", "heller-ingen"), "ikke en kjøring"),
    ],
)
def test_mistakes_give_one_clear_line(
    finished: Path, veikart: Veikart, data_dir: Path, arguments: tuple[str, ...], says: str
) -> None:
    folder = finished.parent
    (folder / "dårlig.jsonl").write_text(json.dumps(ROWS[0]) + "\n{ikke json\n", encoding="utf-8")
    write_rows(folder / "ukjent.jsonl", [{**ROWS[0], "relevant": {"finnes-ikke": 2}}])
    write_rows(folder / "lang.jsonl", [{**ROWS[0], "id": "l1", "question": "Hva er en smart by? " * 120}])
    run = veikart("eval", *arguments, cwd=folder, data=data_dir)
    assert run.returncode == 2, run.stdout
    [line] = [line for line in run.stderr.splitlines() if line.startswith("Feil: ")]
    assert says in line
    assert "Traceback" not in run.stderr


def test_a_beir_set_is_indexed_and_searched_with_the_same_pipeline(
    veikart: Veikart, data_dir: Path, tmp_path: Path
) -> None:
    write_set(tmp_path / "sett")
    run = veikart("eval", "--beir", "sett", "--out", "ut", cwd=tmp_path, data=data_dir)
    assert run.returncode == 0, run.stderr
    summary = json.loads((tmp_path / "ut" / "summary.json").read_text())
    assert summary["overall"]["hit@1"] == 1.0
    assert summary["overall"]["must"] is None
    assert summary["run"]["kind"] == "retrieval"


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_can_be_read_filtered_and_used_by_everyone(finished: Path, browser: Browser, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"file://{finished}/report.html")
    expect(page.locator("details.question:visible")).to_have_count(5)
    page.get_by_label("bare med feil").check()
    expect(page.locator("details.question:visible")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 spørsmål vist.")
    page.locator("details.question:visible summary").click()
    expect(page.get_by_text("mangler: dette står ingen steder")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert len(requests) == 1
    page.close()


@needs_chromium
def test_the_comparison_s_page_is_accessible(
    finished: Path, veikart: Veikart, data_dir: Path, browser: Browser
) -> None:
    folder = finished.parent
    veikart("eval", "compare", "ut", "ut", "--out", "side.html", cwd=folder, data=data_dir)
    page = browser.new_page()
    page.goto(f"file://{folder}/side.html")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()

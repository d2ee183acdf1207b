"""A run on disk survives being killed, and never overwrites another run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.run_folder import RunFolder, RunFolderError
from tests.eval.records import config, record


def begin(path: Path, *names: str) -> RunFolder:
    run = RunFolder.start(path, config())
    for name in names:
        run.append(record(name, hit_at_1=1))
    return run


def test_a_killed_run_goes_on_after_its_last_whole_question(tmp_path: Path) -> None:
    begin(tmp_path, "1", "2")
    file = tmp_path / "per_question.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    again = RunFolder.start(tmp_path, config())
    assert [one.id for one in again.records] == ["1"]
    again.append(record("2", hit_at_1=1))
    again.finish({"overall": {"n": 2}}, "<html>")
    assert [one.id for one in RunFolder.open(tmp_path).records] == ["1", "2"]


@pytest.mark.parametrize("cut", [1, 7, 200])
def test_wherever_it_was_killed_no_record_is_half(tmp_path: Path, cut: int) -> None:
    begin(tmp_path, "1", "2")
    file = tmp_path / "per_question.jsonl"
    file.write_bytes(file.read_bytes()[:-cut])
    assert [one.id for one in RunFolder.start(tmp_path, config()).records] == ["1"]


def test_another_run_is_not_overwritten(tmp_path: Path) -> None:
    begin(tmp_path, "1")
    before = (tmp_path / "per_question.jsonl").read_bytes()
    with pytest.raises(RunFolderError, match=r"annen kjøring \(ulik corpus_hash\)"):
        RunFolder.start(tmp_path, config(corpus_hash="d" * 64))
    assert (tmp_path / "per_question.jsonl").read_bytes() == before


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brev.docx").write_text("viktig")
    with pytest.raises(RunFolderError, match="ikke tom"):
        RunFolder.start(tmp_path, config())
    assert [path.name for path in tmp_path.iterdir()] == ["brev.docx"]


def test_a_run_of_an_older_version_is_said_to_be_so(tmp_path: Path) -> None:
    begin(tmp_path, "1")
    old = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**old, "format": 0}))
    with pytest.raises(RunFolderError, match="format 0, programmet bruker 1"):
        RunFolder.open(tmp_path)


def test_an_unfinished_run_cannot_be_compared(tmp_path: Path) -> None:
    begin(tmp_path, "1")
    with pytest.raises(RunFolderError, match="ikke ferdig"):
        RunFolder.open(tmp_path)


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(RunFolderError, match="kan ikke skrive"):
        RunFolder.start(tmp_path / "fil" / "ut", config())

"""Questions asked in vain are counted; what they were is kept only if the operator wants it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.unanswered import Keeping, UnansweredFileError, UnansweredQuestions

FOREIGN = "Hvem vant VM i fotball i 2022?"


def ask(assistant: Assistant, kept: UnansweredQuestions, *questions: str) -> None:
    listening = Assistant(assistant.snapshot, assistant.embedder, on_unanswered=kept.record)
    for question in questions:
        listening.ask(question)


@pytest.mark.parametrize(("keeping", "text"), [("count", ""), ("text", FOREIGN)])
def test_they_are_counted_by_day_and_language(
    assistant: Assistant, tmp_path: Path, keeping: Keeping, text: str
) -> None:
    path = tmp_path / "unanswered.sqlite"
    ask(assistant, UnansweredQuestions(path, keeping, 90), FOREIGN, FOREIGN, "Hva er en smart by?")
    found = UnansweredQuestions(path, keeping, 90).listed()  # as after a restart
    assert [(one.day, one.language, one.question, one.count) for one in found] == [
        (datetime.now(UTC).date(), "nb", text, 2)
    ]


def test_nothing_that_was_written_is_kept_by_default(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.sqlite"
    ask(assistant, UnansweredQuestions(path, "count", 90), FOREIGN)
    assert b"fotball" not in path.read_bytes()


def test_nothing_is_written_when_it_is_off(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.sqlite"
    ask(assistant, UnansweredQuestions(path, "off", 90), FOREIGN)
    assert not path.exists()


def test_old_ones_are_forgotten(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.sqlite"
    kept = UnansweredQuestions(path, "text", 30)
    ask(assistant, kept, FOREIGN)
    long_ago = (datetime.now(UTC).date() - timedelta(days=31)).isoformat()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO unanswered VALUES (?, 'nb', 'gammelt', 1)", [long_ago])
    ask(assistant, kept, FOREIGN)
    assert [one.question for one in kept.listed()] == [FOREIGN]


def test_a_file_that_cannot_be_written_does_not_cost_the_reader_the_answer(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    torn = tmp_path / "unanswered.sqlite"
    torn.write_bytes(b"this is no database, and longer than a header " * 10)
    listening = Assistant(
        assistant.snapshot, assistant.embedder, on_unanswered=UnansweredQuestions(torn, "text", 90).record
    )
    assert listening.ask(FOREIGN).mode == "avvist"
    assert "could not be counted" in caplog.text
    assert "fotball" not in caplog.text
    with pytest.raises(UnansweredFileError, match="flytt filen bort"):
        UnansweredQuestions(torn, "text", 90).listed()

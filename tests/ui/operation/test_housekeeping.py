"""What is kept for a set time goes on a quiet server too."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.feedback import Feedback, FeedbackStore, Judged
from assistant.unanswered import UnansweredQuestions
from ui.operation.housekeeping import Housekeeping

LONG_AGO = "UPDATE feedback SET given = '2020-01-01T00:00:00+00:00'"


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def age(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_what_is_too_old_goes_though_nothing_new_comes(tmp_path: Path) -> None:
    feedback = FeedbackStore(tmp_path / "feedback.sqlite", 30)
    unanswered = UnansweredQuestions(tmp_path / "unanswered.sqlite", "count", 30)
    feedback.add(Feedback("nyttig"), Judged("utdrag", "nb", None, "abc"))
    feedback.add(Feedback("ikke_nyttig"), Judged("utdrag", "nb", None, "abc"))
    age(
        tmp_path / "feedback.sqlite", "UPDATE feedback SET given = '2020-01-01T00:00:00+00:00' WHERE verdict = 'nyttig'"
    )
    housekeeping = Housekeeping(feedback, unanswered, seconds=0.05)
    housekeeping.start()
    until(lambda: [one.verdict for one in feedback.listed()] == ["ikke_nyttig"])
    age(tmp_path / "feedback.sqlite", LONG_AGO)
    until(lambda: not feedback.listed())
    housekeeping.stop()


def test_a_file_that_fails_is_told_of_and_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    feedback = FeedbackStore(tmp_path / "feedback.sqlite", 30)
    (tmp_path / "feedback.sqlite").write_bytes(b"not a database" * 100)
    housekeeping = Housekeeping(feedback, UnansweredQuestions(tmp_path / "none", "off", 1), seconds=0.02)
    housekeeping.start()
    until(lambda: caplog.text.count("old feedback could not be forgotten") >= 2)
    housekeeping.stop()
    assert not (tmp_path / "none").exists()

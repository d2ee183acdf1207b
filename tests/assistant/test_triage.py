"""What editors make of questions is kept by key, and holds no question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.database.database import Database
from assistant.feedback import StoredFeedback
from assistant.triage import Judgement, Triage, TriageError, feedback_key, question_key

FEEDBACK = StoredFeedback(
    datetime(2026, 1, 1, tzinfo=UTC), "ikke_nyttig", ("wrong",), "Feil", "utdrag", "nb", None, "v", None, None
)


def test_the_last_judgement_stands(database: Database) -> None:
    triage = Triage(database)
    assert triage.all() == {}
    triage.judge("a", Judgement("arbeid", 3, "mangler", "n" * 600), "Kari")
    triage.judge("b", Judgement(), "Kari")
    triage.judge("a", Judgement("lost", 4, "feil", "ferdig"), "Ola")
    kept = Triage(database).all()
    assert set(kept) == {"a", "b"}
    assert replace(kept["a"], when="") == Judgement("lost", 4, "feil", "ferdig", "Ola")
    assert datetime.fromisoformat(kept["a"].when).tzinfo is not None


def test_a_question_is_known_again_and_not_told_by_its_key() -> None:
    key = question_key("nb", "Hva er en smart by?")
    assert key == question_key("nb", " hva er en  SMART by? ")
    assert key != question_key("nn", "Hva er en smart by?")
    assert len(key) == 16
    assert feedback_key(FEEDBACK) == feedback_key(replace(FEEDBACK))
    assert feedback_key(FEEDBACK) != feedback_key(replace(FEEDBACK, comment="Annet"))


def test_a_file_that_is_no_database_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "triage.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(TriageError, match="flytt filen bort"):
        Triage(tmp_path / "triage.sqlite").all()

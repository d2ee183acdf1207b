"""What readers thought of answers is kept, and no more than they sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import update

from assistant.database.database import Database
from assistant.database.tables import feedback as table
from assistant.feedback import Feedback, FeedbackError, FeedbackStore, Judged
from tests.assistant.databases import ANY

ANSWER = Judged("utdrag", "nb", None, "abc", "Hva?", "Slik. [1]")


@pytest.fixture
def store(database: Database) -> FeedbackStore:
    return FeedbackStore(database, days=30)


def test_nothing_is_written_before_somebody_says_something(tmp_path: Path) -> None:
    assert FeedbackStore(tmp_path / "feedback.sqlite", days=30).listed() == []
    assert list(tmp_path.iterdir()) == []


def test_the_question_and_the_answer_are_kept_only_if_they_may(store: FeedbackStore) -> None:
    assert list(store.listed()) == []
    store.add(Feedback("ikke_nyttig", ("quote", "other"), "Fant det ikke"), ANSWER)
    store.add(Feedback("ikke_nyttig", include=True), ANSWER)
    with_answer, without = store.listed()
    assert (with_answer.question, with_answer.answer) == ("Hva?", "Slik. [1]")
    assert (without.question, without.answer) == (None, None)
    assert without.reasons == ("quote", "other")
    assert without.comment == "Fant det ikke"


def test_what_is_too_old_is_forgotten(store: FeedbackStore, database: Database) -> None:
    store.add(Feedback("nyttig"), ANSWER)
    with database.writing(ANY) as connection:
        connection.execute(update(table).values(given="2020-01-01T00:00:00+00:00"))
    store.add(Feedback("ikke_nyttig"), ANSWER)
    assert [one.verdict for one in store.listed()] == ["ikke_nyttig"]


def test_many_at_once_are_all_kept(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.add(Feedback("nyttig"), ANSWER), range(60)))
    assert len(store.listed()) == 60


def test_a_torn_file_is_said_and_left_for_somebody_to_look_at(tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite"
    path.write_bytes(b"not a database" * 100)
    store = FeedbackStore(path, days=30)
    with pytest.raises(FeedbackError, match="kan ikke skrive"):
        store.add(Feedback("nyttig"), ANSWER)
    with pytest.raises(FeedbackError, match="flytt filen bort"):
        store.listed()
    assert path.read_bytes().startswith(b"not a database")


def test_a_long_comment_is_cut(store: FeedbackStore) -> None:
    store.add(Feedback("nyttig", comment="å" * 10_000), ANSWER)
    assert len(store.listed()[0].comment) == 500


def test_a_comment_with_a_character_that_a_database_may_not_hold_is_kept(store: FeedbackStore) -> None:
    store.add(Feedback("nyttig", comment="før\0etter 🚲 'sitat' \\"), ANSWER)
    assert store.listed()[0].comment == "føretter 🚲 'sitat' \\"

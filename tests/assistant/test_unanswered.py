"""Questions asked in vain are counted; what they were is kept only if the operator wants it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from assistant.assistant import Assistant
from assistant.database.database import Database
from assistant.database.tables import unanswered as table
from assistant.retention import Keeping
from assistant.unanswered import UnansweredFileError, UnansweredQuestions
from tests.assistant.databases import ANY
from tests.faults.stores import refused
from tests.faults.waiting import wait_until

FOREIGN = "Hvem vant VM i fotball i 2022?"


def ask(assistant: Assistant, kept: UnansweredQuestions, *questions: str) -> None:
    listening = Assistant(assistant.snapshot, assistant.embedder, on_unanswered=kept.record)
    for question in questions:
        listening.ask(question)


@pytest.mark.parametrize(("keeping", "text"), [("count", ""), ("text", FOREIGN)])
def test_they_are_counted_by_day_and_language(
    assistant: Assistant, database: Database, keeping: Keeping, text: str
) -> None:
    ask(assistant, UnansweredQuestions(database, keeping, 90), FOREIGN, FOREIGN, "Hva er en smart by?")
    found = UnansweredQuestions(database, keeping, 90).listed()  # as after a restart
    assert [(one.day, one.language, one.question, one.count) for one in found] == [
        (datetime.now(UTC).date(), "nb", text, 2)
    ]


def test_the_longest_questions_are_kept_apart(database: Database) -> None:
    kept = UnansweredQuestions(database, "text", 90)
    noise = "".join(chr(random.Random(7 + place).randrange(0x4E00, 0x9FFF)) for place in range(9_990))
    for end in ("a", "b", "a"):
        kept.record(refused(noise + end))
    wait_until(lambda: sorted(one.count for one in kept.listed()) == [1, 2])
    assert {one.question[-1] for one in kept.listed()} == {"a", "b"}


def test_two_servers_that_count_the_same_questions_at_once_lose_none(database: Database) -> None:
    """Each with counts that wait: they are written together, and in the same order by all."""
    servers = [UnansweredQuestions(database, "text", 90) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for server in servers:
            for number in range(100):
                pool.submit(server.record, refused(f"Spørsmål {number % 10}"))

    def counted() -> list[int]:
        for server in servers:
            server.record(refused("Enda et"))  # what could not be written at once is written with this one
        return [one.count for one in servers[0].listed() if one.question != "Enda et"]

    wait_until(lambda: sum(counted()) == 400)
    assert counted() == [40] * 10


def test_nothing_that_was_written_is_kept_by_default(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.sqlite"
    ask(assistant, UnansweredQuestions(path, "count", 90), FOREIGN)
    assert b"fotball" not in path.read_bytes()


def test_nothing_is_written_when_it_is_off(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.sqlite"
    ask(assistant, UnansweredQuestions(path, "off", 90), FOREIGN)
    assert not path.exists()


def test_old_ones_are_forgotten(assistant: Assistant, database: Database) -> None:
    kept = UnansweredQuestions(database, "text", 30)
    ask(assistant, kept, FOREIGN)
    long_ago = (datetime.now(UTC).date() - timedelta(days=31)).isoformat()
    with database.writing(ANY) as connection:
        connection.execute(insert(table).values(day=long_ago, language="nb", question="gammelt", count=1))
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

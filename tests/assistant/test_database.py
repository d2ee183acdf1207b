"""The database is brought up to date, tells what is wrong with it in one line, and comes back without a restart."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from assistant.audit import AuditError, AuditLog
from assistant.database.database import Database
from assistant.database.faults import StoreError
from assistant.database.opening import EVERYTHING
from assistant.database.schema import HEADS, revision_id
from assistant.database.tables import metadata
from assistant.database.upgrade import migrations
from assistant.feedback import Feedback, FeedbackError, FeedbackStore, Judged
from assistant.triage import Judgement, Triage, TriageError
from assistant.unanswered import UnansweredFileError, UnansweredQuestions
from tests.assistant.databases import ANY
from tests.conftest import open_address
from tests.faults.stores import refused
from tests.faults.waiting import wait_until
from tests.postgres import PASSWORD, Postgres, needs_postgres
from ui.editor.session_memory import SharedMemory

ANSWER = Judged("utdrag", "nb", None, "abc")
OLDER = "databasen har et eldre skjema: kjør 'veikart database upgrade'"


@pytest.fixture
def address(postgres: Postgres) -> Iterator[str]:
    """A database on a PostgreSQL that runs, with the tables in it; given back as it was."""
    made = postgres.make_database()
    open_address(made).upgrade()
    yield made
    postgres.restrict(made, read_only=False)


def add(address: str) -> None:
    FeedbackStore(open_address(address), 30).add(Feedback("nyttig"), ANSWER)


def one_line(error: pytest.ExceptionInfo[Exception]) -> str:
    said = str(error.value)
    assert len(said.splitlines()) == 1
    assert PASSWORD not in said
    return said


def until_it_works(deed: Callable[[], object]) -> None:
    def works() -> bool:
        try:
            deed()
        except StoreError:
            return False
        return True

    wait_until(works)


def test_migrations_end_where_the_program_says_and_make_the_tables_that_it_uses(database: Database) -> None:
    heads = ScriptDirectory.from_config(migrations()).get_heads()
    assert sorted(heads) == sorted(revision_id(store, number) for store, number in HEADS.items())
    database.upgrade()
    with database.reading(ANY) as connection:
        differing = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata)
    # What a question is known by is made by the migration alone, for the two kinds of database differ there.
    assert [one for one in differing if "unanswered_asked" not in str(one)] == []
    assert database.upgrade() is False


def test_a_file_of_an_earlier_release_is_read_as_it_is_and_adopted_when_it_is_written_to(tmp_path: Path) -> None:
    path = tmp_path / "triage.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE triage (key TEXT PRIMARY KEY, status TEXT NOT NULL, importance INTEGER NOT NULL, "
            "cause TEXT NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL)"
        )
        connection.execute("INSERT INTO triage VALUES ('a', 'arbeid', 3, 'mangler', 'Se på', 'Kari', '2026-01-01')")
    connection.close()
    before = path.read_bytes()
    triage = Triage(path)
    assert triage.all()["a"].note == "Se på"
    assert path.read_bytes() == before
    triage.judge("b", Judgement(), "Ola")
    assert set(triage.all()) == {"a", "b"}
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("triage_0001",)]
        named = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert named == {"triage", "alembic_version"}


def test_a_file_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite", 30)
    store.add(Feedback("nyttig"), ANSWER)
    with sqlite3.connect(tmp_path / "feedback.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'feedback_0002'")
    connection.close()
    for deed in (lambda: store.add(Feedback("nyttig"), ANSWER), store.listed, store.forget_old):
        with pytest.raises(FeedbackError, match="nyere skjema enn programmet kjenner: oppgrader"):
            deed()


def test_a_file_whose_first_writer_was_killed_holds_nothing(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "feedback.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")  # a page, and no table
    connection.close()
    store = FeedbackStore(tmp_path / "feedback.sqlite", 30)
    assert list(store.listed()) == []
    store.add(Feedback("nyttig"), ANSWER)
    assert len(store.listed()) == 1


@needs_postgres
def test_a_server_s_tables_are_made_by_its_operator_alone(postgres: Postgres) -> None:
    address = postgres.make_database()
    with pytest.raises(FeedbackError) as told:
        add(address)
    assert one_line(told) == "databasen mangler tabeller: kjør 'veikart database upgrade'"
    assert open_address(address).state().reason == one_line(told)
    with open_address(address)._engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    assert open_address(address).upgrade() is True
    add(address)


@needs_postgres
def test_an_older_schema_is_told_of_and_the_same_store_goes_on_when_it_was_upgraded(
    postgres: Postgres, address: str
) -> None:
    running = open_address(address)
    store = FeedbackStore(running, 30)
    store.add(Feedback("nyttig"), ANSWER)
    postgres.execute(address, "DELETE FROM alembic_version WHERE version_num LIKE 'sessions%'")
    postgres.execute(address, "DROP TABLE session_keys, ended_sessions")
    assert running.state().reason == OLDER
    with pytest.raises(FeedbackError) as told:
        store.add(Feedback("nyttig"), ANSWER)
    assert one_line(told) == OLDER
    open_address(address).upgrade()
    assert running.state().reason is None
    store.add(Feedback("nyttig"), ANSWER)
    assert len(store.listed()) == 2


@needs_postgres
def test_a_newer_schema_is_told_of(postgres: Postgres, address: str) -> None:
    postgres.execute(address, "UPDATE alembic_version SET version_num = 'audit_0009' WHERE version_num LIKE 'audit%'")
    newer = "databasen har et nyere skjema enn programmet kjenner: oppgrader programmet"
    assert open_address(address).state().reason == newer
    for deed in (AuditLog(open_address(address)).check, open_address(address).upgrade):
        with pytest.raises(StoreError) as told:
            deed()
        assert one_line(told) == newer


@needs_postgres
def test_a_read_only_database_is_told_of_and_comes_back(
    postgres: Postgres, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    running = open_address(address)
    feedback, audit, triage = FeedbackStore(running, 30), AuditLog(running), Triage(running)
    unanswered = UnansweredQuestions(running, "text", 30)
    audit.record("Kari", "sign_in")
    postgres.restrict(address, read_only=True)
    assert running.state().reason == "databasen kan ikke skrives til: den kan bare leses"
    with pytest.raises(FeedbackError, match=r"kan ikke skrive til .* kan bare leses"):
        feedback.add(Feedback("nyttig"), ANSWER)
    with pytest.raises(TriageError, match="kan bare leses"):
        triage.judge("a", Judgement(), "Kari")
    done: list[int] = []
    with pytest.raises(AuditError, match=r"endringsloggen .* kan bare leses"), audit.recording("Kari", "edit"):
        done.append(1)
    assert done == [], "it was done though it could not be logged"
    unanswered.record(refused("I vente"))
    wait_until(lambda: "could not be counted, and wait" in caplog.text)
    assert "I vente" not in caplog.text
    assert [line.action for line in audit.listed()] == ["sign_in"]
    # Nobody ends the connections that were made meanwhile; the stores let go of them by themselves.
    postgres.execute("postgres", f"ALTER DATABASE {address.rpartition('/')[2]} SET default_transaction_read_only = off")
    assert running.state().reason is None
    feedback.add(Feedback("nyttig"), ANSWER)
    wait_until(lambda: unanswered.record(refused("Nytt")) or len(unanswered.listed()) == 2)
    assert {one.question for one in unanswered.listed()} == {"I vente", "Nytt"}


@pytest.fixture
def limited(postgres: Postgres, address: str) -> Iterator[str]:
    """The address for a user who may read everything, and owns nothing."""
    postgres.execute(
        address,
        f"CREATE ROLE leser LOGIN PASSWORD '{PASSWORD}'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO leser",
    )
    yield address.replace("veikart:", "leser:", 1)
    postgres.restrict(address, read_only=False)  # ends its connections
    postgres.execute(address, "DROP OWNED BY leser", "DROP ROLE leser")


@needs_postgres
def test_a_user_who_may_not_write_is_told_which_table(limited: str) -> None:
    reading = open_address(limited)
    assert "ikke lov til å skrive i tabellen feedback" in str(reading.state().reason)
    with pytest.raises(AuditError, match="ikke lov til å skrive"):
        AuditLog(reading).check()


@needs_postgres
def test_the_rights_that_the_guide_gives_are_enough_and_no_more(postgres: Postgres, address: str, limited: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "drift.md").read_text(encoding="utf-8")
    grants = [grant.replace("TO veikart", "TO leser") for grant in re.findall(r"`(GRANT [^`]+)`", guide)]
    assert len(grants) == 3
    postgres.execute(address, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM leser", *grants)
    limits = open_address(limited)
    assert limits.state().reason is None
    FeedbackStore(limits, 30).add(Feedback("nyttig"), ANSWER)
    Triage(limits).judge("a", Judgement(), "Kari")
    AuditLog(limits).record("Kari", "triage", "a")
    unanswered = UnansweredQuestions(limits, "text", 30)
    for _ in range(2):
        unanswered.record(refused("Hvor er brua?"))
    wait_until(lambda: [one.count for one in unanswered.listed()] == [2])
    memory = SharedMemory(limits)
    assert memory.key() == SharedMemory(open_address(address)).key()
    memory.end("en", 1.0)
    with pytest.raises(StoreError, match="must be owner"), limits.writing(ANY) as connection:
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))


@needs_postgres
def test_stores_outlive_a_server_that_is_stopped_and_started(
    postgres: Postgres, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    running = open_address(address)
    feedback, audit = FeedbackStore(running, 30), AuditLog(running)
    unanswered = UnansweredQuestions(running, "text", 30)
    feedback.add(Feedback("nyttig", comment="før"), ANSWER)
    with caplog.at_level(logging.INFO), postgres.stopped():
        assert running.state().reason == "databasen svarer ikke"
        with pytest.raises(FeedbackError) as told:
            feedback.add(Feedback("nyttig", comment="under"), ANSWER)
        assert "'veikart database status' sier hva som er galt" in one_line(told)
        with pytest.raises(AuditError) as told:
            audit.listed()
        assert "Connection refused" in one_line(told)
        with pytest.raises(UnansweredFileError):
            unanswered.listed()
        for number in range(5):
            unanswered.record(refused(f"Spørsmål {number}"))
    until_it_works(lambda: feedback.add(Feedback("nyttig", comment="etter"), ANSWER))
    assert [one.comment for one in feedback.listed()] == ["etter", "før"]
    wait_until(lambda: unanswered.record(refused("Etterpå")) or len(unanswered.listed()) == 6)
    assert PASSWORD not in caplog.text


@needs_postgres
def test_nobody_meets_the_connections_of_a_server_that_was_restarted(postgres: Postgres, address: str) -> None:
    feedback = FeedbackStore(open_address(address), 30)
    feedback.add(Feedback("nyttig"), ANSWER)
    with postgres.stopped():
        pass
    feedback.add(Feedback("nyttig"), ANSWER)
    assert len(feedback.listed()) == 2


@needs_postgres
def test_two_servers_that_write_the_same_questions_at_once_do_not_wait_for_one_another(
    postgres: Postgres, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    servers = [UnansweredQuestions(open_address(address), "text", 30) for _ in range(2)]
    with postgres.stopped():
        for number in range(900):
            for server, asked in zip(servers, (number, 899 - number), strict=True):
                server.record(refused(f"Spørsmål {asked}"))
    time.sleep(2.1)  # until they try again
    with open_address(address).writing(ANY) as connection:
        connection.execute(text("LOCK TABLE unanswered"))
        for server in servers:
            server.record(refused("Igjen"))
        time.sleep(0.5)  # both wait at the table, and are let in at once
    wait_until(lambda: [one.count for one in servers[0].listed()] == [2] * 901)
    assert "deadlock" not in caplog.text


@needs_postgres
def test_a_server_that_hangs_keeps_no_reader_and_few_threads(postgres: Postgres, address: str) -> None:
    running = open_address(address)
    feedback, unanswered = FeedbackStore(running, 30), UnansweredQuestions(running, "count", 30)
    unanswered.record(refused("Først"))
    wait_until(unanswered.listed)
    with ThreadPoolExecutor(20) as pool:
        with postgres.frozen():
            began = time.monotonic()
            for _ in range(10):
                unanswered.record(refused("Mens den henger"))
            assert time.monotonic() - began < 2, "ten readers waited for the database"
            given = [pool.submit(feedback.add, Feedback("nyttig"), ANSWER) for _ in range(20)]
            # A few hang with it; the others are told at once, so that the server has threads for readers.
            wait_until(lambda: sum(one.done() for one in given) >= 15)
        assert {type(one.exception()) for one in given} <= {type(None), FeedbackError}
    until_it_works(lambda: feedback.add(Feedback("nyttig"), ANSWER))
    wait_until(lambda: unanswered.record(refused("Igjen")) or sum(one.count for one in unanswered.listed()) >= 11)


@needs_postgres
def test_a_table_that_somebody_holds_takes_few_threads_and_not_for_long(postgres: Postgres, address: str) -> None:
    feedback = FeedbackStore(open_address(address), 30)
    name = address.rpartition("/")[2]
    held_up = f"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '{name}'"  # noqa: S608
    with open_address(address).writing(ANY) as connection, ThreadPoolExecutor(20) as pool:
        connection.execute(text("LOCK TABLE feedback"))
        given = [pool.submit(feedback.add, Feedback("nyttig"), ANSWER) for _ in range(20)]
        wait_until(lambda: postgres.execute("postgres", held_up) != [(0,)])
        time.sleep(1)
        assert int(str(postgres.execute("postgres", held_up)[0][0])) <= 5
        assert {type(one.exception(timeout=60)) for one in given} == {FeedbackError}
    feedback.add(Feedback("nyttig"), ANSWER)
    assert len(feedback.listed()) == 1


@needs_postgres
def test_upgraders_at_once_wait_for_one_another(postgres: Postgres) -> None:
    address = postgres.make_database()
    upgraders = [open_address(address) for _ in range(4)]
    for one in upgraders:
        one.state()  # each is connected, so that all of them look at the schema at once
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(Database.upgrade, upgraders)) == [False, False, False, True]
    assert open_address(address).state().revisions == dict.fromkeys(EVERYTHING, 1)


def test_threads_that_make_files_at_once_do_not_disturb_one_another(tmp_path: Path) -> None:
    deeds = [
        deed
        for number in range(4)
        for deed in (
            lambda place=tmp_path / str(number): AuditLog(place / "audit.sqlite").record("Kari", "index"),
            lambda place=tmp_path / str(number): Triage(place / "triage.sqlite").judge("a", Judgement(), "Kari"),
            lambda place=tmp_path / str(number): FeedbackStore(place / "feedback.sqlite", 30).add(
                Feedback("nyttig"), ANSWER
            ),
        )
    ]
    with ThreadPoolExecutor(12) as pool:
        for made in [pool.submit(deed) for deed in deeds]:
            made.result()
    assert len(list(tmp_path.rglob("*.sqlite"))) == 12


@pytest.mark.parametrize("arguments", [("search", "smart by"), ("ask", "Hva er en smart by?"), ("documents",)])
@pytest.mark.usefixtures("snapshot")
def test_what_needs_no_database_does_not_load_what_opens_them(data_dir: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys; sys.argv = ['veikart', *sys.argv[1:]]; import ui.cli\n"
        "try: ui.cli.app()\nfinally: print('LOADED', 'sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={"VEIKART_DATA": str(data_dir), "VEIKART_DATABASE": "postgresql://u@127.0.0.1:1/x", "PATH": os.defpath},
    )
    assert run.stdout.splitlines()[-1] == "LOADED False False", run.stderr

"""Servers that share a database share their editors' sessions, and what lies there signs nobody in."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from assistant.database.database import Database
from assistant.database.tables import ended_sessions, session_keys
from tests.assistant.databases import ANY
from ui.editor.session_memory import SharedMemory
from ui.editor.sessions import SECONDS, Sessions, is_form_token

TOKEN, NEW_TOKEN = "redaktørenes-nøkkel-1", "redaktørenes-nøkkel-2"


def server(database: Database, token: str = TOKEN, now: float = 1000.0) -> Sessions:
    return Sessions(lambda: now, SharedMemory(database, lambda: now), token)


def test_who_signs_in_at_one_is_known_at_the_other_and_signed_out_at_both(database: Database) -> None:
    first, second = server(database), server(database)
    cookie = first.begin("Kari")
    editor = second.read(cookie)
    assert editor is not None
    assert editor.name == "Kari"
    assert is_form_token(first.form_token(editor), second.form_token(editor))
    second.end(editor)
    assert first.read(cookie) is None
    assert second.read(cookie) is None
    assert first.read(first.begin("Kari")) is not None


def test_ended_sessions_are_digests_and_are_forgotten_with_their_cookies(database: Database) -> None:
    early = server(database)
    ended = early.read(early.begin("Kari"))
    assert ended is not None
    early.end(ended)
    with database.reading(ANY) as connection:
        assert list(connection.execute(select(ended_sessions.c.digest)).scalars()) == [
            hashlib.sha256(ended.session.encode()).hexdigest()
        ]
    late = server(database, now=1000.0 + SECONDS + 1)
    other = late.read(late.begin("Ola"))
    assert other is not None
    late.end(other)
    with database.reading(ANY) as connection:
        assert len(connection.execute(select(ended_sessions)).all()) == 1


def test_the_key_in_the_database_signs_nothing_without_the_editors_token(database: Database) -> None:
    cookie = server(database).begin("Kari")
    with database.reading(ANY) as connection:
        assert len(connection.execute(select(session_keys)).all()) == 1
    assert server(database, token="").read(cookie) is None, "who reads the database could make cookies"
    assert server(database, token=NEW_TOKEN).read(cookie) is None, "a new token left old sessions"
    assert server(database).read(cookie) is not None

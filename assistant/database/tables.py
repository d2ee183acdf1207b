"""The tables, as the program uses them; ``migrations`` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import BigInteger, Column, Float, Identity, Integer, MetaData, Table, Text, TypeDecorator, text
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.types import TypeEngine

StoreName = Literal["feedback", "unanswered", "triage", "audit", "sessions"]


class _Words(TypeDecorator[str]):
    """Text, sorted the same everywhere, without the one character that PostgreSQL does not take."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type: by bytes, as SQLite sorts."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it is stored."""
        del dialect
        return value.replace("\0", "") if value else value


def _words(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[Any]:
    return Column(name, _Words, primary_key=primary_key, nullable=nullable)


def _number() -> Column[Any]:
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


metadata = MetaData()

feedback = Table(
    "feedback", metadata, _number(), _words("given"), _words("verdict"), _words("reasons"), _words("comment"),
    _words("mode"), _words("language"), _words("model", nullable=True), _words("corpus_version"),
    _words("question", nullable=True), _words("answer", nullable=True),
)  # fmt: skip

# No primary key that the program relies on: a long question has no room in an index of PostgreSQL, but its hash has.
unanswered = Table(
    "unanswered", metadata, _words("day"), _words("language"), _words("question"),
    Column("count", Integer, nullable=False),
)  # fmt: skip

triage = Table(
    "triage", metadata, _words("key", primary_key=True), _words("status"),
    Column("importance", Integer, nullable=False), _words("cause"), _words("note"), _words("who"), _words("at"),
)  # fmt: skip

audit = Table(
    "audit", metadata, _number(), _words("at"), _words("who"), _words("action"), _words("document"), _words("changes")
)

session_keys = Table(
    "session_keys", metadata, Column("id", Integer, primary_key=True, autoincrement=False), _words("key")
)

ended_sessions = Table(
    "ended_sessions", metadata, _words("digest", primary_key=True), Column("until", Float(53), nullable=False)
)

TABLES: dict[StoreName, tuple[Table, ...]] = {
    "feedback": (feedback,),
    "unanswered": (unanswered,),
    "triage": (triage,),
    "audit": (audit,),
    "sessions": (session_keys, ended_sessions),
}


def inserting(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what becomes of a row that is there already."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def asked_before(connection: Connection) -> Sequence[Any]:
    """Return what an unanswered question of a day is known by."""
    columns: list[Any] = [unanswered.c.day, unanswered.c.language]
    return [*columns, text("md5(question)") if connection.dialect.name == "postgresql" else unanswered.c.question]

"""The schema: which revision of its tables a database holds, told by a plain select, without Alembic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import String, column, inspect, select, table

from assistant.database.faults import SchemaError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from assistant.database.tables import StoreName

Age = Literal["missing", "older", "current", "newer"]

# The newest revision of each store's tables that the program knows; a test holds that migrations end there.
HEADS: dict[StoreName, int] = {"feedback": 1, "unanswered": 1, "triage": 1, "audit": 1, "sessions": 1}
_VERSIONS = "alembic_version"
_REMEDIES = {
    "missing": "databasen mangler tabeller: kjør 'veikart database upgrade'",
    "older": "databasen har et eldre skjema: kjør 'veikart database upgrade'",
    "newer": "databasen har et nyere skjema enn programmet kjenner: oppgrader programmet",
}


def revision_id(store: StoreName, number: int) -> str:
    """Return the name of a revision.

    Example:
        >>> revision_id("audit", 1)
        'audit_0001'
    """
    return f"{store}_{number:04}"


def revisions(connection: Connection, stores: Sequence[StoreName]) -> dict[StoreName, int]:
    """Return the revision of each store's tables that are there.

    Args:
        connection: To the database.
        stores: Which stores it is to hold.
    """
    has_table = inspect(connection).has_table
    if not has_table(_VERSIONS):
        # SQLite files of releases before there were revisions are as the first one makes them.
        return {store: 1 for store in stores if connection.dialect.name == "sqlite" and has_table(store)}
    named = connection.execute(select(column("version_num", String)).select_from(table(_VERSIONS))).scalars()
    found = {store: number for store, _, number in (name.rpartition("_") for name in named) if number.isdecimal()}
    return {store: int(found[store]) for store in stores if store in found}


def is_adopted(connection: Connection) -> bool:
    """Tell whether a database says which revision it holds."""
    return inspect(connection).has_table(_VERSIONS)


def age(found: dict[StoreName, int], stores: Sequence[StoreName]) -> Age:
    """Return how old the tables of a database are.

    Args:
        found: The revision of each store's tables.
        stores: Which stores it is to hold.
    """
    if any(found.get(store, 0) > HEADS[store] for store in stores):
        return "newer"
    if not found:
        return "missing"
    return "current" if all(found.get(store) == HEADS[store] for store in stores) else "older"


def check_age(how_old: Age) -> None:
    """Check that a schema is the program's own.

    Raises:
        SchemaError: If it is not.
    """
    if how_old != "current":
        raise SchemaError(_REMEDIES[how_old])

"""Copying rows: what a database holds, into SQLite files and back, so that an archive is the same from any of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from assistant.database.opening import database_at
from assistant.database.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from sqlalchemy import Connection, Table

    from assistant.database.database import Database
    from assistant.database.faults import Trouble
    from assistant.database.tables import StoreName

_ROWS = 1000  # held in memory at a time


def copy_out(database: Database, files: Mapping[StoreName, Path], trouble: Trouble) -> None:
    """Write a SQLite file with the rows of each store, all as they are at one moment.

    Args:
        database: What is read.
        files: The files to make.
        trouble: What is said if it cannot be read, or if they cannot be made.
    """
    with database.reading(trouble, at_one_moment=True) as source:
        for store, path in files.items():
            with database_at(path, store).writing(trouble) as target:
                _copy(source, target, store)


def copy_in(files: Mapping[StoreName, Path], target: Connection, trouble: Trouble) -> None:
    """Add the rows of SQLite files to a database.

    Args:
        files: The files; older ones are brought up to date.
        target: Where to, in a transaction that writes.
        trouble: What is said if a file cannot be read.
    """
    for store, path in files.items():
        file = database_at(path, store)
        file.check(trouble)
        with file.reading(trouble) as source:
            _copy(source, target, store)


def filled_tables(connection: Connection, stores: Mapping[StoreName, Path]) -> list[str]:
    """Return which tables of stores hold rows."""
    tables = [table for store in stores for table in TABLES[store]]
    return [table.name for table in tables if connection.execute(select(func.count()).select_from(table)).scalar()]


def _copy(source: Connection, target: Connection, store: StoreName) -> None:
    for table in TABLES[store]:
        for rows in _pieces(source, table):
            target.execute(insert(table), rows)


def _pieces(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The rows in their order; their numbers are given anew, or the next one would be taken."""
    columns = [column for column in table.c if column.name != "id"]
    order = [table.c.id] if "id" in table.c else []
    found = source.execution_options(yield_per=_ROWS).execute(select(*columns).order_by(*order))
    for piece in found.mappings().partitions():
        yield [dict(row) for row in piece]

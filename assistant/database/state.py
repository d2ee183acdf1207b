"""The state of a database: what it is, how old its tables are, and whether it can be written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from assistant.database.faults import SchemaError
from assistant.database.schema import Age, age, check_age, revisions
from assistant.database.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from assistant.database.tables import StoreName

READ_ONLY = "den kan bare leses"


@dataclass(frozen=True)
class DatabaseState:
    """What was seen of a database.

    Args:
        place: The file, or the address without its password.
        product: What it is, with its version; empty if it could not be reached.
        revisions: The revision of each store's tables.
        age: How old they are.
        refusal: Why it cannot be written to, if it cannot; where it could not be reached, why.
        is_file: Whether it is a file, whose tables are made when they are needed.
    """

    place: str
    product: str = ""
    revisions: Mapping[StoreName, int] = field(default_factory=dict)
    age: Age = "missing"
    refusal: str = ""
    is_file: bool = False

    @property
    def reason(self) -> str | None:
        """Why it cannot be used, for anybody to read: no address, no name; None if it can."""
        if not self.product:
            return "databasen svarer ikke"
        if self.age == "newer" or (self.age != "current" and not self.is_file):
            try:
                check_age(self.age)
            except SchemaError as error:
                return str(error)
        if self.refusal:
            return f"databasen kan ikke skrives til: {self.refusal}"
        return None


def look(connection: Connection, place: str, stores: Sequence[StoreName]) -> DatabaseState:
    """Return the state of a database.

    Args:
        connection: To it, in a transaction that writes.
        place: How it is named.
        stores: What it is to hold.
    """
    dialect = connection.dialect
    version = ".".join(str(part) for part in dialect.server_version_info or ())
    found = revisions(connection, stores)
    how_old = age(found, stores)
    is_file = dialect.name == "sqlite"
    refusal = "" if is_file or how_old != "current" else refused(connection, stores)
    product = f"{'SQLite' if is_file else 'PostgreSQL'} {version}"
    return DatabaseState(place, product, found, how_old, refusal, is_file)


def refused(connection: Connection, stores: Sequence[StoreName]) -> str:
    """Return why a PostgreSQL takes no rows from us, or nothing if it does.

    Args:
        connection: To it.
        stores: Where rows are to go.
    """
    if is_read_only(connection):
        return READ_ONLY
    for table in (table for store in stores for table in TABLES[store]):
        if not connection.execute(select(func.has_table_privilege(table.name, "INSERT"))).scalar_one():
            return f"brukeren har ikke lov til å skrive i tabellen {table.name}"
    return ""


def is_read_only(connection: Connection) -> bool:
    """Tell whether a PostgreSQL lets us read alone."""
    return bool(connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on")

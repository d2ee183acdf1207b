"""Opening: which databases the settings ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from sqlalchemy import URL

from assistant.database.address import configured_address
from assistant.database.database import PATIENCE, Database
from assistant.database.tables import StoreName

if TYPE_CHECKING:
    from assistant.settings import Settings

EVERYTHING: tuple[StoreName, ...] = get_args(StoreName)


def database_at(place: Path | Database, store: StoreName, patience: float = PATIENCE) -> Database:
    """Return a store's database.

    Args:
        place: A file, which is the store's own, or a database that holds it.
        store: Which store.
        patience: Seconds to wait for a file that somebody else has locked.
    """
    if isinstance(place, Database):
        return place
    return Database(URL.create("sqlite+pysqlite", database=str(place)), (store,), patience)


def shared_database(settings: Settings) -> Database | None:
    """Return the database that holds everything, or None where each store has a file of its own.

    Raises:
        SettingsError: If the address or its password cannot be used.
    """
    url = configured_address(settings)
    return Database(url, EVERYTHING) if url else None


def store_files(settings: Settings) -> dict[StoreName, Path]:
    """Return the file of each store that has one of its own."""
    return {
        "feedback": settings.feedback_file,
        "unanswered": settings.unanswered_file,
        "triage": settings.triage_file,
        "audit": settings.audit_file,
    }


def open_databases(settings: Settings) -> list[Database]:
    """Return every database in use: one that holds everything, or a file for each store.

    Raises:
        SettingsError: If the address or its password cannot be used.
    """
    shared = shared_database(settings)
    return [shared] if shared else [database_at(path, store) for store, path in store_files(settings).items()]

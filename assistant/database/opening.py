"""Opening: which databases the settings ask for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from sqlalchemy import URL

from assistant.database.address import DatabaseAddressError, is_server, read_address
from assistant.database.database import PATIENCE, Database
from assistant.database.tables import StoreName
from assistant.secret import read_secret
from assistant.settings import DATABASE_PASSWORD_VARIABLE, SettingsError

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
    url = _address(settings)
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


def _address(settings: Settings) -> URL | None:
    """The address with its password, or None where files are used."""
    if not settings.database:
        return None
    try:
        url = read_address(settings.database)
    except DatabaseAddressError as error:
        raise SettingsError(str(error)) from error
    if is_server(url):
        try:
            import_module("psycopg")
        except ImportError as error:
            msg = "database er en PostgreSQL, og det krever psycopg: kjør pip install 'psycopg[binary]'"
            raise SettingsError(msg) from error
        if password := _password(settings):
            url = url.set(password=password)
    return url


def _password(settings: Settings) -> str:
    """The password from its file or from the environment; it is no setting, so that nothing prints it."""
    return read_secret(settings.database_password_file, "database_password_file", DATABASE_PASSWORD_VARIABLE)[0]

"""The address of the database: what the setting may say, and how it is shown without its password."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from assistant.settings import DATABASE_PASSWORD_VARIABLE, SettingsError

if TYPE_CHECKING:
    from assistant.settings import Settings

_EXAMPLE = "skriv den slik: postgresql://bruker@tjener/navn"
_DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}


def configured_address(settings: Settings) -> URL | None:
    """Return the address that the settings name, or None where SQLite files in the data folder are used.

    Raises:
        SettingsError: If it cannot be read, its driver is not installed, or the password's file cannot be read.
    """
    if not settings.database:
        return None
    url = read_address(settings.database)
    if is_server(url):
        if find_spec("psycopg") is None:
            msg = "database er en PostgreSQL, og det krever psycopg: kjør pip install 'psycopg[binary]'"
            raise SettingsError(msg)
        if password := _password(settings):
            url = url.set(password=password)
    return url


def read_address(text: str) -> URL:
    """Return an address with its driver.

    Raises:
        SettingsError: If it is none; the message does not hold it, for it may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        msg = f"adressen i database kan ikke leses; {_EXAMPLE}"
        raise SettingsError(msg) from error
    if "@" in (url.host or "") or any("password" in name.lower() for name in url.query):
        msg = "passordet i database kan ikke leses; skriv @ som %40, eller legg det i database_password_file"
        raise SettingsError(msg)
    if not url.database or url.database == ":memory:":
        msg = f"adressen i database mangler navnet på databasen; {_EXAMPLE}"
        raise SettingsError(msg)
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def is_server(url: URL) -> bool:
    """Tell whether an address is that of a server, and not of a file."""
    return url.get_backend_name() == "postgresql"


def shown_address(text: str) -> str:
    """Return an address as people may see it."""
    try:
        return read_address(text).render_as_string(hide_password=True)
    except SettingsError:
        return "(kan ikke leses)"


def _password(settings: Settings) -> str:
    """The password from its file or from the environment; it is no setting, so that nothing prints it."""
    path = settings.database_password_file
    if path is None:
        return os.environ.get(DATABASE_PASSWORD_VARIABLE, "")
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        msg = f"kan ikke lese passordet i database_password_file ({path}): {type(error).__name__}"
        raise SettingsError(msg) from error

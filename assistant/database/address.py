"""The address of the database: what the setting may say, and how it is shown without its password."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_EXAMPLE = "skriv den slik: postgresql://bruker@tjener/navn"
_DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}


class DatabaseAddressError(ValueError):
    """An address cannot be used; the message is one line with the remedy, and without the address."""


def read_address(text: str) -> URL:
    """Return an address with its driver.

    Raises:
        DatabaseAddressError: If it is none; the message does not hold it, for it may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        msg = f"adressen i database kan ikke leses; {_EXAMPLE}"
        raise DatabaseAddressError(msg) from error
    if "@" in (url.host or "") or any("password" in name.lower() for name in url.query):
        msg = "passordet i database kan ikke leses; skriv @ som %40, eller legg det i database_password_file"
        raise DatabaseAddressError(msg)
    if not url.database or url.database == ":memory:":
        msg = f"adressen i database mangler navnet på databasen; {_EXAMPLE}"
        raise DatabaseAddressError(msg)
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def is_server(url: URL) -> bool:
    """Tell whether an address is that of a server, and not of a file."""
    return url.get_backend_name() == "postgresql"


def shown_address(text: str) -> str:
    """Return an address as people may see it."""
    try:
        return read_address(text).render_as_string(hide_password=True)
    except DatabaseAddressError:
        return "(kan ikke leses)"

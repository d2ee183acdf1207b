"""Faults of databases: one line on what is wrong and how to mend it, without what was to be stored and without keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_SERVER_REMEDY = "'veikart database status' sier hva som er galt"


class StoreError(RuntimeError):
    """What is kept cannot be stored or read; the message is one line with the remedy."""


class SchemaError(RuntimeError):
    """The tables are older or newer than the program; the message is one line with the remedy."""


@dataclass(frozen=True)
class Trouble:
    """What is said if a database fails.

    Args:
        error: Makes the error of its message.
        said: What could not be done, such as ``kan ikke lese``; the place follows.
        file_remedy: What to do about it where the database is a file.
    """

    error: Callable[[str], Exception]
    said: str
    file_remedy: str

    def at(self, place: str, reason: str, *, is_file: bool) -> Exception:
        """Return the error.

        Args:
            place: The file, or the address without its password.
            reason: What the database says, in one line.
            is_file: Whether it is a file.
        """
        return self.error(f"{self.said} {place} ({reason}); {self.file_remedy if is_file else _SERVER_REMEDY}")

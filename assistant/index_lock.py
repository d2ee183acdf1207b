"""The lock of the index: only one builder at a time works on it, whatever process it runs in, and on what machine.

The system lets go of it when the process ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.database.faults import Trouble
from index.manifest import SnapshotError

if TYPE_CHECKING:
    from assistant.database.database import Database

_ASK_AGAIN = 0.5  # seconds


class IndexBusyError(RuntimeError):
    """Somebody else is building the index."""


def _unasked(said: str) -> SnapshotError:
    return SnapshotError("unreachable", said)


_UNASKED = Trouble(_unasked, "kan ikke spørre om en annen maskin bygger indeksen, i", "")


@contextmanager
def only_builder(folder: Path, seconds: float = 0) -> Iterator[None]:
    """Hold the lock while an index is built.

    Args:
        folder: The index folder.
        seconds: How long to wait for another builder.

    Raises:
        IndexBusyError: If another builder holds it for longer.
        SnapshotError: If the folder cannot be written to.
    """
    # Not a singleton: two builders in one process must not share it. Beside the folder, which is there once it is
    # built.
    lock = FileLock(folder.with_name(f".{folder.name}-building"), timeout=seconds, is_singleton=False)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        msg = "indeksen bygges allerede av et annet program; vent til det er ferdig"
        raise IndexBusyError(msg) from error
    except OSError as error:
        msg = f"kan ikke skrive indeksen i {folder}: {error.strerror}; frigjør plass eller sett VEIKART_DATA"
        raise SnapshotError("disk", msg) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def only_builder_anywhere(database: Database | None, name: str, seconds: float = 0) -> Iterator[None]:
    """Hold the lock of an index that several machines share, where they share a database too.

    Args:
        database: What they share, or None.
        name: The alias of the index.
        seconds: How long to wait for another builder.

    Raises:
        IndexBusyError: If another builder holds it for longer.
        SnapshotError: If the database cannot be asked.
    """
    if database is None:
        yield
        return
    deadline = monotonic() + seconds
    while True:
        with database.holding(f"index {name}", _UNASKED) as is_ours:
            if is_ours:
                yield
                return
        if monotonic() > deadline:
            msg = "indeksen bygges allerede fra en annen maskin; vent til den er ferdig"
            raise IndexBusyError(msg)
        sleep(_ASK_AGAIN)


def is_being_built(folder: Path) -> bool:
    """Tell whether somebody is building the index."""
    try:
        with only_builder(folder):
            return False
    except IndexBusyError:
        return True

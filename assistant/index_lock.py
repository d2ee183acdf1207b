"""The lock of the index: only one builder at a time works on a folder, whatever process it runs in.

The system lets go of it when the process ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.manifest import SnapshotError


class IndexBusyError(RuntimeError):
    """Somebody else is building the index."""


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


def is_being_built(folder: Path) -> bool:
    """Tell whether somebody is building the index."""
    try:
        with only_builder(folder):
            return False
    except IndexBusyError:
        return True

"""A disk that can be filled to the last byte, and emptied again."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Disk:
    place: Path

    @property
    def _ballast(self) -> Path:
        return self.place / "ballast"

    def fill(self, leave: int = 0) -> None:
        """Fill it, but for so many bytes."""
        with self._ballast.open("ab", buffering=0) as stream:
            for size in (1 << 20, 1 << 12, 1):
                _write_until_full(stream.write, b"\0" * size)
            stream.truncate(max(0, stream.tell() - leave))

    def make_room(self) -> None:
        self._ballast.unlink(missing_ok=True)


def _write_until_full(write: object, block: bytes) -> None:
    try:
        while write(block):  # type: ignore[operator] # a stream's method
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise

"""What was read last from Milvus, so that it need not be read for every question."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from index.manifest import SnapshotError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_Value = TypeVar("_Value")


class Recent(Generic[_Value]):
    """Remembers what was read last.

    Args:
        size: How many.
        read: Reads those that are not remembered.
    """

    def __init__(self, size: int, read: Callable[[Collection[str]], dict[str, _Value]]) -> None:
        self._size = size
        self._read = read
        self._held: OrderedDict[str, _Value] = OrderedDict()
        self._lock = Lock()

    def held(self, ids: Collection[str]) -> dict[str, _Value]:
        """Return those of some ids that are remembered."""
        with self._lock:
            return {name: self._held[name] for name in ids if name in self._held}

    def forget(self, ids: Collection[str]) -> None:
        """Forget some ids."""
        with self._lock:
            for name in ids:
                self._held.pop(name, None)

    def find(self, ids: Collection[str]) -> dict[str, _Value]:
        """Return what there is of some ids."""
        wanted = dict.fromkeys(ids)
        found = self.held(wanted)
        with self._lock:
            for name in found:
                if name in self._held:
                    self._held.move_to_end(name)
        if missing := [name for name in wanted if name not in found]:
            read = self._read(missing)
            with self._lock:
                self._held.update(read)
                while len(self._held) > self._size:
                    self._held.popitem(last=False)
            found.update(read)
        return found

    def get(self, ids: Collection[str]) -> dict[str, _Value]:
        """Return all of some ids.

        Raises:
            SnapshotError: If one of them is gone.
        """
        found = self.find(ids)
        if gone := [name for name in ids if name not in found]:
            msg = f"dokumentet '{gone[0]}' er borte fra Milvus, trolig fordi indeksen nettopp ble endret; spør igjen"
            raise SnapshotError("torn", msg)
        return found

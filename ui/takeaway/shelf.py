"""The shelf: files made for a reader, held in memory for some minutes until the browser has fetched them."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 600.0
_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class MadeFile:
    """A file to be fetched.

    Args:
        name: What it is called on the reader's machine.
        media_type: What it holds.
        content: Its bytes.
    """

    name: str
    media_type: str
    content: bytes


class Shelf:
    """Holds files under names that nobody can guess; the oldest go when it is full.

    Args:
        clock: Seconds since some beginning.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._files: OrderedDict[str, tuple[float, MadeFile]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, file: MadeFile) -> str:
        """Keep a file, and return what it is fetched by."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._files[token] = (self._clock() + _SECONDS, file)
            while len(self._files) > 1 and (self._stale() or self._size() > _MOST_BYTES):
                self._files.popitem(last=False)
        return token

    def get(self, token: str) -> MadeFile | None:
        """Return a file, or None if it is not there, or no longer."""
        with self._lock:
            ends, file = self._files.get(token, (0.0, None))
            return file if self._clock() < ends else None

    def _stale(self) -> bool:
        ends, _ = next(iter(self._files.values()))
        return self._clock() >= ends

    def _size(self) -> int:
        return sum(len(file.content) for _, file in self._files.values())


def create_shelf_route(shelf: Shelf) -> APIRouter:
    """Return the route that hands out files."""
    router = APIRouter()

    @router.get("/eksport/{token}", include_in_schema=False)
    def fetch(token: str) -> Response:
        file = shelf.get(token)
        if file is None:
            raise HTTPException(404, "Filen er ikke her lenger. Gå tilbake til samtalen og lag den på nytt.")
        disposition = f'attachment; filename="{file.name}"'
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(file.content, media_type=file.media_type, headers=headers)

    return router

"""Reading apart: a stream is read in a thread of its own, so that whoever waits for it can leave at once.

A model on a processor may need many seconds for its first word, and a read that blocks cannot be broken off.
"""

from __future__ import annotations

import queue
import threading
from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING

from assistant.generation.fault import GenerationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_LOOK_UP_SECONDS = 0.05  # how often it is looked up whether the reader has gone


def read_apart(
    open_stream: Callable[[threading.Event], Generator[str]], *, deadline: float, left: threading.Event | None
) -> Iterator[str]:
    """Yield what a stream yields; closing the iterator ends the stream at its next piece.

    Args:
        open_stream: Makes the stream; what it is given is set once nobody waits for it any more.
        deadline: When the last piece must have come, by the monotonic clock, in seconds.
        left: Set when the reader has gone.

    Raises:
        GenerationError: If the reader has gone or the time is up; what the stream raises, is raised here.
    """
    abandoned = threading.Event()
    read: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(open_stream(abandoned), read, abandoned), daemon=True).start()
    try:
        while (piece := _next(read, deadline, left)) is not None:
            yield piece
    finally:
        abandoned.set()


def _read(
    stream: Generator[str], read: queue.SimpleQueue[str | BaseException | None], abandoned: threading.Event
) -> None:
    try:
        with closing(stream):
            for piece in stream:
                if abandoned.is_set():
                    return
                read.put(piece)
    except BaseException as error:
        read.put(error)
    else:
        read.put(None)


def _next(
    read: queue.SimpleQueue[str | BaseException | None], deadline: float, left: threading.Event | None
) -> str | None:
    """The next piece, None at the end."""
    while True:
        if left and left.is_set():
            raise GenerationError("left")
        if monotonic() > deadline:
            raise GenerationError("slow", "the answer took longer than allowed")
        try:
            piece = read.get(timeout=_LOOK_UP_SECONDS)
        except queue.Empty:
            continue
        if isinstance(piece, BaseException):
            raise piece
        return piece

"""Reading apart: a stream is read in a thread of its own, so that whoever waits for it can leave at once.

A model on a processor may need many seconds for its first word, and a read that blocks cannot be broken off.
"""

from __future__ import annotations

import queue
import threading
from contextlib import closing, suppress
from time import monotonic
from typing import TYPE_CHECKING

from assistant.generation.fault import GenerationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_LOOK_UP_SECONDS = 0.05  # how often it is looked up whether the reader has gone
# Pieces that may wait. Reading on while a sentence is checked takes the interpreter from the check: of a very fast
# stream, the first words came after 134 ms without a limit and 93 with one (69 without a thread).
_WAITING = 32

_Read = queue.Queue["str | BaseException | None"]


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
    read: _Read = queue.Queue(_WAITING)
    threading.Thread(target=_read, args=(open_stream(abandoned), read, abandoned), daemon=True).start()
    try:
        while (piece := _next(read, deadline, left)) is not None:
            yield piece
    finally:
        abandoned.set()


def _read(stream: Generator[str], read: _Read, abandoned: threading.Event) -> None:
    try:
        with closing(stream):
            for piece in stream:
                _hand_over(piece, read, abandoned)
                if abandoned.is_set():
                    return
    except BaseException as error:
        _hand_over(error, read, abandoned)
    else:
        _hand_over(None, read, abandoned)


def _hand_over(piece: str | BaseException | None, read: _Read, abandoned: threading.Event) -> None:
    """Wait until there is room, or nobody waits any more."""
    while not abandoned.is_set():
        with suppress(queue.Full):
            read.put(piece, timeout=_LOOK_UP_SECONDS)
            return


def _next(read: _Read, deadline: float, left: threading.Event | None) -> str | None:
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

"""Reading apart: streams are read in a thread of their own, so that whoever waits for one can leave at once.

A model on a processor may need many seconds for its first word. A read that blocks a thread cannot be broken off; one
that is awaited can.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from contextlib import aclosing
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from assistant.generation.fault import GenerationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Iterator

_LOOK_UP_SECONDS = 0.05  # how often it is looked up whether the reader has gone
_ROOM_SECONDS = 0.005  # how often it is looked up whether there is room again
# Pieces that may wait. Reading on while a sentence is checked takes the interpreter from the check: of a very fast
# stream, the first words came after 134 ms without a limit and 93 with one.
_WAITING = 32
_STARTING = threading.Lock()

_Pieces = queue.Queue["str | Exception | None"]
_Result = TypeVar("_Result")


def read_apart(stream: AsyncGenerator[str], *, deadline: float, left: threading.Event | None = None) -> Iterator[str]:
    """Yield what a stream yields; closing the iterator breaks the stream off, also in the midst of a read.

    Args:
        stream: The stream, which has not begun.
        deadline: When the last piece must have come, by the monotonic clock, in seconds.
        left: Set when the reader has gone.

    Raises:
        GenerationError: If the reader has gone or the time is up; what the stream raises, is raised here.
    """
    pieces: _Pieces = queue.Queue(_WAITING)
    reading = asyncio.run_coroutine_threadsafe(_read(stream, pieces), _loop())
    try:
        while (piece := _next(pieces, deadline, left)) is not None:
            yield piece
    finally:
        reading.cancel()


def wait_for(work: Coroutine[None, None, _Result]) -> _Result:
    """Return what a coroutine returns that is run where the streams are read; raises what it raises."""
    return asyncio.run_coroutine_threadsafe(work, _loop()).result()


def _loop() -> asyncio.AbstractEventLoop:
    """The loop that all streams are read in."""
    with _STARTING:  # a cache alone would start two for two readers who come first at once
        return _started_loop()


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop


async def _read(stream: AsyncGenerator[str], pieces: _Pieces) -> None:
    end: Exception | None = None
    try:
        async with aclosing(stream):
            async for piece in stream:
                await _hand_over(piece, pieces)
    except Exception as error:
        end = error
    await _hand_over(end, pieces)


async def _hand_over(piece: str | Exception | None, pieces: _Pieces) -> None:
    """Wait until there is room."""
    while pieces.full():
        await asyncio.sleep(_ROOM_SECONDS)
    pieces.put_nowait(piece)


def _next(pieces: _Pieces, deadline: float, left: threading.Event | None) -> str | None:
    """The next piece, None at the end."""
    while True:
        if left and left.is_set():
            raise GenerationError("left")
        if monotonic() > deadline:
            raise GenerationError("slow", "the answer took longer than allowed")
        try:
            piece = pieces.get(timeout=_LOOK_UP_SECONDS)
        except queue.Empty:
            continue
        if isinstance(piece, Exception):
            raise piece
        return piece

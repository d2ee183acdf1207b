"""Idle streams: pages that are open in many tabs, each with a connection on which nothing is said."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gevent import socket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEARTBEAT = "GET /nb/gradio_api/heartbeat/idle{number} HTTP/1.1\r\nHost: {host}\r\n\r\n"


@contextmanager
def idle_streams(url: str, count: int) -> Iterator[Callable[[], int]]:
    """Hold streams open, as the page's own heartbeat does.

    Args:
        url: Address of the server.
        count: How many.

    Yields:
        What tells how many of them are still open.
    """
    host = urlsplit(url)
    streams = []
    for number in range(count):
        stream = socket.create_connection((host.hostname, host.port))
        stream.sendall(_HEARTBEAT.format(number=number, host=host.netloc).encode())
        streams.append(stream)
    try:
        yield lambda: sum(map(_is_open, streams))
    finally:
        for stream in streams:
            stream.close()


def _is_open(stream: socket.socket) -> bool:
    """Whether the other end has not closed; what it has said is thrown away."""
    stream.settimeout(0.01)
    try:
        while stream.recv(65536):
            pass
    except TimeoutError:
        return True
    except OSError:
        return False
    return False

"""Serve the app with uvicorn, after making sure that the address is free."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui.editor.peer import PeerNote
from ui.guard import is_own_path
from ui.operation.starting import StartingApp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp

    from ui.operation.readiness import Readiness


_WAITING = 512  # connections that may wait to be taken
# asyncio tries to take as many at a time. For each that it has no handle for it logs a line and tries so many again a
# second later: with 64 a test's log held 180,000 such lines, and a question went unanswered.
_TAKEN_AT_ONCE = 1


class AddressError(ValueError):
    """The address cannot be used; the message says why and what to do."""


def open_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Args:
        host: Address or name.
        port: Port; 0 takes a free one.

    Raises:
        AddressError: If the port is taken, not allowed, or the host is unknown.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except socket.gaierror as error:
        msg = f"ukjent vert '{host}'; sett VEIKART_HOST eller bruk --host 127.0.0.1"
        raise AddressError(msg) from error
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: "er i bruk av et annet program",
            errno.EACCES: "krever administratorrettigheter",
            errno.EADDRNOTAVAIL: "finnes ikke på denne maskinen",
        }
        reason = reasons.get(error.errno or 0, f"kan ikke brukes ({error.strerror})")
        msg = f"{host}:{port} {reason}; velg en annen port med --port eller VEIKART_PORT"
        raise AddressError(msg) from error


def check_prefix(root_path: str) -> None:
    """Check that a prefix can be told from the app's own paths.

    Args:
        root_path: Prefix that the app lives under behind a proxy.

    Raises:
        AddressError: If it is the beginning of one of them.
    """
    if root_path and is_own_path(root_path):
        msg = f"root_path kan ikke være '{root_path}': assistenten har egne sider der; velg et annet navn, som /veikart"
        raise AddressError(msg)


def behind_proxies(app: ASGIApp, proxies: Sequence[str]) -> ASGIApp:
    """Return an app that takes the word of some proxies for who asks, and knows whether one of them handed it over.

    Args:
        app: The app.
        proxies: Their addresses.
    """
    told = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[arg-type]  # the same, typed twice
    return PeerNote(told, proxies)  # type: ignore[arg-type]


# An open page holds a connection for as long as it is open; without a limit it would hold up the stop as well.
_SECONDS_TO_FINISH = 5


class _Server(uvicorn.Server):
    """A server that tells the app before it lets go of its connections."""

    def __init__(self, config: uvicorn.Config, readiness: Readiness) -> None:
        super().__init__(config)
        self._readiness = readiness

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and let more connections wait than are taken at once."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_WAITING)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let streams end, then stop."""
        self._readiness.stop()
        await super().shutdown(sockets)

    def give_up(self) -> None:
        """Stop, since there is no app to serve."""
        self.should_exit = True


def serve(
    make: Callable[[], ASGIApp],
    listener: socket.socket,
    readiness: Readiness,
    on_ready: Callable[[], None],
    *,
    root_path: str = "",
    proxies: Sequence[str] = ("127.0.0.1",),
) -> None:
    """Serve until interrupted, from the first moment: probes are answered while the app is being made.

    Args:
        make: Makes the app.
        listener: Where to listen.
        readiness: Told when the app is there, and when it is to stop.
        on_ready: Called when questions are answered.
        root_path: Prefix that the app lives under behind a proxy.
        proxies: Addresses of proxies whose word is taken for who asks.

    Raises:
        Exception: Whatever ``make`` raised.
    """
    app = StartingApp(make, readiness)
    config = uvicorn.Config(
        behind_proxies(app, proxies),
        proxy_headers=False,  # done by us, after the direct peer is noted
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        root_path=root_path,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        backlog=_TAKEN_AT_ONCE,
    )
    server = _Server(config, readiness)
    app.on_failure = server.give_up
    app.on_ready = on_ready
    server.run(sockets=[listener])
    if app.failure is not None:
        raise app.failure

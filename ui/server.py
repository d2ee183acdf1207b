"""Serve the app with uvicorn, after making sure that the address is free."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class AddressError(ValueError):
    """The address cannot be listened on; the message says why and what to do."""


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
        return socket.create_server((host, port), family=family, backlog=128)
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


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])

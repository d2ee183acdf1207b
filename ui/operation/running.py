"""Running: whether an assistant already answers at an address."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException

_SECONDS = 2.0


def running_version(host: str, port: int) -> str:
    """Return the corpus version of the assistant that answers at an address; empty if none does.

    Args:
        host: Address that it was told to listen on; an address that stands for all is asked on this machine.
        port: Its port.
    """
    connection = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=_SECONDS)  # noqa: S104
    try:
        connection.request("GET", "/healthz")
        return str(json.loads(connection.getresponse().read(4096)).get("corpus_version", ""))
    except (OSError, HTTPException, ValueError, AttributeError):
        return ""
    finally:
        connection.close()

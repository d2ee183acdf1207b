"""HTTP on a raw socket: what is sent is exactly what stands in the test."""

from __future__ import annotations

import json
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.attacks.conftest import Site

# What no answer may hold, from a file or from a traceback.
SECRETS = re.compile(rb"root:[x*]:0|def create_app|\[build-system\]|Traceback|File \"/|/site-packages/|\[extensions\]")
_SECONDS = 20.0


@dataclass(frozen=True)
class Reply:
    """What came back; a status of 0 is a connection that was closed without a word."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    rest: bytes = b""

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def header(self, name: str) -> str:
        return ", ".join(self.all(name))

    def json(self) -> Any:
        return json.loads(self.body)


def connect(url: str, source: str = "127.0.0.1") -> socket.socket:
    """Connect from an address of this machine's own; each counts as somebody else."""
    address = urlsplit(url)
    return socket.create_connection((str(address.hostname), address.port or 80), _SECONDS, (source, 0))


def send(url: str, request: bytes, *, method: str = "GET", source: str = "127.0.0.1") -> Reply:
    """Send a whole request and return the first reply to it, with what came after as ``rest``."""
    with connect(url, source) as wire:
        wire.sendall(request)
        return read_reply(wire, head=method == "HEAD")


def get(
    url: str, target: str | bytes, *headers: str, method: str = "GET", body: bytes = b"", source: str = "127.0.0.1"
) -> Reply:
    """Ask for a target, spelled as it is."""
    spelled = target if isinstance(target, bytes) else target.encode("latin-1")
    named = [f"Host: {urlsplit(url).netloc}"] if not any(one.lower().startswith("host:") for one in headers) else []
    length = [f"Content-Length: {len(body)}"] if body or method in ("POST", "PUT", "PATCH") else []
    lines = "".join(f"{line}\r\n" for line in (*named, *length, *headers, "Connection: close"))
    request = method.encode() + b" " + spelled + b" HTTP/1.1\r\n" + lines.encode("latin-1") + b"\r\n" + body
    return send(url, request, method=method, source=source)


def read_reply(wire: socket.socket, *, head: bool = False) -> Reply:
    raw = b""
    try:
        while part := wire.recv(65_536):
            raw += part
            if b"\r\n\r\n" in raw and _is_whole(raw, head):
                break
    except (ConnectionResetError, BrokenPipeError):
        pass
    return _parsed(raw)


def _is_whole(raw: bytes, head: bool) -> bool:
    reply = _parsed(raw)
    length = reply.header("content-length")
    if head or reply.status in (204, 304):
        return True
    if length:
        return len(reply.body) + len(reply.rest) >= int(length)
    return "chunked" in reply.header("transfer-encoding") and raw.endswith(b"0\r\n\r\n")


def _parsed(raw: bytes) -> Reply:
    front, found, body = raw.partition(b"\r\n\r\n")
    lines = front.decode("latin-1").split("\r\n")
    if not found or not lines[0].startswith("HTTP/1."):
        return Reply(0, (), raw)
    headers = tuple((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:]))
    length = next((int(value) for name, value in headers if name == "content-length"), len(body))
    return Reply(int(lines[0].split()[1]), headers, body[:length], body[length:])


def many(site: Site, targets: list[str | bytes], *headers: str, method: str = "GET") -> list[tuple[str | bytes, Reply]]:
    """Ask for each, some at a time."""
    with ThreadPoolExecutor(8) as pool:
        return list(
            zip(targets, pool.map(lambda one: get(site.url, one, *headers, method=method), targets), strict=True)
        )


def assert_alive(site: Site) -> None:
    assert get(site.url, "/healthz").status == 200


def asked(site: Site, body: bytes, *headers: str, path: str = "/api/ask") -> Reply:
    return get(site.url, path, *(headers or ("Content-Type: application/json",)), method="POST", body=body)

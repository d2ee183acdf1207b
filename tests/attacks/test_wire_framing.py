"""Requests whose beginning and end are unclear: read in one way only or refused, and the server goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.wire import assert_alive, connect, read_reply, send

if TYPE_CHECKING:
    from tests.attacks.conftest import Site


SMUGGLED = b"GET /smuglet HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = b"0\r\n\r\n" + SMUGGLED


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: %d\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: %d",
        b"Content-Length: %d\r\nContent-Length: 5",
        b"Content-Length: 5\r\nContent-Length: %d",
        b"Content-Length: %d, 5",
        b"Content-Length: +%d",
        b"Content-Length: -%d",
        b"Content-Length: 0x%d",
        b"Content-Length: %d\r\nTransfer-Encoding: xchunked",
        b"Content-Length: %d\r\nTransfer-Encoding : chunked",
        b"Content-Length: %d\r\nTransfer-Encoding:\x0bchunked",
        b"Content-Length: %d\r\nTransfer-Encoding: identity",
        b"Content-Length: %d\r\nTransfer-Encoding: chunked, identity",
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x",
        b"Content-Length: %d\r\n Transfer-Encoding: chunked",
        b"Content-Length : %d",
        b"Content-Length: %d\nTransfer-Encoding: chunked",
        b"Content_Length: %d\r\nTransfer-Encoding: chunked",
        b'Transfer-Encoding: "chunked"\r\nContent-Length: %d',
    ],
)
def test_no_second_request_is_smuggled_in_the_body_of_a_first(site: Site, framing: bytes) -> None:
    """A proxy in front that reads the length the one way or the other must never disagree with this server."""
    head = b"POST /api/ask HTTP/1.1\r\nHost: x\r\n" + framing.replace(b"%d", str(len(CHUNKED)).encode()) + b"\r\n\r\n"
    reply = send(site.url, head + CHUNKED)
    assert reply.status in (0, 400, 404, 413, 422, 501)
    ambiguous = b"Transfer-Encoding" in framing and b"Content-Length" in framing
    both_read = b"Denne siden finnes ikke" in reply.rest + reply.body
    assert not (ambiguous and both_read), "the smuggled request was answered"
    assert_alive(site)


@pytest.mark.parametrize(
    "body",
    [
        b'5;navn=verdi;x="y"\r\nhallo\r\n0\r\n\r\n',
        b"5;" + b"a" * 20_000 + b"\r\nhallo\r\n0\r\n\r\n",
        b"5\nhallo\n0\n\n",
        b"FFFFFFFFFFFFFFFFF\r\nx",
        b"-1\r\nx\r\n0\r\n\r\n",
        b"zz\r\n",
        b"0\r\nX-Etter: " + b"a" * 100_000 + b"\r\n\r\n",
        b"5\r\nhalloX",
    ],
)
def test_odd_chunks_are_read_or_refused(site: Site, body: bytes) -> None:
    head = b"POST /api/ask HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connect(site.url) as wire:
        wire.sendall(head + body)
        wire.shutdown(1)
        assert read_reply(wire).status in (0, 400, 413, 422)
    assert_alive(site)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET  /  HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(20_000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX\x00Y: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n: tom\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: x\r\n\r\n",
        b"\r\n" * 5000,
    ],
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(site: Site, request_: bytes) -> None:
    with connect(site.url) as wire:
        try:
            wire.sendall(request_)
            wire.shutdown(1)
        except OSError:
            pass  # refused before it was read whole
        assert read_reply(wire).status not in range(500, 600)
    assert_alive(site)

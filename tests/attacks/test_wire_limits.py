"""Too much, too deep, too long, too slow: refused in words, and others are still answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.attacks.wire import SECRETS, asked, assert_alive, connect, get, read_reply

if TYPE_CHECKING:
    from tests.attacks.conftest import Site


def test_bodies_are_limited_whatever_they_hold(site: Site) -> None:
    whole = json.dumps({"question": "Hva er en smart by?", "history": ["x"] * 21}).encode()
    assert asked(site, b"x" * 65_537).status == 413
    assert asked(site, whole).status == 422
    assert asked(site, json.dumps({"question": "a" * 60_000}).encode()).status == 413
    for path in (
        "/embed",
        "/api/feedback",
        "/api/ask/stream",
        "/nb/gradio_api/queue/join",
        "/nb/gradio_api/run/predict",
    ):
        assert asked(site, b"x" * 70_000, path=path).status == 413, path
    many_files = b'{"question": "x", "filters": {"documents": [' + b",".join([b'"a"'] * 201) + b"]}}"
    assert asked(site, many_files).status == 422


def test_a_question_of_ten_megabytes_is_refused_before_it_is_all_read(site: Site) -> None:
    with connect(site.url) as wire:
        head = (
            b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n"
        )
        wire.sendall(head + b"x" * 70_000)
        assert read_reply(wire).status == 413


def test_chunks_without_end_are_refused_when_there_are_enough(site: Site) -> None:
    with connect(site.url) as wire:
        wire.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(20):
            wire.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        assert read_reply(wire).status == 413


@pytest.mark.parametrize(
    "path", ["/api/ask", "/api/ask/stream", "/api/feedback", "/nb/gradio_api/queue/join", "/embed"]
)
def test_json_that_is_deep_wide_or_no_json_is_refused_in_words(site: Site, path: str) -> None:
    deep = 30_000
    bodies = [
        b"[" * 60_000,
        b'{"question":' * 5_000,
        b'{"question": ' + b"[" * deep + b"]" * deep + b"}",
        b"\xff\xfe\x00",
        b"\x80",
        b'{"question": "\\ud800"}',
        b'{"question": "' + "å".encode("latin-1") + b'"}',
        b'{"question": NaN}',
        b'{"question": 1e999}',
        b'{"question": ' + b"9" * 60_000 + b"}",
        b'{"__proto__": {}}',
        b"null",
        b"",
        b'{"question": "x", "question": "y", "language": "nb\\u0000"}',
        b'{"question": "x", "history": [[]]}',
        b'{"data": [1], "fn_index": 1e9, "session_hash": null}',
    ]
    for body in bodies:
        reply = asked(site, body, path=path)
        assert 400 <= reply.status < 500 or (path == "/embed" and reply.status == 200), (
            body[:40],
            reply.status,
            reply.body,
        )
        assert not SECRETS.search(reply.body)
    assert_alive(site)


def test_another_charset_or_kind_of_body_is_no_way_round(site: Site) -> None:
    question = '{"question": "Hva gjør Testvik kommune med gatelys?"}'
    for kind in (
        "application/json; charset=utf-16",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "a" * 500,
        "x",
        "application/xml",
        ";;",
    ):
        for body in (question.encode(), question.encode("utf-16"), question.encode("latin-1")):
            assert asked(site, body, f"Content-Type: {kind}").status in (200, 400, 422), kind
            assert asked(site, body, f"Content-Type: {kind}", path="/embed").status in (200, 400, 422), kind


def test_readers_who_send_or_read_slowly_do_not_hold_up_others(site: Site) -> None:
    """Open requests that never end, on every kind of route, and somebody else still gets an answer."""
    slow = [connect(site.url) for _ in range(60)]
    try:
        for number, wire in enumerate(slow):
            path = ("/api/ask", "/embed", "/redaksjon/inn", "/nb/gradio_api/queue/join")[number % 4]
            wire.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\n".encode())
            if number % 2:
                wire.sendall(b"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{")
        reply = asked(site, '{"question": "Hva gjør Testvik kommune med gatelys?"}'.encode())
        assert reply.status == 200
        assert get(site.url, "/nb/").status == 200
    finally:
        for wire in slow:
            wire.close()
    assert_alive(site)

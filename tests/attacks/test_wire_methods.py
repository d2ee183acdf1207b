"""Every method on every route, and what stands on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.attacks.conftest import INTRANET
from tests.attacks.wire import get, many

if TYPE_CHECKING:
    from tests.attacks.conftest import Site


SECURITY = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


METHODS = [
    "TRACE",
    "CONNECT",
    "PUT",
    "DELETE",
    "PATCH",
    "HEAD",
    "OPTIONS",
    "PROPFIND",
    "POST",
    "GET",
    "get",
    "ABCDEFGHIJ",
]
ROUTES = [
    "/",
    "/nb",
    "/nb/",
    "/nb/config",
    "/nb/gradio_api/info",
    "/nb/gradio_api/queue/join",
    "/nb/gradio_api/queue/data",
    "/nb/gradio_api/run/predict",
    "/nb/gradio_api/cancel",
    "/nb/gradio_api/heartbeat/x",
    "/nb/gradio_api/app_id",
    "/nb/gradio_api/startup-events",
    "/nb/theme.css",
    "/nb/robots.txt",
    "/api/ask",
    "/api/ask/stream",
    "/api/search",
    "/api/feedback",
    "/api/openapi.json",
    "/healthz",
    "/kilde/gatelys",
    "/original/gatelys",
    "/utforsk",
    "/om",
    "/tilgjengelighet",
    "/sprak/nb",
    "/eksport/x",
    "/ressurser/chat.js",
    "/ressurser/icon.svg",
    "/widget.js",
    "/widget/main.js",
    "/embed",
    "/widget-demo",
    "/redaksjon",
    "/redaksjon/inn",
    "/redaksjon/importer",
    "/redaksjon/logg",
    "/redaksjon/maalinger/x/report.html",
    "/redaksjon/tekst/gatelys",
    "/redaksjon/sporsmal/x",
    "/redaksjon/indeks/bygg",
]


@pytest.mark.parametrize("method", METHODS)
def test_no_method_breaks_a_route_and_security_headers_are_on_every_answer(site: Site, method: str) -> None:
    targets: list[str | bytes] = [
        one for one in ROUTES if not (method == "GET" and one.endswith(("heartbeat/x", "queue/data")))
    ]
    for target, reply in many(site, targets, "Content-Type: application/json", method=method):
        assert reply.status in range(100, 500), (method, target, reply.status, reply.body[:200])
        assert b"Traceback" not in reply.body
        if reply.status == 400 and not reply.header("content-security-policy"):
            assert reply.body == b"Invalid HTTP request received.", "refused before it is a request"
            continue
        for name, value in SECURITY.items():
            assert reply.all(name) == [value], (method, target, name)
        assert len(reply.all("content-security-policy")) == 1
        assert reply.header("referrer-policy") in ("no-referrer", "same-origin")
        assert reply.all("server") == []
        assert reply.all("x-powered-by") == []


def test_trace_does_not_send_cookies_back(site: Site) -> None:
    assert b"hemmelig" not in get(site.url, "/", "Cookie: x=hemmelig", method="TRACE").body


@pytest.mark.parametrize(
    "path", ["/api/ask", "/api/ask/stream", "/api/feedback", "/api/search?q=by", "/api/openapi.json", "/widget/main.js"]
)
def test_only_an_allowed_site_reads_answers_and_none_with_cookies(site: Site, path: str) -> None:
    host = urlsplit(site.url).netloc
    foreign = [
        "https://ond.example",
        "null",
        f"{INTRANET}.ond.example",
        f"{INTRANET}@ond.example",
        "https://ond.example#" + INTRANET,
        INTRANET.replace("https", "http"),
        f"{INTRANET}:8443",
        f"https://{host}.ond.example",
        "file://",
        INTRANET + "\x0b",
    ]
    for origin in foreign:
        for method in ("GET", "POST", "OPTIONS"):
            reply = get(site.url, path, f"Origin: {origin}", "Access-Control-Request-Method: POST", method=method)
            assert reply.status in (400, 403), (method, origin, reply.status)
            assert reply.all("access-control-allow-origin") == [], (method, origin)
    allowed = get(site.url, path, f"Origin: {INTRANET}", "Access-Control-Request-Method: POST", method="OPTIONS")
    assert allowed.header("access-control-allow-origin") == INTRANET
    assert allowed.all("access-control-allow-credentials") == []
    assert "origin" in allowed.header("vary").lower()


def test_pages_are_framed_by_allowed_sites_and_editors_pages_by_none(site: Site) -> None:
    for path in ("/", "/nb/", "/embed", "/kilde/gatelys", "/finnes-ikke", "/ressurser/chat.js"):
        for origin in (INTRANET, "https://ond.example"):
            policy = get(site.url, path, f"Referer: {origin}/", "Sec-Fetch-Dest: iframe").header(
                "content-security-policy"
            )
            assert policy.endswith(f"frame-ancestors 'self' {INTRANET}"), path
    for path in ("/redaksjon", "/redaksjon/inn", "/redaksjon/maalinger/x/y.html"):
        assert "frame-ancestors 'none'" in get(site.url, path).header("content-security-policy"), path

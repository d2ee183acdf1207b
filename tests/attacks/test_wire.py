"""Paths, hosts and headers that no browser sends, byte for byte: nothing is given away, nothing forged believed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.attacks.conftest import TOKEN
from tests.attacks.editor import signed_in
from tests.attacks.wire import SECRETS, assert_alive, get, many

if TYPE_CHECKING:
    from tests.attacks.conftest import Site


FORGED = "ond.example"
PLACES = [
    "/kilde/",
    "/original/",
    "/ressurser/",
    "/ressurser/icons/",
    "/widget/",
    "/nb/assets/",
    "/nb/static/",
    "/eksport/",
    "/redaksjon/maalinger/",
    "/redaksjon/maalinger/x/",
    "/redaksjon/tekst/",
    "/nb/gradio_api/file=",
    "/",
]
CLIMBS = Path(__file__).with_name("climbs.txt").read_text(encoding="utf-8").splitlines()


def test_no_spelling_of_a_path_climbs_out_of_its_folder(site: Site) -> None:
    targets: list[str | bytes] = [f"{place}{climb}" for place in PLACES for climb in CLIMBS]
    targets += [f"http://127.0.0.1{place}{climb}" for place in PLACES[:4] for climb in CLIMBS[:8]]
    targets += [
        b"/ressurser/..\xc0\xafapp.py",
        b"/kilde/\xff\xfe",
        b"/\x00",
        b"/kilde/\xe2\x80\xae",
        b"*",
        b"//",
        b"/./",
    ]
    wrong = [
        (target, reply.status, reply.body[:80])
        for target, reply in many(site, targets)
        if reply.status not in (303, 400, 403, 404) or SECRETS.search(reply.body)
    ]
    assert wrong == []
    assert len(targets) >= 400
    assert_alive(site)


def test_an_editor_cannot_climb_out_of_the_folder_of_runs_either(site: Site) -> None:
    with signed_in(site, TOKEN) as client:
        cookie = f"Cookie: {'; '.join(f'{name}={value}' for name, value in client.cookies.items())}"
    targets: list[str | bytes] = [f"/redaksjon/maalinger/{climb}" for climb in CLIMBS]
    targets += [f"/redaksjon/maalinger/x/{climb}" for climb in CLIMBS] + [
        f"/redaksjon/tekst/{climb}" for climb in CLIMBS
    ]
    wrong = [(one, it.status) for one, it in many(site, targets, cookie) if it.status not in {404, 400}]
    assert wrong == []


def test_nothing_in_an_address_becomes_a_header(site: Site) -> None:
    splits = [
        "%0d%0aX-Ond:%20ja",
        "%0aX-Ond:%20ja",
        "%0dX-Ond:%20ja",
        "%E5%98%8A%E5%98%8DX-Ond:ja",
        "%250d%250aX-Ond:ja",
    ]
    ways = [
        "/?{}",
        "/?lang={}",
        "/kilde/{}",
        "/sprak/nb?til={}",
        "/sprak/nb?til=om%3F{}",
        "/nb?{}",
        "/eksport/{}",
        "/redaksjon?{}",
        "/redaksjon/inn?til={}",
        "/redaksjon/tekst/{}",
        "/utforsk?kommune={}",
        "/widget/{}.js",
    ]
    for target, reply in many(site, [way.format(split) for way in ways for split in splits]):
        assert reply.status in (200, 303, 307, 400, 404), target
        assert reply.all("x-ond") == [], target
        assert not any("\n" in value or "\r" in value for _, value in reply.headers), target


def test_a_forged_host_is_named_in_no_link_and_no_redirect(site: Site) -> None:
    host = urlsplit(site.url).netloc
    own = {
        "/widget-demo",  # shows the address that the reader is at, for copying
    }
    forged = [
        f"Host: {host}",
        f"X-Forwarded-Host: {FORGED}",
        f"X-Gradio-Server: https://{FORGED}",
        f"Forwarded: host={FORGED}",
        "X-Forwarded-Proto: gopher",
        f"X-Original-URL: https://{FORGED}",
        f"X-Forwarded-Prefix: //{FORGED}",
    ]
    paths = [
        "/",
        "/nb",
        "/nb/",
        "/nb/config",
        "/embed",
        "/widget.js",
        "/widget-demo",
        "/om",
        "/api/openapi.json",
        "/utforsk",
        "/sprak/nb?til=om",
        "/redaksjon",
        "/redaksjon/inn",
        "/kilde/gatelys",
        "/finnes-ikke",
    ]
    for path in paths:
        reply = get(site.url, path, *forged)
        assert FORGED not in reply.header("location") + reply.body.decode("utf-8", "replace"), path
        assert "gopher:" not in reply.body.decode("utf-8", "replace"), path
    for path in paths:
        reply = get(site.url, path, f"Host: {FORGED}")
        assert FORGED not in reply.header("location"), path
        if path not in own and not path.startswith("/nb"):
            assert FORGED not in reply.body.decode("utf-8", "replace"), path


@pytest.mark.parametrize(
    "host", ['a"onload="x', "<script>x</script>", "a\tb", "", "127.0.0.1:99999", "[::1", "a" * 4000, "x:y:z", "\xe5.no"]
)
def test_a_host_that_is_none_breaks_nothing_and_is_not_reflected(site: Site, host: str) -> None:
    for path in ("/", "/nb/config", "/widget-demo", "/redaksjon", "/api/openapi.json", "/om"):
        reply = get(site.url, path, f"Host: {host}")
        assert reply.status in (200, 303, 307, 400), path
        assert b"<script>x" not in reply.body
        assert b'"onload="x' not in reply.body
    assert_alive(site)


def test_nobody_becomes_an_editor_or_another_address_by_saying_so(site: Site) -> None:
    group = ["X-Forwarded-User: Ond", "X-Forwarded-Groups: redaktorer"]
    for more in (
        [],
        ["X-Forwarded-For: 192.0.2.1"],
        ["X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.1"],
        ["Forwarded: for=192.0.2.1"],
        ["X-Real-IP: 192.0.2.1"],
        ["X_Forwarded_User: Ond"],
    ):
        for path in ("/redaksjon", "/redaksjon/logg", "/redaksjon/importer"):
            reply = get(site.url, path, *group, *more)
            assert reply.status in (303, 403), (path, more)
            assert b"Logget inn" not in reply.body


def test_guessing_the_editors_key_is_stopped_whatever_address_is_claimed(site: Site) -> None:
    body = b"navn=Ond&nokkel=feil"
    form = ("Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin")
    # From an address of its own, so that nobody else is shut out.
    codes = [
        get(
            site.url,
            "/redaksjon/inn",
            *form,
            f"X-Forwarded-For: 10.0.0.{n}",
            method="POST",
            body=body,
            source="127.0.0.66",
        ).status
        for n in range(12)
    ]
    assert codes[-1] == 429

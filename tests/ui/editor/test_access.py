"""Who gets in, and who does not, whatever they send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from index.snapshot import load_snapshot
from tests.ui.editor.newsroom import PROXY, TOKEN, Newsroom, seen
from ui.editor.access import EditorAccess
from ui.editor.sessions import Sessions

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.model.embedder import Embedder

PAGES = [
    "",
    "/importer",
    "/indeks",
    "/indeks/status",
    "/sporsmal",
    "/kontroll",
    "/maalinger",
    "/logg",
    "/tekst/smart-by",
]
ACTIONS = ["/importer", "/indeks/bygg", "/indeks/tilbake", "/kontroll/lenker", "/tekst/smart-by", "/sporsmal/x", "/ut"]
SIGNED_IN = {"X-Forwarded-User": "kari@fjellby.no", "X-Forwarded-Groups": "alle, redaktorer"}


@pytest.fixture
def behind_proxy(settings: Settings, embedder: Embedder) -> Newsroom:
    return Newsroom(settings, load_snapshot(settings.index_folder), embedder, EditorAccess(group="redaktorer"))


def test_without_token_and_group_there_is_no_page(settings: Settings, embedder: Embedder) -> None:
    room = Newsroom(settings, load_snapshot(settings.index_folder), embedder, EditorAccess())
    stranger = room.stranger(PROXY)
    for page in [*PAGES, "/inn"]:
        assert stranger.see(f"/redaksjon{page}", **SIGNED_IN).status_code == 404, page
    for action in [*ACTIONS, "/inn"]:
        assert stranger.send(f"/redaksjon{action}", nokkel="").status_code in {404, 405}, action


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_door_and_on_from_there(newsroom: Newsroom, page: str) -> None:
    stranger = newsroom.stranger()
    sent = stranger.see(f"/redaksjon{page}")
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/redaksjon/inn{f'?til={page}' if page else ''}"
    door = stranger.see(sent.headers["location"]).text
    entered = stranger.send("/redaksjon/inn", navn="Kari", nokkel=TOKEN, til=page)
    assert f'name="til" value="{page}"' in door
    assert entered.headers["location"] == f"/redaksjon{page}"


@pytest.mark.parametrize("action", ACTIONS)
def test_a_stranger_can_do_nothing(newsroom: Newsroom, action: str) -> None:
    answer = newsroom.stranger().send(f"/redaksjon{action}", skjema="", handling="trekk")
    assert answer.status_code == 403
    assert "Du er logget ut" in seen(answer.text)
    assert newsroom.desk.audit.listed() == []


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("token", ["", "feil", "f" * 64])
def test_an_editor_s_form_needs_its_own_token(newsroom: Newsroom, action: str, token: str) -> None:
    editor = newsroom.editor()
    answer = editor.send(f"/redaksjon{action}", skjema=token, notat="Dette skrev jeg lenge på")
    assert answer.status_code == 403
    assert "Dette skrev jeg lenge på" in answer.text
    assert [line.action for line in newsroom.desk.audit.listed()] == ["sign_in"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://ond.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": ""},
    ],
)
def test_another_site_cannot_send_a_form_in_an_editor_s_name(newsroom: Newsroom, headers: dict[str, str]) -> None:
    editor = newsroom.editor()
    html = editor.see("/redaksjon/indeks").text
    token = re.search(r'name="skjema" value="(\w+)"', html)
    assert token
    answer = editor.send("/redaksjon/indeks/bygg", skjema=token[1], headers=headers)
    assert answer.status_code == 403
    own = editor.send(
        "/redaksjon/indeks/bygg", skjema=token[1], headers={"sec-fetch-site": "", "origin": "http://testserver"}
    )
    assert own.status_code == 303


def test_a_wrong_token_is_refused_and_guessing_is_stopped(newsroom: Newsroom) -> None:
    guesser, other = newsroom.stranger("192.0.2.66"), newsroom.stranger("192.0.2.67")
    for _ in range(10):
        answer = guesser.send("/redaksjon/inn", navn="Gjetter", nokkel="feil nøkkel æøå")
        assert answer.status_code == 403
    assert "feil nøkkel" not in answer.text
    assert 'value="Gjetter"' in answer.text
    assert '<a href="#nokkel">' in answer.text, "the fault leads to its field"
    assert re.search(r'<input id="nokkel"[^>]*aria-invalid="true"', answer.text)
    assert not re.search(r'<input id="navn"[^>]*aria-invalid="true"', answer.text)
    stopped = guesser.send("/redaksjon/inn", navn="Gjetter", nokkel=TOKEN)
    assert stopped.status_code == 429
    assert other.send("/redaksjon/inn", navn="Kari", nokkel=TOKEN).status_code == 303


def test_the_cookie_is_kept_from_scripts_other_sites_and_other_pages(newsroom: Newsroom) -> None:
    answer = newsroom.stranger().send("/redaksjon/inn", navn="Kari", nokkel=TOKEN)
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/redaksjon", "Max-Age=28800"):
        assert part in cookie
    assert "Secure" not in cookie
    assert TOKEN not in cookie


def test_a_session_ends_by_time_by_signing_out_and_with_the_app(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    cookie = dict(editor.client.cookies)
    editor.submit("/redaksjon", "redaksjon/ut")
    thief = newsroom.stranger()
    thief.client.cookies.update(cookie)
    assert thief.see("/redaksjon").status_code == 303
    now = 1000.0
    sessions = Sessions(lambda: now)
    made = sessions.begin("Kari")
    assert sessions.read(made)
    assert Sessions(lambda: now).read(made) is None
    assert sessions.read(made[:-1] + ("0" if made[-1] != "0" else "1")) is None
    now += 8 * 3600 + 1
    assert sessions.read(made) is None


def test_a_link_to_a_review_survives_the_door(newsroom: Newsroom) -> None:
    stranger = newsroom.stranger()
    door = stranger.see("/redaksjon/tekst/plan?gjennomsyn=1").headers["location"]
    assert 'value="/tekst/plan?gjennomsyn=1"' in stranger.see(door).text
    entered = stranger.send("/redaksjon/inn", navn="Kari", nokkel=TOKEN, til="/tekst/plan?gjennomsyn=1")
    assert entered.headers["location"] == "/redaksjon/tekst/plan?gjennomsyn=1"


def test_a_link_to_the_door_cannot_lead_out(newsroom: Newsroom) -> None:
    for to in ("//ond.example", "https://ond.example", "/../../ond", "/x?y=//ond.example"):
        answer = newsroom.stranger().send("/redaksjon/inn", navn="Kari", nokkel=TOKEN, til=to)
        assert answer.headers["location"] == "/redaksjon"


def test_the_proxy_says_who_is_an_editor(behind_proxy: Newsroom) -> None:
    editor = behind_proxy.stranger(PROXY)
    html = editor.see("/redaksjon/indeks", **SIGNED_IN).text
    assert "Logget inn: kari@fjellby.no" in seen(html)
    assert "Logg ut" not in html
    token = re.search(r'name="skjema" value="(\w+)"', html)
    assert token
    assert editor.send("/redaksjon/indeks/bygg", skjema=token[1], headers=SIGNED_IN).status_code == 303
    assert behind_proxy.desk.indexing.wait()
    assert {line.who for line in behind_proxy.desk.audit.listed()} == {"kari@fjellby.no"}
    other = {**SIGNED_IN, "X-Forwarded-User": "ola@fjellby.no"}
    assert editor.send("/redaksjon/indeks/bygg", skjema=token[1], headers=other).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Forwarded-User": "kari@fjellby.no"},
        {"X-Forwarded-User": "kari@fjellby.no", "X-Forwarded-Groups": "alle,redaktorer2"},
        {"X-Forwarded-User": " ", "X-Forwarded-Groups": "redaktorer"},
    ],
)
def test_those_who_are_no_editors_are_told_so(behind_proxy: Newsroom, headers: dict[str, str]) -> None:
    answer = behind_proxy.stranger(PROXY).see("/redaksjon", **headers)
    assert answer.status_code == 403
    assert "Du er ikke medlem av gruppen" in seen(answer.text)


def test_nobody_but_the_proxy_is_believed(behind_proxy: Newsroom) -> None:
    for address in ("192.0.2.7", "127.0.0.1", "testclient"):
        forger = behind_proxy.stranger(address)
        forged = {**SIGNED_IN, "X-Forwarded-For": PROXY}
        assert forger.see("/redaksjon", **forged).status_code == 403
    twice = behind_proxy.stranger(PROXY).client.get(
        "/redaksjon",
        headers=[("X-Forwarded-User", "a"), ("X-Forwarded-User", "b"), ("X-Forwarded-Groups", "redaktorer")],
    )
    assert twice.status_code == 403


def test_no_page_is_framed_cached_or_sniffed(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    for page in PAGES:
        answer = editor.see(f"/redaksjon{page}")
        assert answer.status_code == 200, page
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in editor.see("/utforsk").headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/redaksjon/../om", "/redaksjon/a/b/c/d", "/redaksjon/%2e%2e/x", "/redaksjonen", "/redaksjon//"]
)
def test_paths_that_are_no_page_are_not_reached(newsroom: Newsroom, path: str) -> None:
    assert newsroom.editor().see(path).status_code in {303, 404}


def test_below_a_prefix_every_way_leads_on(newsroom: Newsroom) -> None:
    editor = newsroom.stranger()
    editor.client = TestClient(newsroom.app, root_path="/veikart", follow_redirects=False)
    editor.client.headers.update({"accept-language": "nb", "sec-fetch-site": "same-origin"})
    sent = editor.see("/veikart/redaksjon/logg")
    assert sent.headers["location"] == "/veikart/redaksjon/inn?til=/logg"
    entered = editor.send("/veikart/redaksjon/inn", navn="Kari", nokkel=TOKEN, til="/logg")
    assert entered.headers["location"] == "/veikart/redaksjon/logg"
    assert "Path=/veikart/redaksjon;" in entered.headers["set-cookie"]
    page = editor.see("/veikart/redaksjon/logg")
    assert "Logget inn: Kari" in seen(page.text)
    assert 'action="../redaksjon/ut"' in page.text


def test_over_https_the_cookie_is_sent_over_https_only(newsroom: Newsroom) -> None:
    client = TestClient(newsroom.app, base_url="https://veikart.fjellby.no", follow_redirects=False)
    fields = {"navn": "Kari", "nokkel": TOKEN}
    answer = client.post("/redaksjon/inn", data=fields, headers={"origin": "https://veikart.fjellby.no"})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_name_from_the_proxy_may_have_norwegian_letters(behind_proxy: Newsroom) -> None:
    headers = {**SIGNED_IN, "X-Forwarded-User": "Åse Ødegård".encode()}
    answer = behind_proxy.stranger(PROXY).client.get("/redaksjon/logg", headers=headers)
    assert "Logget inn: Åse Ødegård" in seen(answer.text)

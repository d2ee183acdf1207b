"""What strangers, editors and files say is shown to an editor as text, on every page of the editor's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from eval.report import render_report
from eval.summary import summarize
from tests.attacks.collection import hostile_texts
from tests.attacks.conftest import TOKEN
from tests.attacks.editor import form_token, signed_in
from tests.attacks.payloads import PAYLOADS, batches
from tests.attacks.watching import Watch, not_shown, planted, watched
from tests.browser import needs_chromium
from tests.eval.records import config, record

if TYPE_CHECKING:
    from tests.attacks.conftest import Site

pytestmark = needs_chromium

MOST_OF_A_NAME = 80


@pytest.fixture
def watch(browser: Browser, site: Site) -> Iterator[Watch]:
    """A browser in which an editor has signed in."""
    with watched(browser, site.url) as watching, signed_in(site, TOKEN, name=PAYLOADS[38].line) as client:
        cookies = [{"name": name, "value": value, "url": site.url} for name, value in client.cookies.items()]
        watching.context.add_cookies(cookies)  # type: ignore[arg-type] # as Playwright reads them
        yield watching
        watching.assert_quiet()


def test_titles_and_fields_of_texts(watch: Watch, site: Site) -> None:
    page = watch.page()
    for number in (1, 2):
        page.goto(f"{site.url}/redaksjon?side={number}&sok=")
        assert planted(page) == []
    for payloads in batches(30):
        page.goto(f"{site.url}/redaksjon?sok={payloads[0].number}")
        assert planted(page) == []
    page.goto(f"{site.url}/redaksjon/kontroll")
    assert planted(page) == []


def test_comments_questions_and_answers_that_readers_send(watch: Watch, site: Site) -> None:
    answer = {"mode": "utdrag", "language": "nb", "corpus_version": "x"}
    with site.server.client() as client:
        for payload in PAYLOADS:
            said = {"question": payload.text, "text": payload.text, "model": payload.text[:200]}
            sent = {"verdict": "ikke_nyttig", "comment": payload.text, "include": True, "answer": {**answer, **said}}
            assert client.post("/api/feedback", json=sent).status_code == 204, payload.text
        for payload in batches(20):
            client.post("/api/ask", json={"question": f"Hva er kvantefysikk {payload[0].line}"})
    page = watch.page()
    page.goto(f"{site.url}/redaksjon/sporsmal")
    assert planted(page) == []
    assert not_shown(page, PAYLOADS) == []
    ways = [link.get_attribute("href") for link in page.locator("main table a").all()]
    assert len(ways) >= len(PAYLOADS)
    for way in ways[::9]:
        page.goto(f"{site.url}/redaksjon/{str(way).rpartition('redaksjon/')[2]}")
        assert planted(page) == []


def test_names_of_editors_in_the_log_and_what_forms_hold(watch: Watch, site: Site) -> None:
    shown = [one for one in PAYLOADS if len(one.line) <= MOST_OF_A_NAME]
    for payload in shown[::3]:
        with signed_in(site, TOKEN, name=payload.line):
            pass
    page = watch.page()
    page.goto(f"{site.url}/redaksjon/logg")
    assert planted(page) == []
    assert not_shown(page, shown[-4::-3][:10]) == []
    page.goto(f"{site.url}/redaksjon/logg?side=2")
    assert planted(page) == []


def test_files_with_hostile_names_and_texts(watch: Watch, site: Site) -> None:
    page = watch.page()
    with signed_in(site, TOKEN) as client:
        for payloads in batches(60):
            token = form_token(client.get("/redaksjon/importer").text)
            name = "".join(one for one in payloads[38].line if one not in '/\\"\r\n')[:90] + ".md"
            said = "\n\n".join(one.text for one in payloads)
            text = f"# Plan {payloads[0].line}\n\n## Del {payloads[1].line}\n\n{said}\n"
            fields = {"skjema": token, "title": payloads[0].line, "municipality": payloads[2].line}
            fields |= {"publisher": payloads[3].line, "period": payloads[4].line}
            sent = client.post("/redaksjon/importer", data=fields, files={"files": (name, text.encode())})
            assert sent.status_code == 303, sent.text
            page.goto(f"{site.url}{sent.headers['location']}")
            assert planted(page) == []
            assert not_shown(page, payloads[2:5]) == []  # the reader of files drops scripts from a heading
        wrong = client.post(
            "/redaksjon/importer",
            data={"skjema": form_token(client.get("/redaksjon/importer").text), "address": PAYLOADS[38].line},
            files=[("files", ("<img src=x onerror=__xss(1)>.exe", b"MZ")) for _ in range(2)],
        )
        page.route("**/feil", lambda route: route.fulfill(body=wrong.text, content_type="text/html; charset=utf-8"))
        page.goto(f"{site.url}/redaksjon/feil")
        assert planted(page) == []
        assert "onerror=__xss(1)" in page.inner_text("main")


def test_a_report_of_an_evaluation(watch: Watch, site: Site) -> None:
    records = [
        record(str(one.number), hit_at_1=0, hit_at_5=0, must=0).model_copy(
            update={
                "question": one.text,
                "groups": {"lang": "nb", "kind": one.line},
                "answer": {"text": one.text, "language": "nb", "mode": "utdrag", "confidence": 0.5, "citations": [],
                           "principles": [], "model": one.text},
            }
        )
        for one in PAYLOADS
    ]  # fmt: skip
    said = config(question_set=PAYLOADS[0].text, model=PAYLOADS[38].text, split=PAYLOADS[55].text)
    summary = summarize(records)
    folder = site.data / "eval" / "ondsinnet"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(said.model_dump_json(), encoding="utf-8")
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    report = render_report(said, summary, records)
    (folder / "report.html").write_text(report, encoding="utf-8")
    page = watch.page()
    for address in ("", "/ondsinnet", "/ondsinnet/report.html"):
        page.goto(f"{site.url}/redaksjon/maalinger{address}")
        assert planted(page) == []
    page.goto((folder / "report.html").as_uri())  # as it is opened from a folder, with its own script
    watch.left.remove((folder / "report.html").as_uri())
    assert planted(page) == []
    assert not_shown(page, PAYLOADS) == []


def test_a_text_of_ones_own_is_edited_as_it_stands(watch: Watch, site: Site) -> None:
    name, payloads = next(iter(hostile_texts().items()))
    page = watch.page()
    page.goto(f"{site.url}/redaksjon/tekst/{name}")
    assert planted(page) == []
    assert not_shown(page, payloads) == []

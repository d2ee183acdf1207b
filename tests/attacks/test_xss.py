"""Markup and scripts in all that a stranger, an editor, a text or a language model can write are shown, and never run.

Pages are opened without their content security policy, so that it hides no fault; it is tried by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect

from tests.attacks.collection import PLAIN_QUESTION, hostile_texts
from tests.attacks.payloads import PAYLOADS, Payload, batches
from tests.attacks.watching import Watch, not_shown, planted, watched
from tests.browser import needs_chromium
from tests.host_site import host_site
from ui.guard import content_security_policy

if TYPE_CHECKING:
    from tests.attacks.conftest import Site

pytestmark = needs_chromium

LEAST_CAUGHT = 80  # of the payloads, on a page that escapes nothing; some are for other places than such a page


@pytest.fixture
def watch(browser: Browser, site: Site) -> Iterator[Watch]:
    with watched(browser, site.url) as watching:
        yield watching
        watching.assert_quiet()


def assert_harmless(page: Page, payloads: list[Payload]) -> None:
    assert planted(page) == []
    assert not_shown(page, payloads) == []


# --- The net itself ----------------------------------------------------------------------------------------------


def careless(payload: Payload) -> str:
    """A page that puts a payload into text, attributes, a link and rendered Markdown, and escapes none of it."""
    said = payload.text
    markdown = MarkdownIt("commonmark", {"html": True})
    markdown.validateLink = lambda _: True  # type: ignore[method-assign]
    return (
        f"<!doctype html><title>x</title><script>{_READER}</script><body><div>{said}</div></body><hr>"
        f'<input value="{said}"><hr>'
        f"<p title='{said}'>x</p><hr><div>{markdown.render(said)}</div>"
        f'<a href="{quote(said, safe=_IN_LINK)}">x</a>'
    )


# A reader who points at everything, and clicks what is no way to another page.
_READER = """setTimeout(() => {
    for (const one of document.querySelectorAll('*')) {
        for (const kind of ['mouseover', 'focus']) one.dispatchEvent(new Event(kind));
        if (one.protocol === 'javascript:' || one.hasAttribute('onclick')) one.click();
    }
}, 300)"""
_IN_LINK = ":/?#[]@!$&'()*+,;=%"


def carelessly_shown(watch: Watch, policy: str = "") -> set[int]:
    """Show every payload on a careless page, click its links, and return those that ran."""
    pages: list[str] = []
    # Once each: what a payload asks the same host for is not the page again.
    with host_site(lambda: pages.pop() if pages else "", lambda: policy) as address:
        for payloads in batches(30):
            framed = (f'<iframe srcdoc="{escape(careless(one))}"></iframe>' for one in payloads)
            pages.append(f"<!doctype html><title>Ramme</title>{''.join(framed)}")
            page = watch.page()
            page.goto(address, wait_until="domcontentloaded")
            page.wait_for_timeout(1000)
            page.close()
    return set(watch.ran) | {int(url.rpartition("/")[2]) for url in watch.left if re.search(r"/\d+$", url)}


def test_a_page_that_escapes_nothing_is_caught(browser: Browser) -> None:
    assert len({one.text for one in PAYLOADS}) == len(PAYLOADS) >= 100
    with watched(browser) as watch:
        caught = carelessly_shown(watch)
        assert len(caught) >= LEAST_CAUGHT
        assert len(set(watch.ran)) >= LEAST_CAUGHT / 2, "scripts, and not only requests"


def test_were_a_page_careless_its_policy_would_stop_the_scripts(browser: Browser) -> None:
    with watched(browser, csp=True) as watch:
        carelessly_shown(watch, content_security_policy())
        assert watch.ran == []


# --- The pages -------------------------------------------------------------------------------------------------------


def test_texts_are_shown_as_they_are_written_by_the_source_reader(watch: Watch, site: Site) -> None:
    page = watch.page()
    for name, payloads in hostile_texts().items():
        page.goto(f"{site.url}/kilde/{name}?fra=0&til=60&lang=nb", wait_until="domcontentloaded")
        expect(page.locator("mark#sitat")).to_be_visible()
        assert_harmless(page, payloads)


def test_the_collection_can_be_explored(watch: Watch, site: Site) -> None:
    page = watch.page()
    page.goto(f"{site.url}/utforsk?lang=nb")
    assert_harmless(page, PAYLOADS)
    for payloads in batches(20):
        unknown = "&".join(f"kommune={quote(one.text, safe='')}" for one in payloads[:5])
        page.goto(f"{site.url}/utforsk?lang=nb&{unknown}&side={quote(payloads[0].text, safe='')}")
        assert planted(page) == []


def test_what_a_reader_asks_is_shown_back_by_the_plain_form(watch: Watch, site: Site) -> None:
    page = watch.page()
    with site.server.client() as client:
        for payloads in batches(20):
            said = [one.line for one in payloads]
            address = f"{site.url}/embed?lang=nb&title={quote(said[0], safe='')}&types={quote(said[1], safe='')}"
            answer = client.post(address, data={"question": f"{PLAIN_QUESTION} {said[-1]}", "earlier": said})
            html = answer.text.replace("<head>", f'<head><base href="{site.url}/">')
            page.route("**/embed-copy", lambda route, _, html=html: route.fulfill(body=html, content_type="text/html"))
            page.goto(f"{site.url}/embed-copy")
            page.unroute("**/embed-copy")
            assert not_shown(page, payloads[:-1]) == []
            assert [one for one in planted(page) if not one.startswith("<base")] == []
        page.goto(f"{site.url}/embed?question={quote(PAYLOADS[38].text)}")
        assert planted(page) == []

"""An intranet on another origin, with the widget on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from tests.host_site import host_site
from tests.server import Server, start_server
from tests.ui.widget.host_pages import StandIn, page_with, stand_in

if TYPE_CHECKING:
    from pathlib import Path

    from index.home import Snapshot


@dataclass
class Intranet:
    """A site whose page, and policy, a test sets."""

    url: str = ""
    html: str = ""
    policy: str = ""


@pytest.fixture(scope="session")
def intranet() -> Iterator[Intranet]:
    site = Intranet()
    with host_site(lambda: site.html, lambda: site.policy) as at:
        site.url = at
        yield site


@pytest.fixture(scope="session")
def app(
    intranet: Intranet, snapshot: Snapshot, data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The real server, which lets the intranet in."""
    folder = tmp_path_factory.mktemp("widget")
    with start_server(folder, data=data_dir, VEIKART_EMBED_ORIGINS=intranet.url) as running:
        yield running


@pytest.fixture
def api() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


@dataclass
class Visitor:
    """Opens pages of the intranet, and keeps an eye on them."""

    browser: Browser
    intranet: Intranet
    pages: list[Page]
    errors: list[str]
    requests: list[str]
    console: list[str]

    def __call__(
        self, body: str, *, script: str = "", policy: str = "", language: str = "nb", at: str = "", **options: object
    ) -> Page:
        self.intranet.html, self.intranet.policy = page_with(body, language), policy
        page = self.browser.new_page(**{"locale": "nb-NO", "reduced_motion": "reduce", **options})
        page.set_default_timeout(10_000)
        self.pages.append(page)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.console.append(message.text))
        page.on("request", lambda request: self.requests.append(request.url))
        if script:
            page.add_init_script(script)
        page.goto(at or self.intranet.url)
        return page


@pytest.fixture
def visit(browser: Browser, intranet: Intranet) -> Iterator[Visitor]:
    visitor = Visitor(browser, intranet, [], [], [], [])
    yield visitor
    kept = [cookie for page in visitor.pages for cookie in page.context.cookies()]
    for page in visitor.pages:
        page.close()
    assert visitor.errors == []
    assert kept == []
    assert [url for url in visitor.requests if not url.startswith(("http://127.0.0.1:", "data:"))] == []

"""A reader at the page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.server import Server

Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Opener]:
    """Opens pages that are watched: no error of their own, and no request to anyone but the server."""
    pages: list[Page] = []
    requests: list[str] = []
    errors: list[str] = []

    def opened(path: str = "", width: int = 1280, address: str = server.url, **options: object) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, **{"locale": "nb-NO", **options})
        pages.append(page)
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/{path}")
        return page

    yield opened
    for page in pages:
        page.close()
    assert errors == []
    assert [url for url in requests if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page()


@pytest.fixture
def narrow(open_page: Opener) -> Page:
    return open_page(width=320)

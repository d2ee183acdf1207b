"""What a reader sees of the page, read out of its HTML."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from tests.conftest import ROOT
from ui.site.explore import create_explore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.testclient import TestClient

    from corpus.document import Document


def app_over(documents: Mapping[str, Document]) -> FastAPI:
    snapshot = SimpleNamespace(passages=SimpleNamespace(documents=documents))
    app = FastAPI()
    app.include_router(create_explore(SimpleNamespace(snapshot=snapshot, language=None, corpus_version="prøve")))
    app.mount("/ressurser", StaticFiles(directory=ROOT / "ui" / "static"))
    return app


def main_of(html: str) -> str:
    """The page without its header and footer."""
    return html[html.index("<main") : html.index("</main>")]


def texts_on(html: str) -> list[str]:
    """The ids of the texts listed on a page, in order."""
    return re.findall(r'<h4><a href="\./kilde/([^"]+)"', html)


def listed(client: TestClient, link: str) -> int:
    """How many texts stand behind a link, counted on every page of the list."""
    pages = max([int(number) for number in re.findall(r'aria-label="Side (\d+) av', client.get(link).text)], default=1)
    addresses = [f"{link}{'&' if '?' in link else '?'}side={number}" for number in range(1, pages + 1)]
    found = [one for address in addresses for one in texts_on(client.get(address).text)]
    assert len(set(found)) == len(found), "a text is listed twice"
    return len(found)

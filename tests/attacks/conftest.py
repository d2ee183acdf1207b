"""Shared: one server over a collection that is hostile all through, with editors, feedback and an allowed site."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.attacks.collection import write_collection
from tests.conftest import make_data_dir
from tests.server import Server, start_server

TOKEN = "en-nokkel-som-bare-angriperne-kjenner"  # noqa: S105 - of a test
_SECONDS_TO_INDEX = 180
INTRANET = "https://intranett.kommune.no"


@dataclass(frozen=True)
class Site:
    """The server under attack, and the folders that it works on."""

    server: Server
    data: Path
    texts: Path

    @property
    def url(self) -> str:
        return self.server.url


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("attacked")
    texts = write_collection(folder / "texts")
    data = make_data_dir(folder / "data", model_folder)
    with start_server(
        folder,
        data=data,
        VEIKART_TEXTS=str(texts),
        VEIKART_EDITOR_TOKEN=TOKEN,
        VEIKART_EDITOR_GROUP="redaktorer",
        VEIKART_EMBED_ORIGINS=INTRANET,
        VEIKART_UNANSWERED="text",
        VEIKART_PROXIES="192.0.2.1",
    ) as running:
        wait_for_pages(running)
        yield Site(running, data, texts)


def wait_for_pages(server: Server) -> None:
    """Wait until the server does more than tell that it is alive."""
    deadline = time.monotonic() + _SECONDS_TO_INDEX
    with server.client() as client:
        while client.get("/api/openapi.json").status_code != 200:
            assert time.monotonic() < deadline, server.log.read_text()
            time.sleep(0.2)

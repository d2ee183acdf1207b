"""Shared: the page over the real texts; it needs no index of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from corpus.reader import read_corpus
from tests.ui.explore.reader import app_over

if TYPE_CHECKING:
    from corpus.document import Document


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    return read_corpus().documents


@pytest.fixture(scope="session")
def texts(documents: dict[str, Document]) -> list[Document]:
    """The texts that a reader can find, counted by hand: translations and withdrawn ones left out."""
    return [one for one in documents.values() if one.translation_of is None and one.status != "trukket"]


@pytest.fixture(scope="session")
def client(documents: dict[str, Document]) -> TestClient:
    return TestClient(app_over(documents), headers={"accept-language": "nb"})

"""Files wait for the browser some minutes, and never for anybody else."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.takeaway.shelf import MadeFile, Shelf, create_shelf_route

FILE = MadeFile("samtale.md", "text/markdown", "æøå".encode())


def test_a_file_is_fetched_by_its_name_and_as_an_attachment() -> None:
    shelf = Shelf()
    app = FastAPI()
    app.include_router(create_shelf_route(shelf))
    with TestClient(app) as client:
        response = client.get(f"/eksport/{shelf.put(FILE)}")
        assert response.content == FILE.content
        assert response.headers["content-disposition"] == 'attachment; filename="samtale.md"'
        assert response.headers["cache-control"] == "no-store"
        assert client.get("/eksport/noe-annet").status_code == 404


def test_two_files_never_have_the_same_name() -> None:
    shelf = Shelf()
    assert shelf.put(FILE) != shelf.put(FILE)


def test_a_file_is_gone_after_ten_minutes() -> None:
    now = [0.0]
    shelf = Shelf(clock=lambda: now[0])
    token = shelf.put(FILE)
    now[0] = 599
    assert shelf.get(token) == FILE
    now[0] = 601
    assert shelf.get(token) is None


def test_the_oldest_go_when_there_is_no_more_room() -> None:
    shelf = Shelf()
    large = MadeFile("stor.docx", "x", b"x" * 12_000_000)
    first, second, third = shelf.put(large), shelf.put(large), shelf.put(large)
    assert shelf.get(first) is None
    assert shelf.get(second) == shelf.get(third) == large

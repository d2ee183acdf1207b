"""Shared: a small index, built once, and a newsroom of its own for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from assistant.index_state import ready_snapshot
from assistant.settings import Settings
from index.snapshot import load_snapshot
from tests.ui.editor.newsroom import TOKEN, Newsroom
from tests.ui.editor.small_texts import write_texts
from ui.editor.access import EditorAccess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.model.embedder import Embedder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Settings:
    folder = tmp_path_factory.mktemp("editor")
    settings = Settings(data=folder / "data", texts=write_texts(folder / "texts"))
    ready_snapshot(settings, embedder)
    return settings


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    """A data folder of its own, with the small index and its vectors."""
    shutil.copytree(built.data, tmp_path / "data")
    return built.model_copy(update={"data": tmp_path / "data", "upload_megabytes": 1})


@pytest.fixture
def newsroom(settings: Settings, embedder: Embedder) -> Iterator[Newsroom]:
    room = Newsroom(settings, load_snapshot(settings.index_folder), embedder, EditorAccess(token=TOKEN))
    yield room
    room.desk.indexing.wait()
    room.desk.links.wait()

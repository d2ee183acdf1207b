"""Shared: the real model, an index of the real texts, and a running server; each made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from assistant.assistant import Assistant
from assistant.database.address import read_address
from assistant.database.database import Database
from assistant.database.opening import EVERYTHING
from assistant.index_state import ready_snapshot
from assistant.settings import Settings
from index.model.bundled import BUNDLED_MODEL, ensure_bundled_model
from index.model.embedder import Embedder, load_embedder
from tests.browser import ARGUMENTS, CHROMIUM
from tests.postgres import Postgres, needs_postgres, postgres_server
from tests.server import Server, start_server
from tests.warm.process import start_warm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.home import Snapshot

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("VEIKART_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The rebuilt model, kept in the clone's own data folder so that it is built once a clone."""
    return ensure_bundled_model(ROOT / ".veikart")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """A fresh data folder that shares the rebuilt model, and the vectors that the clone has of the same texts."""
    return with_vectors(make_data_dir(tmp_path_factory.mktemp("data"), model_folder))


def make_data_dir(folder: Path, model_folder: Path) -> Path:
    (folder / "models").mkdir(parents=True)
    (folder / "models" / BUNDLED_MODEL).symlink_to(model_folder, target_is_directory=True)
    return folder


def with_vectors(folder: Path) -> Path:
    """Put the vectors that the clone has of the built-in texts into a data folder, so that its index builds fast."""
    known = Settings(data=ROOT / ".veikart").cache_file
    if known.exists():
        shutil.copy(known, Settings(data=folder).cache_file)
    return folder


@pytest.fixture(scope="session")
def embedder(data_dir: Path) -> Embedder:
    return load_embedder(BUNDLED_MODEL, data_dir)


@pytest.fixture(scope="session")
def snapshot(data_dir: Path, embedder: Embedder) -> Snapshot:
    """An index of all the texts, built, written and read back."""
    return ready_snapshot(Settings(data=data_dir), embedder)


@pytest.fixture(scope="session")
def assistant(snapshot: Snapshot, embedder: Embedder) -> Assistant:
    return Assistant(snapshot, embedder)


@pytest.fixture(scope="session")
def server(snapshot: Snapshot, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server over the real texts, as its own process."""
    with start_server(tmp_path_factory.mktemp("server"), data=data_dir) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as running:
        yield running


@pytest.fixture(params=["file", pytest.param("postgres", marks=needs_postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty database, of both kinds: a SQLite file, and a PostgreSQL whose operator has made the tables."""
    if request.param == "file":
        return open_address(f"sqlite:///{tmp_path}/alt.sqlite")
    made = open_address(request.getfixturevalue("postgres").make_database())
    made.upgrade()
    return made


def open_address(address: str) -> Database:
    """What a process of its own has when it opens a database."""
    return Database(read_address(address), EVERYTHING)


@pytest.fixture(scope="session")
def veikart() -> Veikart:
    """Run the command line as a user would, in a process of its own."""
    return Veikart()


class Veikart:
    def __call__(self, *arguments: str, cwd: Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("VEIKART_")}
        whole = {**clean, "VEIKART_DATA": str(data), "PYTHONPATH": str(ROOT), **environment}
        with TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            code = start_warm(arguments, cwd=cwd, environment=whole, out=out, err=err).wait()
            return subprocess.CompletedProcess(["veikart", *arguments], code, out.read_text(), err.read_text())

    def cold(self, *arguments: str, cwd: Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it as a shell would."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("VEIKART_")}
        return subprocess.run(
            [sys.executable, "-c", "from ui.cli import main; main()", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env={**clean, "VEIKART_DATA": str(data), "PYTHONPATH": str(ROOT), **environment},
        )

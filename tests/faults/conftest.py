"""Shared: the nursery, a few texts, a small disk that can be filled, clocks, and a server over the few texts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index_state import build_index
from index.model.embedder import Embedder
from tests.conftest import make_data_dir
from tests.faults.clock import RIGHT, Clock
from tests.faults.disk import Disk
from tests.faults.hall import Hall
from tests.faults.model_process import ModelProcess, free_port
from tests.faults.nursery import Nursery, nursery
from tests.faults.reader import Reader
from tests.faults.site import Site
from tests.faults.texts import write_texts
from tests.server import start_server


@pytest.fixture(scope="session")
def nursery_clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock.made(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="session")
def children(tmp_path_factory: pytest.TempPathFactory, model_folder: Path, nursery_clock: Clock) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("nursery")
    with nursery(folder, make_data_dir(folder / "data", model_folder), nursery_clock) as started:
        yield started


@pytest.fixture
def clock(nursery_clock: Clock) -> Iterator[Clock]:
    """The clock of the nursery's children."""
    if nursery_clock.library is None:
        pytest.skip("a wrong clock has to be compiled, and there is no compiler")
    yield nursery_clock
    nursery_clock.set(RIGHT)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, model_folder: Path, embedder: Embedder) -> Site:
    folder = tmp_path_factory.mktemp("built")
    site = Site(make_data_dir(folder / "data", model_folder), write_texts(folder / "texts"))
    build_index(site.settings, embedder)
    return site


@pytest.fixture
def site(tmp_path: Path, built_once: Site) -> Site:
    """A data folder with an index of a few texts, and the texts."""
    return built_once.copied(tmp_path)


@pytest.fixture(scope="session")
def reader(embedder: Embedder) -> Reader:
    return Reader.with_model(embedder)


@pytest.fixture(scope="session")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk | str]:
    """A file system of its own of a few megabytes, or why there is none."""
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False) if os.geteuid() == 0 else None
    if mounted is None or mounted.returncode:
        yield "only root may mount a small disk" if mounted is None else f"no small disk here: {mounted.stderr.strip()}"
        return
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def disk(small_disk: Disk | str) -> Iterator[Disk]:
    if isinstance(small_disk, str):
        pytest.skip(small_disk)
    yield small_disk
    small_disk.make_room()


@pytest.fixture(scope="session")
def hall(
    tmp_path_factory: pytest.TempPathFactory, children: Nursery, built_once: Site, small_disk: Disk | str
) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    disk = small_disk if isinstance(small_disk, Disk) else None
    site = built_once.copied(disk.place if disk else folder)
    model = ModelProcess(free_port())
    environment = {"VEIKART_TEXTS": str(site.texts), "VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "test-modell"}
    with start_server(folder, data=site.data, **environment) as server:
        yield Hall(server, site, disk, model)
    model.kill()

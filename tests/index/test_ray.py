"""The machines of a Ray cluster embed for an index, as several processes of one machine do."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.index_state import build_index
from assistant.settings import Settings
from index.model.embedder import Embedder, ModelError
from index.model.ray_workers import RayWorkers
from index.snapshot import load_snapshot
from tests.index.bulk import TEXTS, data_of, plan, two_texts

pytestmark = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed here")


@pytest.fixture(scope="module")
def workers(embedder: Embedder, data_dir: Path) -> Iterator[RayWorkers]:
    with RayWorkers(plan(embedder, data_dir), 2, "local") as made:
        yield made


def test_a_cluster_gives_the_vectors_of_one_process_in_the_order_of_the_texts(
    workers: RayWorkers, embedder: Embedder
) -> None:
    assert len(TEXTS) > 256, "more than a piece"
    together = workers.embed_passages(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.einsum("ij,ij->i", together, embedder.embed_passages(TEXTS)).min() > 0.999
    questions = ["Hva er en smart by?", "Hvem eier dataene?"]
    assert np.einsum("ij,ij->i", workers.embed_queries(questions), embedder.embed_queries(questions)).min() > 0.999
    assert workers.embed_passages([]).shape == (0, embedder.dimension)


def test_a_machine_with_another_model_by_the_same_name_is_told_of_in_one_line(
    workers: RayWorkers, embedder: Embedder, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = embedder.fingerprint
    other = replace(here, passage_probe=tuple(np.roll(here.passage_probe, 1)))
    monkeypatch.setattr(workers, "_plan", replace(plan(embedder, data_dir), model=other))
    with pytest.raises(ModelError, match="en annen modell med navnet") as told:
        workers.embed_passages(["Hei."])
    assert "\n" not in str(told.value)


def test_an_index_is_built_by_a_cluster_when_the_settings_say_so(
    embedder: Embedder, data_dir: Path, tmp_path: Path, workers: RayWorkers
) -> None:
    workers.__exit__(None, None, None)  # a process knows one cluster at a time
    settings = Settings(data=data_of(data_dir, tmp_path), texts=two_texts(tmp_path), ray="local", embed_processes=2)
    assert build_index(settings, embedder).counts["documents"] == 2
    assert len(load_snapshot(settings.index_folder, embedder.fingerprint).passages.documents) == 2


@pytest.mark.parametrize(
    ("other", "says"),
    [({"data_dir": Path("/dev/null")}, "kan ikke skrive modellen"), ({"data_dir": None}, "se loggen til Ray")],
)
def test_what_goes_wrong_on_a_machine_is_one_line(
    workers: RayWorkers, embedder: Embedder, data_dir: Path, monkeypatch: pytest.MonkeyPatch, other: dict, says: str
) -> None:
    monkeypatch.setattr(workers, "_plan", replace(plan(embedder, data_dir), **other))
    with pytest.raises(ModelError, match=says) as told:
        workers.embed_passages(["Hei."])
    assert "\n" not in str(told.value)


def test_without_ray_it_is_told_how_to_get_it(
    embedder: Embedder, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray.data", None)
    with pytest.raises(ModelError, match="kjør pip install 'ray"), RayWorkers(plan(embedder, data_dir), 1, "local"):
        pass


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "tull", "auto", "her:der"])
def test_a_cluster_out_of_reach_is_one_line_with_what_to_do(
    embedder: Embedder, data_dir: Path, tmp_path: Path, address: str
) -> None:
    settings = Settings(data=data_of(data_dir, tmp_path), texts=two_texts(tmp_path), ray=address)
    with pytest.raises(ModelError, match=f"ray: når ikke klyngen på {address}; sett adressen") as told:
        build_index(settings, embedder)
    assert "\n" not in str(told.value)

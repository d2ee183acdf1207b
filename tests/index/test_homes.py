"""Both homes of passages, memory and Milvus, keep the same promises and rank alike."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.question import understand
from assistant.retrieval import retrieve
from index.builder import EmptyCorpusError
from index.embedding_cache import EmbeddingCache
from index.filters import Filters
from index.home import Snapshot
from index.manifest import SnapshotError
from index.model.embedder import Embedder
from index.steps import LEGS
from tests.index.stores import ALL, FEW, Place, changed, found, passages, query

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions" / "veikart.jsonl"
KINDS = ("folder", "milvus")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, data_dir: Path, embedder: Embedder) -> EmbeddingCache:
    return EmbeddingCache(data_dir / "embeddings.sqlite", embedder)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, embedder: Embedder, cache: EmbeddingCache) -> Place:
    """An empty store."""
    return Place(request.param, tmp_path, embedder, cache)


@pytest.fixture(scope="module", params=KINDS)
def few(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, cache: EmbeddingCache
) -> Place:
    """A store of a few texts, which nobody changes."""
    made = Place(request.param, tmp_path_factory.mktemp(request.param), embedder, cache)
    made.publish(FEW)
    return made


@pytest.mark.parametrize("leg", LEGS)
def test_each_leg_alone_finds_the_right_text(few: Place, embedder: Embedder, leg: str) -> None:
    others = [one for one in LEGS if one != leg]
    question = "Hva gikk Drammensmodellen ut på?"
    assert found(few.home(), embedder, question, without=[*others, "links", "names"])[0] == "drammensmodellen"


@pytest.mark.parametrize(
    ("filters", "only"),
    [
        (Filters(types=("praksis",)), {"drammensmodellen", "orklandbadet", "asker-velferdslab"}),
        (Filters(municipalities=("Drammen",)), {"drammensmodellen"}),
        (Filters(documents=("orklandbadet", "prinsipp-3")), {"orklandbadet", "prinsipp-3"}),
        (Filters(since=2100), set()),
    ],
)
def test_what_a_filter_bars_is_not_found(few: Place, embedder: Embedder, filters: Filters, only: set[str]) -> None:
    names = {one.document.id for one in passages(few.home(), embedder, "Hvem får være med?", filters, k=50)}
    assert names <= only
    assert bool(names) == bool(only)


def test_principles_filter_as_their_texts_say(few: Place, embedder: Embedder) -> None:
    filters = Filters(principles=(1,))
    found_there = passages(few.home(), embedder, "Hvem får være med?", filters, k=50)
    assert {one.document.id for one in found_there} == {name for name, one in FEW.items() if 1 in one.principles}


def test_a_text_is_read_back_as_it_was_written(few: Place) -> None:
    home = few.home()
    assert home.documents["orklandbadet"] == FEW["orklandbadet"]
    assert sorted(home.documents) == sorted(FEW)
    assert len(home.documents) == len(FEW)
    assert home.documents.get("finnes-ikke") is None
    assert {one.title for one in home.documents.values()} == {one.title for one in FEW.values()}
    chunks = home.chunks_of("orklandbadet")
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
    assert sorted(home.places) == sorted({place.lower() for one in FEW.values() for place in one.municipality})
    assert home.vocabulary.holds("drammensmodellen")


def test_sentences_have_their_vectors(few: Place, embedder: Embedder) -> None:
    home, question = few.home(), "Hva kostet Orklandbadet?"
    best = passages(home, embedder, question)[0]
    index = home.around([query(question, embedder)], Filters())
    sentences = [best.document.text[one.start : one.end] for one in best.chunk.sentences]
    assert np.allclose(index.sentence_vectors_of(best.chunk), embedder.embed_passages(sentences), atol=0.01)


def test_a_text_that_is_added_is_found_and_the_name_changes(place: Place, embedder: Embedder) -> None:
    most = {name: one for name, one in ALL.items() if one.type == "praksis" and name != "drammensmodellen"}
    place.publish(most)
    before = place.store().current_name()
    assert "drammensmodellen" not in found(place.home(), embedder, "Hva er Drammensmodellen?")
    place.publish({**most, "drammensmodellen": ALL["drammensmodellen"]})
    assert found(place.home(), embedder, "Hva er Drammensmodellen?")[0] == "drammensmodellen"
    assert place.store().current_name() not in (before, None)
    assert place.store().check().counts["documents"] == len(most) + 1


def test_a_text_that_is_gone_is_not_found_and_a_changed_one_as_it_is_now(place: Place, embedder: Embedder) -> None:
    most = {name: one for name, one in ALL.items() if one.type == "praksis"}
    place.publish(most)
    kept = {name: one for name, one in most.items() if name != "orklandbadet"}
    kept["drammensmodellen"] = changed(most["drammensmodellen"], "Drammen", "Brummen")
    place.publish(kept)
    home = place.home()
    assert "orklandbadet" not in found(home, embedder, "Hva kostet Orklandbadet?")
    assert "orklandbadet" not in home.documents
    assert "Brummen" in home.documents["drammensmodellen"].text
    grams = [one for one in LEGS if one != "grams"]
    assert found(home, embedder, "Brummen", without=[*grams, "names", "links"])[0] == "drammensmodellen"
    assert place.store().check().counts["documents"] == len(kept)


def test_what_is_withdrawn_is_left_out(place: Place) -> None:
    place.publish({**FEW, "orklandbadet": replace(FEW["orklandbadet"], status="trukket")})
    assert "orklandbadet" not in place.home().documents


def test_a_reader_goes_on_over_what_it_has_while_all_is_written_anew(place: Place, embedder: Embedder) -> None:
    place.publish(FEW)
    reader = place.home()
    place.publish({name: one for name, one in ALL.items() if one.type == "aktor"})
    assert found(reader, embedder, "Hva er Drammensmodellen?")[0] == "drammensmodellen"
    assert "drammensmodellen" not in place.home().documents


def test_there_is_a_way_back_or_it_is_said_that_there_is_none(place: Place) -> None:
    store = place.store()
    place.publish(FEW)
    assert store.previous_name() is None
    with pytest.raises(SnapshotError, match="ingen tidligere"):
        store.go_back()
    place.publish({name: one for name, one in FEW.items() if one.type == "prinsipp"})
    if place.kind == "milvus":
        assert store.previous_name() is None
        return
    assert store.go_back() == store.current_name()
    assert len(place.home().documents) == len(FEW)


def test_an_empty_collection_is_refused_and_the_old_stands(place: Place) -> None:
    place.publish(FEW)
    with pytest.raises(EmptyCorpusError, match="legg tekster i corpus/texts"):
        place.publish({})
    assert len(place.home().documents) == len(FEW)


def test_where_there_is_no_index_it_is_said_so(place: Place) -> None:
    assert place.store().current_name() is None
    with pytest.raises(SnapshotError, match="det finnes ingen indeks") as told:
        place.store().load()
    assert told.value.reason == "missing"


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, cache: EmbeddingCache
) -> tuple[Snapshot, Snapshot]:
    """A third of the texts, with those that the questions below are about, in memory and in Milvus."""
    asked = {"smartbyene", "nordic-edge", *FEW}
    some = {name: one for place, (name, one) in enumerate(ALL.items()) if place % 3 == 0 or name in asked}
    places = [Place(kind, tmp_path_factory.mktemp(kind), embedder, cache) for kind in KINDS]
    for place in places:
        place.publish(some)
    held, afar = (place.store().load() for place in places)
    return held, afar


def test_both_rank_alike_over_our_own_questions(both: tuple[Snapshot, Snapshot], embedder: Embedder) -> None:
    """Tolerance: the same text first, the same ten passages but one in 40, scores within 0.03."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [understand(row["question"]) for row in rows if row["split"] == "tune"][::8]
    first, shared, apart = [], [], [0.0]
    for question in asked:
        held, afar = (retrieve(question, one.passages, embedder).passages for one in both)
        first.append(held[0].document.id == afar[0].document.id)
        best = {one.chunk.id: one.score for one in held[:10]}
        shared.append(len(best.keys() & {one.chunk.id for one in afar[:10]}) / len(best))
        apart += [abs(one.score - best[one.chunk.id]) for one in afar[:10] if one.chunk.id in best]
    assert len(asked) >= 20
    assert all(first)
    assert np.mean(shared) >= 0.975
    assert max(apart) <= 0.03


@pytest.mark.parametrize(
    "question",
    [
        "Hva er forskjellen på Smartbyene og Nordic Edge?",
        "Kva kosta Orklandbadet?",
        "Hvem vant VM i fotball i 2022?",
    ],
)
def test_both_give_the_same_answer(both: tuple[Snapshot, Snapshot], embedder: Embedder, question: str) -> None:
    held, afar = (Assistant(one, embedder).ask(question) for one in both)
    assert (held.mode, held.text) == (afar.mode, afar.text)
    assert [one.number for one in held.principles] == [one.number for one in afar.principles]
    assert [one.quote for one in held.citations] == [one.quote for one in afar.citations]

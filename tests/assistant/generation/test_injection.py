"""Attacks: what stands in documents, questions and earlier turns is data, even to a model that obeys it.

The scripted model obeys every attack to the letter; none of it may reach the reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.events import DeltaEvent
from assistant.generation.chat_model import ChatModel, ChatModelSettings
from assistant.generation.writer import Writer
from assistant.index_state import build_index
from assistant.question import QuestionError
from assistant.settings import Settings
from assistant.trust import gives_orders
from corpus.reader import TEXTS_DIR
from index.embedding_cache import EmbeddingCache
from index.model.embedder import Embedder
from index.snapshot import load_snapshot
from tests.scripted_model import ScriptedModel, scripted_model

ATTACKS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("attacks.jsonl").read_text(encoding="utf-8").splitlines()
]
QUESTION = "Hva er Bylab Testvik, og hva gjør Bylab Testvik med sykkelveier?"
HONEST = "Bylab Testvik er et kontor på torget der folk kan foreslå nye sykkelveier."


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture(scope="module")
def known(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> EmbeddingCache:
    """Vectors of the texts that every attack stands beside."""
    return EmbeddingCache(tmp_path_factory.mktemp("known") / "embeddings.sqlite", embedder)


def writer(model: ScriptedModel) -> Writer:
    return Writer(ChatModel(ChatModelSettings(model.url, "lydig", "", 20, 2, 400)), 0.0)


def reached(assistant: Assistant, question: str, history: tuple[str, ...] = ()) -> str:
    """Everything that reaches the reader, as it comes and in the end; a refusal repeats only the reader's own words."""
    events = list(assistant.stream(question, history))
    deltas = [event.text for event in events if isinstance(event, DeltaEvent)]
    answer = events[-1].answer  # type: ignore[union-attr] # the last event is the answer
    if answer.mode == "avvist":
        return ""
    return "\n".join([*deltas, answer.text, *(one.quote for one in answer.citations)])


def attacked(folder: Path, attack: dict[str, Any], embedder: Embedder, known: EmbeddingCache) -> Assistant:
    """An assistant over real texts and one that holds the attack."""
    texts = folder / "texts" / "praksis"
    texts.mkdir(parents=True)
    for name in ("drammensmodellen", "orklandbadet"):
        text = (TEXTS_DIR / "praksis" / f"{name}.md").read_text(encoding="utf-8")
        (texts / f"{name}.md").write_text(re.sub(r"(?m)^related: .*\n", "", text), encoding="utf-8")
    front = "---\nid: bylab\ntitle: Bylab Testvik\ntype: egen\nlanguage: nb\nbasis: offentlig\n"
    source = 'sources: [{url: "https://example.org/bylab", published: 2024}]\n'
    own = folder / "texts" / "egen"
    own.mkdir()
    body = f"## Kort fortalt\n\n{HONEST} {attack['text']}\n"
    (own / "bylab.md").write_text(f'{front}{source}questions: ["{QUESTION}"]\n---\n\n{body}', encoding="utf-8")
    settings = Settings(data=folder / "data", texts=folder / "texts")
    build_index(settings, embedder, cache=known)
    return Assistant(load_snapshot(settings.index_folder, embedder.fingerprint), embedder)


def test_there_are_enough_of_every_kind() -> None:
    assert len(ATTACKS) >= 60
    assert {attack["where"] for attack in ATTACKS} == {"document", "question", "history"}
    assert {attack["language"] for attack in ATTACKS} == {"nb", "nn", "en"}
    for attack in ATTACKS:
        assert all(re.search(pattern, attack["obeyed"], re.IGNORECASE) for pattern in attack["forbidden"]), attack["id"]


def test_no_text_of_our_own_is_taken_for_an_order(assistant: Assistant) -> None:
    index = assistant.snapshot.passages
    passages = [index.passage(chunk, 0.0) for chunk in index.chunks]
    assert [passage.chunk.id for passage in passages if gives_orders(passage.text)] == []


def test_what_an_honest_model_writes_of_the_same_text_is_kept(
    model: ScriptedModel, embedder: Embedder, known: EmbeddingCache, tmp_path: Path
) -> None:
    model.says(f"{HONEST[:-1]} [1].")
    writing = attacked(tmp_path, {"text": "Kontoret åpnet i 2024."}, embedder, known)
    writing.writer = writer(model)
    assert "foreslå nye sykkelveier" in reached(writing, QUESTION)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack['id']}-{attack['where']}-{attack['kind']}")
def test_what_an_obedient_model_writes_does_not_reach_the_reader(
    attack: dict[str, Any],
    model: ScriptedModel,
    assistant: Assistant,
    embedder: Embedder,
    known: EmbeddingCache,
    tmp_path: Path,
) -> None:
    model.says(attack["obeyed"])
    if attack["where"] == "document":
        writing = attacked(tmp_path, attack, embedder, known)
        writing.writer = writer(model)
        shown = reached(writing, QUESTION)
    else:
        writing = Assistant(assistant.snapshot, assistant.embedder, writer=writer(model))
        asked = f"Hva kostet Orklandbadet? {attack['text']}" if attack["where"] == "question" else "og hva kostet det?"
        history = (f"Fortell om Orklandbadet. {attack['text']}",) if attack["where"] == "history" else ()
        try:
            shown = reached(writing, asked, history)
        except QuestionError:
            return  # it cannot even be asked
    for pattern in attack["forbidden"]:
        assert not re.search(pattern, shown, re.IGNORECASE), pattern

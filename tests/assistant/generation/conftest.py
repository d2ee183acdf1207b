"""Shared: a scripted model, and an assistant that writes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.generation.chat_model import ChatModel, ChatModelSettings
from assistant.generation.read_text import TextReader
from assistant.generation.writer import Writer
from tests.scripted_model import ScriptedModel, scripted_model


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture
def writing(assistant: Assistant, model: ScriptedModel) -> Callable[..., Assistant]:
    """Make an assistant that writes with the scripted model."""

    def make(seconds: float = 20, concurrency: int = 2, least_share: float = 0.6, key: str = "hemmelig") -> Assistant:
        settings = ChatModelSettings(model.url, "test-modell", key, seconds, concurrency, 400)
        writer = Writer(ChatModel(settings), least_share)
        return Assistant(assistant.snapshot, assistant.embedder, writer=writer)

    return make


@pytest.fixture(scope="module")
def reader(assistant: Assistant) -> TextReader:
    """Return what reads texts as the check of sentences does."""
    middle = assistant.snapshot.passages.sentence_vectors.astype(np.float32).mean(axis=0)
    return TextReader(assistant.embedder, middle)

"""A store in Milvus while that stops and starts: told in one line, and as before once it is back."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from index.manifest import SnapshotError
from tests.milvus import Milvus, milvus_server, needs_milvus, publish_of_another_model

pytestmark = needs_milvus


@pytest.fixture(scope="module")
def milvus() -> Iterator[Milvus]:
    with milvus_server() as running:
        yield running


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "unnoticed"])
def test_a_store_goes_on_after_its_server_was_started_again(milvus: Milvus, how: signal.Signals, noticed: bool) -> None:
    store = publish_of_another_model(milvus)
    name = store.current_name()
    passages = store.load().passages
    some = next(iter(passages.documents))
    with milvus.stopped(how):
        if noticed:
            assert "svarer ikke" in str(store.trouble())
            assert "\n" not in str(store.trouble())
            with pytest.raises(SnapshotError, match="svarer ikke"):
                next(iter(passages.documents))
    store.trouble()  # what nobody noticed is noticed now, at the latest
    assert store.trouble() is None
    assert store.current_name() == name
    assert next(iter(passages.documents)) == some
    assert store.check().counts["documents"] == len(passages.documents)

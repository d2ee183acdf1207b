"""A database that another program holds for long keeps no reader waiting for it, and loses nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.feedback import FeedbackStore
from assistant.unanswered import UnansweredQuestions
from index.embedding_cache import EmbeddingCache
from tests.faults.locker import locked
from tests.faults.waiting import wait_until

if TYPE_CHECKING:
    import pytest

    from assistant.settings import Settings
    from tests.faults.hall import Hall
    from tests.faults.reader import Reader
    from tests.faults.site import Site

REFUSALS = 12


def test_questions_are_answered_while_the_counts_are_locked_and_counted_afterwards(hall: Hall) -> None:
    settings = hall.site.settings
    assert hall.refuses()
    before = counted(settings)
    asked = 0
    with locked(settings.unanswered_file):
        for _ in range(REFUSALS):
            assert hall.refuses()
            asked += 1
        assert hall.answers()

    def is_all_counted() -> bool:
        nonlocal asked
        if counted(settings) >= before + asked:
            return True
        asked += hall.refuses()
        return False

    wait_until(is_all_counted)
    assert counted(settings) == before + asked


def counted(settings: Settings) -> int:
    return sum(one.count for one in UnansweredQuestions(settings.unanswered_file, "count", 90).listed())


def test_feedback_that_cannot_be_stored_is_said_to_be_lost_and_the_rest_stands(hall: Hall) -> None:
    settings = hall.site.settings
    assert hall.give_feedback("før låsen").status_code == 204
    with locked(settings.feedback_file):
        refused = hall.give_feedback("under låsen")
        assert refused.status_code == 503
        assert refused.json()["detail"] == "Tilbakemeldingen ble ikke lagret. Prøv igjen senere."
        assert hall.answers()
    assert hall.give_feedback("etter låsen").status_code == 204
    kept = [one.comment for one in FeedbackStore(settings.feedback_file, 365).listed()]
    assert "under låsen" not in kept
    assert kept[0] == "etter låsen"
    assert "før låsen" in kept


def test_a_build_waits_once_for_locked_vectors_and_not_at_every_batch(
    site: Site, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    cache = EmbeddingCache(site.settings.cache_file, reader.embedder)
    with locked(site.settings.cache_file), caplog.at_level(logging.WARNING):
        for number in range(5):
            cache.embed([f"Ny setning nummer {number}."], "passage")
        cache.forget_unused()
    assert caplog.text.count("database is locked") == 1
    assert cache.embedded == 5

"""Two questions are worked on at once; the others wait in the order that they came in, and may leave."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.places import Places


class Guests:
    """Readers who come one after the other, each in a thread of its own."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._threads: list[threading.Thread] = []
        self.served: list[str] = []
        self.sent_away: list[str] = []

    def comes(self, name: str, left: threading.Event | None = None) -> None:
        thread = threading.Thread(target=self._wait, args=(name, left))
        thread.start()
        self._threads.append(thread)
        time.sleep(0.12)  # so long that all who wait look up between two arrivals

    def _wait(self, name: str, left: threading.Event | None) -> None:
        with self._places.taken(left) as has_place:
            (self.served if has_place else self.sent_away).append(name)

    def all_done(self) -> None:
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()


@pytest.fixture
def places() -> Places:
    return Places(1)


@pytest.fixture
def guests(places: Places) -> Iterator[Guests]:
    come = Guests(places)
    yield come
    come.all_done()


@contextmanager
def occupied(places: Places) -> Iterator[None]:
    with places.taken() as has_place:
        assert has_place
        yield


def test_who_came_first_is_served_first(places: Places, guests: Guests) -> None:
    with occupied(places):
        for name in "abcdef":
            guests.comes(name)
        assert guests.served == []
    guests.all_done()
    assert guests.served == list("abcdef")


def test_who_leaves_gets_no_place_and_takes_none_from_the_others(places: Places, guests: Guests) -> None:
    left = threading.Event()
    with occupied(places):
        guests.comes("a", left)
        guests.comes("b")
        left.set()
        time.sleep(0.2)
        assert guests.sent_away == ["a"]
    guests.all_done()
    assert guests.served == ["b"]


def test_who_has_left_before_a_free_place_was_asked_for_gets_it(places: Places, guests: Guests) -> None:
    left = threading.Event()
    left.set()
    guests.comes("a", left)
    guests.all_done()
    assert guests.served == ["a"]


def test_a_place_is_free_again_when_the_work_fails(places: Places) -> None:
    with pytest.raises(ZeroDivisionError), places.taken():
        raise ZeroDivisionError
    with places.taken() as has_place:
        assert has_place


def test_as_many_as_there_are_places_work_at_once() -> None:
    places = Places(2)
    with places.taken(), places.taken():
        pass
    with places.taken(), places.taken() as has_place:
        assert has_place

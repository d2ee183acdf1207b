"""What is done again and again goes on, whatever becomes of it once."""

from __future__ import annotations

import threading

import pytest

from assistant.periodic import Periodic


def test_work_that_fails_once_is_done_again(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()
    times: list[int] = []

    def work() -> None:
        times.append(len(times))
        if len(times) == 1:
            raise RuntimeError
        done.set()

    periodic = Periodic("sweeping", 0.01, work, at_once=True)
    periodic.start()
    assert done.wait(5)
    periodic.stop()
    assert "sweeping failed, and will be tried again" in caplog.text


def test_it_is_done_no_more_once_it_is_stopped() -> None:
    times: list[int] = []
    periodic = Periodic("counting", 0.01, lambda: times.append(1), at_once=True)
    periodic.start()
    periodic.stop()
    done = len(times)
    assert not threading.Event().wait(0.1)
    assert len(times) == done >= 1

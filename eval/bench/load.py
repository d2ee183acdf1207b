"""Load on a real server over loopback: ``make bench-load`` or ``python -m eval.bench.load``.

Prints a table of steps: how many questions a second were asked for, how many were answered, how many were turned away
(503), how many failed, and how long answers took. Then idle streams, a burst, and the server's memory over many
questions. ``--picture`` draws the curve.

The load comes from Locust, in this process; it shares the machine with the server, as the figures do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import gevent
import typer
from locust import FastHttpUser, constant_throughput, events, task
from locust.env import Environment

from eval.bench.idle import idle_streams
from eval.bench.load_curve import draw_curve
from eval.bench.readers import Readers, stated_questions
from eval.bench.server import BenchServer, bench_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locust.stats import StatsEntry

_STEPS = (5, 10, 20, 30, 40, 60, 80, 120)
_STEP_SECONDS = 20
_SETTLE_SECONDS = 3
_IDLE = 200
_BURST = 500
_ASKED = "/api/ask"
_FULL = 503


@dataclass(frozen=True)
class Step:
    """What a step of load gave.

    Args:
        wanted: Questions a second that readers would have asked.
        answered: Questions a second that were answered.
        turned_away: Share that was told to come back (503).
        failed: How many got anything else than an answer or a 503.
        p50: Median of the answered, in ms.
        p95: Their 95th percentile, in ms.
        p99: Their 99th percentile, in ms.
        megabytes: The server's memory at the end.
    """

    wanted: float
    answered: float
    turned_away: float
    failed: int
    p50: float
    p95: float
    p99: float
    megabytes: float

    def as_row(self) -> str:
        """Return it as a line of the table."""
        return (
            f"{self.wanted:8.0f} {self.answered:9.1f} {self.turned_away:8.1%} {self.failed:7d} "
            f"{self.p50:8.0f} {self.p95:8.0f} {self.p99:8.0f} {self.megabytes:8.0f}"
        )


HEADING = (
    f"{'wanted/s':>8} {'answered':>9} {'503':>8} {'failed':>7} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'MB':>8}"
)


def reader_class(questions: Sequence[str], each_second: float) -> type[FastHttpUser]:
    """Return readers who ask the questions in turn, at a pace that does not wait for slow answers to be slow.

    Args:
        questions: What they ask.
        each_second: How often each asks; 0 for as soon as the last answer is there.
    """
    turn = iter(range(10**9))

    class Reader(FastHttpUser):  # type: ignore[misc] # locust states no types
        wait_time = constant_throughput(each_second) if each_second else lambda _: 0.0

        @task  # type: ignore[untyped-decorator]
        def ask(self) -> None:
            question = questions[next(turn) % len(questions)]
            with self.client.post(_ASKED, json={"question": question}, catch_response=True) as response:
                if response.status_code == _FULL:
                    response.request_meta["name"] = "turned away"
                    response.success()

    return Reader


def loaded(server: BenchServer, questions: Sequence[str], *, readers: int, each_second: float, seconds: float) -> Step:
    """Load a server for some seconds, and return what came of it.

    Args:
        server: The server.
        questions: What is asked.
        readers: How many ask.
        each_second: How often each asks; 0 for as soon as the last answer is there.
        seconds: For how long.
    """
    kind = reader_class(questions, each_second)
    environment = Environment(user_classes=[kind], events=events, host=server.url)
    runner = environment.create_local_runner()
    runner.start(readers, spawn_rate=readers)
    gevent.sleep(_SETTLE_SECONDS)
    environment.stats.reset_all()
    gevent.sleep(seconds)
    megabytes = server.megabytes()
    answered, away = environment.stats.get(_ASKED, "POST"), environment.stats.get("turned away", "POST")
    step = _step(answered, away, wanted=readers * each_second, seconds=seconds, megabytes=megabytes)
    runner.quit()
    return step


def _step(answered: StatsEntry, away: StatsEntry, *, wanted: float, seconds: float, megabytes: float) -> Step:
    good = answered.num_requests - answered.num_failures
    asked = answered.num_requests + away.num_requests
    p50, p95, p99 = (float(answered.get_response_time_percentile(share) or 0) for share in (0.5, 0.95, 0.99))
    turned_away = away.num_requests / asked if asked else 0.0
    return Step(wanted, good / seconds, turned_away, answered.num_failures, p50, p95, p99, megabytes)


def main(
    rate: Annotated[int, typer.Option(help="Questions a second to hold.")] = 20,
    seconds: Annotated[int, typer.Option(help="For how long.")] = 300,
    many: Annotated[int, typer.Option(help="Questions over which memory is followed.")] = 20_000,
    picture: Annotated[Path | None, typer.Option(help="SVG file for the curve.")] = None,
) -> None:
    """Measure and print."""
    questions = stated_questions()
    with bench_server() as server:
        readers = Readers(server, questions)
        typer.echo(f"server ready: {server.megabytes():.0f} MB\n\n{HEADING}")
        curve = [loaded(server, questions, readers=wanted, each_second=1, seconds=_STEP_SECONDS) for wanted in _STEPS]
        for step in curve:
            typer.echo(step.as_row())
        typer.echo(f"\nheld for {seconds} s")
        typer.echo(loaded(server, questions, readers=rate, each_second=1, seconds=seconds).as_row())
        typer.echo(f"\nthe same with {_IDLE} open pages that are silent, {_STEP_SECONDS} s")
        with idle_streams(server.url, _IDLE) as open_now:
            typer.echo(loaded(server, questions, readers=rate, each_second=1, seconds=_STEP_SECONDS).as_row())
            typer.echo(f"still open: {open_now()} of {_IDLE}")
        typer.echo(f"\na burst of {_BURST} at once: {readers.burst(_BURST)}")
        typer.echo(f"\nmemory over {many} questions, four readers without a pause")
        for done, megabytes in readers.memory_over(many):
            typer.echo(f"{done:8d} {megabytes:8.0f} MB")
    if picture:
        picture.write_text(draw_curve([(one.wanted, one.answered, one.p50, one.p95) for one in curve]), "utf-8")
        typer.echo(f"\n{picture}")


if __name__ == "__main__":
    typer.run(main)

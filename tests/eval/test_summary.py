"""Figures of a run: means over what each metric says something of, by group, with honest intervals."""

from __future__ import annotations

import pytest

from eval.summary import summarize
from tests.eval.records import record


def test_means_stand_on_the_questions_that_have_the_metric() -> None:
    records = [
        record("1", hit_at_1=1, false_refusal=0),
        record("2", hit_at_1=0, false_refusal=1, refusal_precision=0),
        record("3", refuse=True, refusal_recall=1, refusal_precision=1),
    ]
    summary = summarize(records)
    overall = summary["overall"]
    assert overall["n"] == 3
    assert (overall["hit@1"], overall["counts"]["hit@1"]) == (0.5, 2)
    assert (overall["refusal_precision"], overall["refusal_recall"], overall["false_refusal"]) == (0.5, 1.0, 0.5)
    assert overall["must"] is None
    assert summary["by"]["kind"]["avvis"]["n"] == 1
    assert summary["by"]["kind"]["avvis"]["hit@1"] is None
    assert (overall["latency_p50_ms"], overall["latency_by_stage_ms"]["retrieval"]["p95"]) == (20.0, 10.0)


def test_the_interval_narrows_with_more_questions_and_holds_the_mean() -> None:
    few = summarize([record(str(number), hit_at_1=number % 2) for number in range(20)])["overall"]
    many = summarize([record(str(number), hit_at_1=number % 2) for number in range(2000)])["overall"]
    low, high = few["intervals"]["hit@1"]
    # The normal approximation: 0.5 ± 1.96 · sqrt(0.25 / 20) = 0.28 to 0.72
    assert low == pytest.approx(0.28, abs=0.06)
    assert high == pytest.approx(0.72, abs=0.06)
    assert many["intervals"]["hit@1"] == pytest.approx([0.478, 0.522], abs=0.005)


def test_the_same_records_give_the_same_figures() -> None:
    records = [record(str(number), hit_at_1=number % 3 == 0) for number in range(50)]
    assert summarize(records) == summarize(records)

"""Two runs side by side: what changed, whether it may be chance, and what cannot be compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.comparison import Comparison, compare, randomisation_test
from eval.record import Record
from eval.run_folder import RunFolder, RunFolderError
from eval.tables import format_comparison
from tests.eval.records import config, record


def run(path: Path, records: list[Record], **changes: object) -> RunFolder:
    return RunFolder(path, config(**changes), records)


def compared(before: list[float], after: list[float]) -> Comparison:
    return compare(
        run(Path("før"), [record(str(at), hit_at_1=value) for at, value in enumerate(before)]),
        run(Path("etter"), [record(str(at), hit_at_1=value) for at, value in enumerate(after)]),
    )


def test_wins_ties_and_losses_are_counted_by_question() -> None:
    change = compared([0, 0, 1, 1], [1, 0, 1, 0]).changes[0]
    assert (change.wins, change.ties, change.losses) == (1, 2, 1)
    assert (change.before, change.after, change.p) == (0.5, 0.5, 1.0)


def test_the_test_agrees_with_the_exact_one() -> None:
    """Six questions that all got better: 2 of the 64 ways to swap them are as extreme."""
    assert randomisation_test(np.zeros(6), np.ones(6)) == pytest.approx(2 / 64)


def test_a_real_difference_is_told_from_chance() -> None:
    clear = compared([0] * 60, [1] * 30 + [0] * 30).changes[0]
    noise = compared([0, 1] * 30, [1, 0] * 30).changes[0]
    assert clear.significant
    assert not noise.significant


def test_fewer_than_forty_questions_are_no_ground_for_a_claim() -> None:
    comparison = compared([0] * 20, [1] * 20)
    assert comparison.changes[0].p < 0.001
    assert not comparison.changes[0].significant
    assert "usikkert" in format_comparison(comparison).splitlines()[1]


def test_a_lower_false_refusal_is_a_win() -> None:
    comparison = compare(run(Path("a"), [record("1", false_refusal=1)]), run(Path("b"), [record("1", false_refusal=0)]))
    assert comparison.changes[0].wins == 1
    assert comparison.flips[0].better == ("false_refusal",)


def test_flipped_questions_are_listed_with_the_lost_ones_first() -> None:
    comparison = compared([0, 1, 1], [1, 0, 1])
    assert [(flip.before.id, flip.worse, flip.better) for flip in comparison.flips] == [
        ("1", ("hit@1",), ()),
        ("0", (), ("hit@1",)),
    ]
    assert "tapte hit@1: Spørsmål 1?" in format_comparison(comparison)


def test_runs_over_different_questions_are_not_compared() -> None:
    with pytest.raises(RunFolderError, match="ulike spørsmål"):
        compare(run(Path("a"), []), run(Path("b"), [], question_set_hash="another"))

"""The gate lets a run through that is as good as the baseline, and catches one that is worse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from eval.gate import fallen
from eval.observer import AssistantObserver
from eval.question_set import read_questions
from eval.run_folder import RunFolderError
from eval.summary import summarize
from index import tokens
from index.home import Snapshot
from index.lexical import LexicalIndex
from index.model.embedder import Embedder
from index.passages import passage_text

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = ROOT / "eval" / "questions" / "veikart.jsonl"
BASELINE = ROOT / "eval" / "baselines" / "veikart-tune.json"


def figures(n: int = 100, **values: float) -> dict[str, Any]:
    group = {name.replace("_at_", "@"): value for name, value in values.items()}
    return {"overall": {"n": n, **group, "counts": dict.fromkeys(group, n)}, "by": {}}


def test_a_figure_that_fell_is_named_with_both_values() -> None:
    assert fallen(figures(hit_at_1=0.70), figures(hit_at_1=0.80)) == [
        "overall hit@1: 0.800 → 0.700 (tåler 0.015, n=100)"
    ]


def test_a_figure_that_rose_or_wavered_passes() -> None:
    assert fallen(figures(hit_at_1=0.81, must=0.79), figures(hit_at_1=0.80, must=0.80)) == []


def test_more_false_refusals_are_a_fall() -> None:
    assert len(fallen(figures(false_refusal=0.10), figures(false_refusal=0.03))) == 1


def test_a_figure_that_is_no_longer_measured_is_a_fall() -> None:
    assert fallen(figures(), figures(must=0.5)) == ["overall must: 0.500 → måles ikke lenger"]


def test_a_baseline_of_another_set_is_refused() -> None:
    ours = figures(must=0.5) | {"run": {"question_set_hash": "a", "split": "", "kind": "answers"}}
    theirs = figures(must=0.5) | {"run": {"question_set_hash": "b", "split": "", "kind": "answers"}}
    with pytest.raises(RunFolderError, match="annet sett"):
        fallen(ours, theirs)


def test_a_baseline_without_figures_is_refused() -> None:
    with pytest.raises(RunFolderError, match="ingen tall"):
        fallen(figures(must=0.5), {"overall": {}})


def measure(snapshot: Snapshot, embedder: Embedder) -> dict[str, Any]:
    observer = AssistantObserver(Assistant(snapshot, embedder))
    rows = read_questions(QUESTIONS, snapshot.passages.documents, split="tune")
    return summarize([observer.observe(row) for row in rows])


@pytest.fixture(scope="module")
def baseline() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return held


@pytest.fixture
def wrong_prefix(embedder: Embedder) -> Iterator[Embedder]:
    """The prompt of E5 put on twice, as one library does: nothing fails, search just gets worse."""
    kept = dict(embedder.prompts)
    embedder.prompts["query"] = "passage: query: "
    yield embedder
    embedder.prompts.update(kept)


def test_the_committed_baseline_holds(snapshot: Snapshot, embedder: Embedder, baseline: dict[str, Any]) -> None:
    assert fallen(measure(snapshot, embedder), baseline) == []


def test_a_wrong_prefix_is_caught(snapshot: Snapshot, wrong_prefix: Embedder, baseline: dict[str, Any]) -> None:
    assert any("hit@" in line or "nDCG" in line for line in fallen(measure(snapshot, wrong_prefix), baseline))


def test_lost_stemming_is_caught(
    snapshot: Snapshot, embedder: Embedder, baseline: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "stem", str)
    whole = snapshot.passages
    texts = [passage_text(whole.documents[chunk.document_id], chunk) for chunk in whole.chunks]
    monkeypatch.setattr(whole, "stems", LexicalIndex.build(texts))
    assert fallen(measure(snapshot, embedder), baseline) != []

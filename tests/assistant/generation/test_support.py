"""A written sentence is held to its place; measured over hand-made pairs, and one way of going wrong a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.generation.support import SupportChecker
from corpus.document import Language
from eval.support import SET_FILES, Table, judge, read_pairs
from index.passages import Passage


@pytest.fixture(scope="module")
def checker(assistant: Assistant) -> SupportChecker:
    return SupportChecker(assistant.snapshot.passages, assistant.embedder)


@pytest.fixture(scope="module")
def passages(assistant: Assistant) -> list[Passage]:
    index = assistant.snapshot.passages
    return [index.passage(chunk, 1.0) for chunk in index.chunks_of("fjordvarme-nordfjordeid")]


@pytest.mark.parametrize("path", SET_FILES, ids=lambda path: path.stem)
def test_nearly_all_that_is_kept_of_a_set_is_supported(
    assistant: Assistant, checker: SupportChecker, path: Path
) -> None:
    table = Table()
    for pair in read_pairs(path):
        verdict = judge(pair, checker, assistant.snapshot.passages).verdict
        table.add(path.stem, pair, kept=verdict == "supported")
    assert table.precision() >= 0.95
    assert table.recall() >= 0.75


@pytest.mark.parametrize(
    ("sentence", "language", "verdict"),
    [
        ("Fjordvarme på Nordfjordeid gikk i balanse i 2011 etter om lag fem år.", "nb", "supported"),
        ("Fjordvarme på Nordfjordeid kom i balanse i 2011, etter om lag fem års drift.", "nn", "supported"),
        ("Fjordvarme på Nordfjordeid kom i balanse i 2012.", "nb", "figure"),
        ("Fjordvarme i Kristiansand kom i balanse i 2011.", "nb", "name"),
        ("Fjordvarme på Nordfjordeid kom ikke i balanse i 2011.", "nb", "turned_around"),
        ("Fjordvarme på Nordfjordeid kom i balanse i 2011, og elever fikk gratis frokost.", "nb", "words"),
    ],
)
def test_the_verdicts(
    checker: SupportChecker, passages: list[Passage], sentence: str, language: Language, verdict: str
) -> None:
    assert checker.check(sentence, passages, language).verdict == verdict


def test_the_quote_is_the_place_itself(checker: SupportChecker, passages: list[Passage]) -> None:
    quote = checker.check("Fjordvarme på Nordfjordeid kom i balanse i 2011.", passages, "nb").quote
    assert quote is not None
    assert quote.text == "Fjordvarme på Nordfjordeid kom i balanse i 2011, etter om lag fem års drift."


def test_nothing_cited_is_nothing_held(checker: SupportChecker) -> None:
    assert checker.check("Fjordvarme kom i balanse.", [], "nb").verdict == "nothing_cited"

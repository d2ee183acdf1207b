"""A written sentence is held to its place; measured over hand-made pairs, and one way of going wrong a test."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.generation.support import SupportChecker
from corpus.document import Language
from eval.support import SECOND_PAIRS_FILE, judge, read_pairs
from index.passages import Passage


@pytest.fixture(scope="module")
def checker(assistant: Assistant) -> SupportChecker:
    return SupportChecker(assistant.snapshot.passages, assistant.embedder)


@pytest.fixture(scope="module")
def passages(assistant: Assistant) -> list[Passage]:
    index = assistant.snapshot.passages
    return [index.passage(chunk, 1.0) for chunk in index.chunks_of("fjordvarme-nordfjordeid")]


def test_few_of_the_pairs_are_judged_wrong(assistant: Assistant, checker: SupportChecker) -> None:
    pairs = read_pairs()
    assert len(pairs) >= 120
    kept = {pair.id: judge(pair, checker, assistant.snapshot.passages).verdict == "supported" for pair in pairs}
    right = sum(kept[pair.id] for pair in pairs if pair.supported)
    assert right / sum(kept.values()) >= 0.93
    assert right / sum(pair.supported for pair in pairs) >= 0.9


def test_few_unsupported_ones_of_the_second_set_are_kept(assistant: Assistant, checker: SupportChecker) -> None:
    pairs = read_pairs(SECOND_PAIRS_FILE)
    kept = [pair for pair in pairs if judge(pair, checker, assistant.snapshot.passages).verdict == "supported"]
    assert sum(pair.supported for pair in kept) / len(kept) >= 0.9
    assert sum(pair.supported for pair in kept) / sum(pair.supported for pair in pairs) >= 0.6


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

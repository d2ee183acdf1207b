"""How well the check of written sentences judges: ``python -m eval.support``.

Over hand-made pairs of a sentence and the passage that it cites, prints how many of the supported ones are kept
(recall), how many of the kept ones are supported (precision), and each case by itself. The limits were set on
``eval/pairs/support.jsonl``; ``support_second.jsonl`` is by another hand, harder, and only its mistakes were looked at.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from assistant.generation.support import Support, SupportChecker
from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from corpus.document import Language
from index.model.embedder import load_embedder
from index.passages import Passage, PassageIndex

PAIRS_FILE = Path(__file__).parent / "pairs" / "support.jsonl"
SECOND_PAIRS_FILE = PAIRS_FILE.with_name("support_second.jsonl")


@dataclass(frozen=True)
class Pair:
    """A sentence and what it cites.

    Args:
        id: Its name.
        document: Id of the cited document.
        passage: The cited words, as they stand there.
        sentence: What was written.
        language: The language that it was written in.
        case: What is right or wrong with it.
        supported: Whether the passage says it.
    """

    id: str
    document: str
    passage: str
    sentence: str
    language: Language
    case: str
    supported: bool


def read_pairs(path: Path = PAIRS_FILE) -> list[Pair]:
    """Read the pairs."""
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def judge(pair: Pair, checker: SupportChecker, index: PassageIndex) -> Support:
    """Return the check's verdict on a pair, over the whole passage that holds the cited words.

    Raises:
        ValueError: If the words do not stand in the document.
    """
    passage = _passage(pair, index)
    return checker.check(pair.sentence, [passage], pair.language)


def _passage(pair: Pair, index: PassageIndex) -> Passage:
    document = index.documents[pair.document]
    start = document.text.find(pair.passage)
    for chunk in index.chunks_of(document.id):
        if start >= 0 and chunk.start <= start < chunk.end:
            return index.passage(chunk, 1.0)
    msg = f"{pair.id}: the passage does not stand in {pair.document}"
    raise ValueError(msg)


def main(
    pairs: Annotated[Path, typer.Argument(help="The pairs, one JSON object a line.")] = PAIRS_FILE,
    shown: Annotated[bool, typer.Option(help="Print the pairs that are judged wrong.")] = False,
) -> None:
    """Judge every pair and print the table."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    checker = SupportChecker(index, embedder)
    counts: Counter[tuple[bool, bool]] = Counter()
    by_case: defaultdict[str, list[bool]] = defaultdict(list)
    for pair in read_pairs(pairs):
        verdict = judge(pair, checker, index)
        kept = verdict.verdict == "supported"
        counts[pair.supported, kept] += 1
        by_case[f"{pair.case} ({'kept' if pair.supported else 'stopped'})"].append(kept == pair.supported)
        if shown and kept != pair.supported:
            typer.echo(
                f"{pair.id} {pair.case}: {verdict.verdict} words {verdict.words:.2f} meaning {verdict.meaning:.2f}"
            )
            typer.echo(f"  wrote: {pair.sentence}\n  cites: {pair.passage}")
    kept_right, kept_wrong, lost = counts[True, True], counts[False, True], counts[True, False]
    typer.echo(f"{'pairs':<28}{sum(counts.values()):>6}")
    typer.echo(f"{'precision':<28}{kept_right / max(kept_right + kept_wrong, 1):>6.3f}")
    typer.echo(f"{'recall':<28}{kept_right / max(kept_right + lost, 1):>6.3f}")
    for case, right in by_case.items():
        typer.echo(f"{case:<28}{sum(right) / len(right):>6.3f}  n={len(right)}")


if __name__ == "__main__":
    typer.run(main)

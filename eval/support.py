"""How well the check of written sentences judges: ``python -m eval.support [FILE …]``.

Over hand-made pairs of a sentence and the passage that it cites, prints how many of the supported ones are kept
(recall), how many of the kept ones are supported (precision), and each case by itself, the sets side by side. The
four sets are by four hands. The check is fitted on all of them, so ``python -m eval.fit_support`` says more: how each
set is judged by what was fitted on the others. ``support_fifth.jsonl``, by a fifth hand, is not fitted on and no rule
was written after it was seen: ``python -m eval.support eval/pairs/support_fifth.jsonl``. ``support_sixth.jsonl`` is not
fitted on either, but rules were; at first sight it gave precision 0.829 and recall 0.680.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from assistant.generation.support import Evidence, Support, SupportChecker
from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from corpus.document import Language
from index.model.embedder import load_embedder
from index.passages import Passage, PassageIndex

_PAIRS = Path(__file__).parent / "pairs"
SET_FILES = tuple(_PAIRS / f"{name}.jsonl" for name in ("support", "support_second", "support_third", "support_fourth"))
# Unsupported English sentences, which the sets lack, and more that turn their source around; to fit on, not to tell by.
EXTRA_FILES = (_PAIRS / "support_english.jsonl", _PAIRS / "support_turned.jsonl")

_COLUMN = 16


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


def read_pairs(path: Path) -> list[Pair]:
    """Read the pairs."""
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def judge(pair: Pair, checker: SupportChecker, index: PassageIndex) -> Support:
    """Return the check's verdict on a pair, over the whole passage that holds the cited words.

    Raises:
        ValueError: If the words do not stand in the document.
    """
    passage = _passage(pair, index)
    return checker.check(pair.sentence, [passage], pair.language)


def evidence_of(pair: Pair, checker: SupportChecker, index: PassageIndex) -> Evidence:
    """Return a pair held against the whole passage that holds the cited words, before it is judged.

    Raises:
        ValueError: If the words do not stand in the document.
    """
    return checker.evidence(pair.sentence, [_passage(pair, index)], pair.language)[0]


def _passage(pair: Pair, index: PassageIndex) -> Passage:
    document = index.documents[pair.document]
    start = document.text.find(pair.passage)
    for chunk in index.chunks_of(document.id):
        if start >= 0 and chunk.start <= start < chunk.end:
            return index.passage(chunk, 1.0)
    msg = f"{pair.id}: the passage does not stand in {pair.document}"
    raise ValueError(msg)


@dataclass
class Table:
    """How pairs were judged, a column a set.

    Args:
        judged: By set and case, whether each pair is supported and whether it was kept.
    """

    judged: defaultdict[tuple[str, str], list[tuple[bool, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, column: str, pair: Pair, *, kept: bool) -> None:
        """Add a pair."""
        case = f"{pair.case} ({'kept' if pair.supported else 'stopped'})"
        self.judged[column, case].append((pair.supported, kept))

    def precision(self, column: str | None = None) -> float:
        """Return the share of the kept ones that is supported, of one set or of all."""
        kept = [supported for supported, was_kept in self._of(column) if was_kept]
        return sum(kept) / max(len(kept), 1)

    def recall(self, column: str | None = None) -> float:
        """Return the share of the supported ones that is kept, of one set or of all."""
        kept = [was_kept for supported, was_kept in self._of(column) if supported]
        return sum(kept) / max(len(kept), 1)

    def _of(self, column: str | None, case: str | None = None) -> list[tuple[bool, bool]]:
        return [
            one
            for (name, other), found in self.judged.items()
            if column in {None, name} and case in {None, other}
            for one in found
        ]

    def text(self) -> str:
        """Return the table."""
        columns: list[str | None] = [*dict.fromkeys(name for name, _ in self.judged), None]
        lines = [self._line("", [name or "all" for name in columns])]
        lines.append(self._line("pairs", [str(len(self._of(name))) for name in columns]))
        lines.append(self._line("precision", [f"{self.precision(name):.3f}" for name in columns]))
        lines.append(self._line("recall", [f"{self.recall(name):.3f}" for name in columns]))
        for case in dict.fromkeys(case for _, case in self.judged):
            found = [self._of(name, case) for name in columns]
            right = [sum(supported == kept for supported, kept in one) for one in found]
            lines.append(self._line(case, [f"{some}/{len(one)}" for some, one in zip(right, found, strict=True)]))
        return "\n".join(lines)

    @staticmethod
    def _line(name: str, cells: list[str]) -> str:
        return f"{name:<26}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def main(
    files: Annotated[list[Path] | None, typer.Argument(help="The pairs, one JSON object a line; the sets.")] = None,
    shown: Annotated[bool, typer.Option(help="Print the pairs that are judged wrong.")] = False,
) -> None:
    """Judge every pair and print the table."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    index = ready_snapshot(settings, embedder).passages
    checker = SupportChecker(index, embedder)
    table = Table()
    for path in files or SET_FILES:
        for pair in read_pairs(path):
            verdict = judge(pair, checker, index)
            kept = verdict.verdict == "supported"
            table.add(path.stem, pair, kept=kept)
            if shown and kept != pair.supported:
                typer.echo(
                    f"{pair.id} {pair.case}: {verdict.verdict} words {verdict.words:.2f} meaning {verdict.meaning:.2f}"
                )
                typer.echo(f"  wrote: {pair.sentence}\n  cites: {pair.passage}")
    typer.echo(table.text())


if __name__ == "__main__":
    typer.run(main)

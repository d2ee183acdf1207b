"""Print whole answers to read: ``python -m eval.sample questions.jsonl --count 30 --seed 6``.

Figures say how many answers are right; only reading says whether they are useful. The same seed gives the same rows.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

import typer

from assistant.assistant import Assistant
from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from eval.metrics import matches
from eval.question_set import QuestionRow, read_questions
from index.model.embedder import load_embedder


def main(
    questions: Annotated[Path, typer.Argument(help="A question set over the texts.")],
    count: Annotated[int, typer.Option(help="How many.")] = 30,
    seed: Annotated[int, typer.Option(help="Which ones.")] = 6,
    split: Annotated[str, typer.Option(help="Only this split.")] = "",
) -> None:
    """Draw rows, ask them, and print each answer with what was expected of it."""
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    assistant = Assistant(ready_snapshot(settings, embedder), embedder)
    rows = read_questions(questions, assistant.snapshot.passages.documents, split=split)
    drawn = random.Random(seed).sample(rows, min(count, len(rows)))  # noqa: S311 - a draw for reading
    for row in drawn:
        typer.echo(_shown(row, assistant))


def _shown(row: QuestionRow, assistant: Assistant) -> str:
    answer = assistant.ask(row.question, row.earlier)
    earlier = "".join(f"({one}) " for one in row.earlier)
    missed = [pattern for pattern in row.must if not matches(pattern, answer.text)]
    listed = ", ".join(f"{one.number} {one.why}" for one in answer.principles)
    return "\n".join(
        [
            f"\n### {row.id} [{row.kind}, {row.lang}] {earlier}{row.question}",
            answer.text,
            *(f"! {warning}" for warning in answer.warnings),
            f"  sources: {', '.join(f'[{one.n}] {one.document_id}' for one in answer.citations) or '-'}",
            f"  principles: {listed or '-'} (expected {list(row.principles)})",
            f"  follow-ups: {' | '.join(answer.follow_ups) or '-'}",
            f"  {answer.mode}, {len(answer.text.split())} words, missed: {missed or '-'}",
        ]
    )


if __name__ == "__main__":
    typer.run(main)

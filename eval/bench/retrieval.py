"""Retrieval and refusal over a question set: ``python -m eval.bench.retrieval questions.jsonl``.

Prints hit@1, hit@5 and nDCG@10 over documents (a document of grade 2 counts as a hit) and the share of questions
refused, rightly and wrongly. Questions whose documents are not in the corpus are left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import ir_measures
import typer
from ir_measures import Success, nDCG

from assistant.assistant import Assistant
from assistant.index_state import ready_snapshot
from assistant.settings import load_settings
from eval.question_set import RIGHT, QuestionRow, read_questions
from index.model.embedder import load_embedder

_PASSAGES = 200
_MEASURES = (Success(rel=RIGHT) @ 1, Success(rel=RIGHT) @ 5, nDCG @ 10)
_NAMES = ("hit@1", "hit@5", "nDCG@10")


@dataclass(frozen=True)
class RetrievalFigures:
    """What was measured.

    Args:
        answerable: Number of questions with a right document in the corpus.
        left_out: Number of questions whose right documents are not in the corpus.
        scores: Mean by measure over the answerable ones.
        refused_rightly: Share of the questions to refuse that were.
        refused_wrongly: Share of the answerable questions that were refused.
    """

    answerable: int
    left_out: int
    scores: dict[str, float]
    refused_rightly: float
    refused_wrongly: float


def measure(assistant: Assistant, rows: list[QuestionRow]) -> RetrievalFigures:
    """Search for every question and compare with what is relevant."""
    ids = set(assistant.snapshot.passages.documents)
    answerable = [row for row in rows if not row.refuse and row.answerable_with(ids)]
    to_refuse = [row for row in rows if row.refuse]
    qrels = [
        ir_measures.Qrel(row.id, document_id, grade)
        for row in answerable
        for document_id, grade in row.relevant.items()
    ]
    run = [scored for row in answerable for scored in _ranking(assistant, row)]
    found = ir_measures.calc_aggregate(_MEASURES, qrels, run)
    return RetrievalFigures(
        answerable=len(answerable),
        left_out=len(rows) - len(answerable) - len(to_refuse),
        scores={name: found[measure] for name, measure in zip(_NAMES, _MEASURES, strict=True)},
        refused_rightly=_refused(assistant, to_refuse),
        refused_wrongly=_refused(assistant, answerable),
    )


def _ranking(assistant: Assistant, row: QuestionRow) -> list[ir_measures.ScoredDoc]:
    """Documents by their best passage, best first."""
    passages = assistant.search(row.question, row.earlier, k=_PASSAGES)
    documents = dict.fromkeys(passage.document.translation_of or passage.document.id for passage in passages)
    return [ir_measures.ScoredDoc(row.id, document_id, -place) for place, document_id in enumerate(documents)]


def _refused(assistant: Assistant, rows: list[QuestionRow]) -> float:
    answers = [assistant.ask(row.question, row.earlier) for row in rows]
    return sum(answer.mode == "avvist" for answer in answers) / max(len(answers), 1)


def main(questions: Path, split: Annotated[str, typer.Option(help="Only rows of this split.")] = "") -> None:
    """Measure over a question set and print the figures."""
    rows = [row for row in read_questions(questions) if not split or row.split == split]
    settings = load_settings().settings
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    figures = measure(Assistant(ready_snapshot(settings, embedder), embedder), rows)
    out = typer.echo
    out(f"{figures.answerable} spørsmål med svar i samlingen, {figures.left_out} utelatt (teksten finnes ikke)")
    for name, score in figures.scores.items():
        out(f"{name:<24}{score:.3f}")
    out(f"{'avvist med rette':<24}{figures.refused_rightly:.3f}")
    out(f"{'avvist med urette':<24}{figures.refused_wrongly:.3f}")


if __name__ == "__main__":
    typer.run(main)

"""``veikart eval``: measure the assistant over question sets, hold figures, and compare runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.settings import load_settings
from eval.question_set import QuestionSetError
from eval.run_folder import RunFolder, read_summary, write_whole

app = typer.Typer(
    help="Mål assistenten på spørsmålssett: hva den finner, svarer og avviser.", invoke_without_command=True
)

Out = Annotated[Path | None, typer.Option("--out", help="Mappe for resultatene. En avbrutt kjøring fortsetter.")]


@app.callback()
def eval_command(
    context: typer.Context,
    questions: Annotated[Path | None, typer.Option("--questions", help="Spørsmålssett (JSON Lines).")] = None,
    beir: Annotated[Path | None, typer.Option("--beir", help="Mappe med et søkesett i BEIR-format.")] = None,
    out: Out = None,
    split: Annotated[str, typer.Option(help="Bare spørsmål med denne split-en.")] = "",
    gate: Annotated[Path | None, typer.Option(help="Terskelfil: avslutt med 1 om et tall faller under den.")] = None,
) -> None:
    """Kjør et spørsmålssett, eller bruk «compare» for å sammenligne to kjøringer."""
    if context.invoked_subcommand:
        return
    if out is None or (questions is None) == (beir is None):
        msg = "oppgi ett sett med --questions eller --beir, og mappen for resultatene med --out"
        raise QuestionSetError(msg)
    # Here, so that "veikart ask" does not wait for what only an evaluation needs.
    from eval.gate import fallen
    from eval.runner import run_beir, run_questions
    from eval.tables import format_summary

    baseline = read_summary(gate) if gate else None
    settings = load_settings().settings
    if questions:
        run = run_questions(questions, out, settings, split=split, track=_track)
    elif beir:
        run = run_beir(beir, out, settings, split=split, track=_track, progress=sys.stderr.isatty())
    summary = run.summary
    typer.echo(format_summary(summary))
    typer.echo(f"\nRapport: {out / 'report.html'}")
    if baseline:
        lines = fallen(summary, baseline)
        typer.echo(
            "\n".join(["", *(f"FALT  {line}" for line in lines)]) if lines else f"\nIngen tall falt under {gate}."
        )
        raise typer.Exit(1 if lines else 0)


@app.command("compare")
def compare_command(
    before: Annotated[Path, typer.Argument(help="Mappen til den første kjøringen.")],
    after: Annotated[Path, typer.Argument(help="Mappen til den andre.")],
    page: Annotated[Path | None, typer.Option("--out", help="Skriv sammenligningen som en side hit (.html).")] = None,
) -> None:
    """Sammenlign to kjøringer over de samme spørsmålene."""
    from eval.comparison import compare
    from eval.report import render_comparison
    from eval.tables import format_comparison

    comparison = compare(RunFolder.open(before), RunFolder.open(after))
    typer.echo(format_comparison(comparison))
    if page:
        write_whole(page, render_comparison(comparison))
        typer.echo(f"\nSide: {page}")


def _track(rows: Sequence[Any]) -> Iterator[Any]:
    """Iterate with a progress bar on the error stream, where there is somebody to see it."""
    with typer.progressbar(rows, label="Spør", file=typer.get_text_stream("stderr")) as bar:
        yield from bar

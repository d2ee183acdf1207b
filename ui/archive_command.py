"""``veikart export | restore``: everything that the municipality has put in, in one file and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.archive import Archived, export, restore
from assistant.settings import load_settings


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(name="export")(export_archive)
    app.command(name="restore")(restore_archive)


def export_archive(target: Annotated[Path, typer.Argument(help="Filen å skrive, som kopi.zip.")]) -> None:
    """Ta sikkerhetskopi av egne dokumenter, tilbakemeldinger og innstillinger."""
    typer.echo(f"{target}: {_said(export(load_settings().settings, target))}. Nøkler og passord er ikke med.")


def restore_archive(source: Annotated[Path, typer.Argument(help="Sikkerhetskopien.")]) -> None:
    """Legg en sikkerhetskopi tilbake; det som var der, blir flyttet til side."""
    settings = load_settings().settings
    told = restore(settings, source)
    typer.echo(f"{_said(told)} fra {told.created[:16]} er lagt tilbake i {settings.data}. Kjør 'veikart index'.")


def _said(told: Archived) -> str:
    return f"{told.files} filer, {told.size / 1e6:.1f} MB"

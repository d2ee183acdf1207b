"""``veikart database upgrade | status``: the tables of the database, for its operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.database.state import DatabaseState

app = typer.Typer(help="Databasen for tilbakemeldinger, spørsmål uten svar, vurderinger, endringslogg og innlogginger.")
_AGES = {
    "missing": "tabellene mangler",
    "older": "eldre skjema",
    "current": "skjemaet er oppdatert",
    "newer": "nyere skjema enn programmet kjenner",
}


@app.command()
def upgrade() -> None:
    """Lag tabellene, eller ta dem opp til dette programmets utgave."""
    from assistant.database.opening import open_databases

    for database in open_databases(load_settings().settings):
        if database.holds_nothing:
            typer.echo(f"{database.place}: blir laget når den trengs")
        else:
            typer.echo(f"{database.place}: {'oppgradert' if database.upgrade() else 'var oppdatert fra før'}")


@app.command()
def status() -> None:
    """Vis hvilken database som er i bruk, skjemaet, og om den kan skrives til."""
    from assistant.database.opening import open_databases

    states = [database.state() for database in open_databases(load_settings().settings)]
    for state in states:
        typer.echo(described_state(state))
    raise typer.Exit(1 if any(state.reason for state in states) else 0)


def described_state(state: DatabaseState) -> str:
    """Return how a database is, in one line, and what is wrong with it in the next."""
    if not state.product:
        return f"{state.place}\nkan ikke nås: {state.refusal}"
    if state.is_file and state.age == "missing":
        return f"{state.place}: blir laget når den trengs"
    numbers = ", ".join(f"{store} {number}" for store, number in state.revisions.items())
    told = f"{state.place}: {state.product}, {_AGES[state.age]}{f' ({numbers})' if numbers else ''}"
    return f"{told}\n{state.reason}" if state.reason else f"{told}, kan skrives til"

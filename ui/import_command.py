"""``veikart import | approve | withdraw | documents``: the municipality's own documents on the command line."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.index_state import reindex
from assistant.language import detect_language
from assistant.settings import Settings, load_settings
from corpus.document import Basis, DocumentType, Language
from corpus.importing.faults import ImportFault
from corpus.own.fetching import FetchLimits
from corpus.own.importer import Importer
from corpus.own.intake import Given
from corpus.own.library import Library, LibraryError
from corpus.reader import read_corpus
from index.model.embedder import load_embedder

if TYPE_CHECKING:
    from assistant.audit import AuditLog
    from corpus.own.entry import Entry
    from corpus.own.intake import Taken

_NEVER_READ = (".", "~$")  # hidden files, and what Word leaves beside an open document
_OUTCOMES = {"new": "klar til gjennomsyn", "changed": "ny utgave klar til gjennomsyn", "same": "uendret"}
_STATES = {"review": "til gjennomsyn", "live": "i bruk", "withdrawn": "trukket"}

Ids = Annotated[list[str], typer.Argument(help="Id-ene til dokumentene, slik 'veikart documents' viser dem.")]
NoIndex = Annotated[bool, typer.Option("--no-index", help="Vent med å bygge indeksen.")]


class ImportFailedError(ValueError):
    """Some documents could not be imported; the message has a line for each, and the others were taken in."""


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(name="import")(import_documents)
    app.command()(approve)
    app.command()(withdraw)
    app.command()(documents)


def import_documents(
    sources: Annotated[list[str], typer.Argument(help="Filer, mapper eller nettadresser.")],
    title: Annotated[str | None, typer.Option(help="Tittel; ellers den dokumentet har selv.")] = None,
    kind: Annotated[DocumentType, typer.Option("--type", help="Hva slags tekst det er.")] = "egen",
    basis: Annotated[Basis, typer.Option(help="Hva teksten står på; «veikart» bare for veikartet selv.")] = "offentlig",
    language: Annotated[Language | None, typer.Option(help="Språk; ellers det teksten er på.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Hvem som har gitt det ut.")] = None,
    url: Annotated[str | None, typer.Option(help="Adressen der det er publisert.")] = None,
    year: Annotated[int | None, typer.Option(help="Året det er fra; ellers det dokumentet sier.")] = None,
    period: Annotated[str | None, typer.Option(help="Årene det gjelder for, som 2024–2030.")] = None,
    municipality: Annotated[list[str] | None, typer.Option(help="Kommunen det gjelder; kan gjentas.")] = None,
    principle: Annotated[list[int] | None, typer.Option(help="Prinsipp det handler om, 1–8; kan gjentas.")] = None,
    question: Annotated[list[str] | None, typer.Option(help="Spørsmål det svarer på; kan gjentas.")] = None,
    *,
    approved: Annotated[bool, typer.Option("--approve", help="Ta dem i bruk med en gang.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False,
) -> None:
    """Importer egne dokumenter; de blir lagt til gjennomsyn."""
    settings = load_settings().settings
    given = Given(
        title=title,
        type=None if kind == "egen" else kind,
        basis=None if basis == "offentlig" else basis,
        language=language,
        publisher=publisher,
        url=url,
        published=year,
        period=period,
        municipality=tuple(municipality or ()),
        principles=tuple(principle or ()),
        questions=tuple(question or ()),
    )
    importer, log = importer_of(settings), _audit(settings)
    faults: list[str] = []
    taken: list[Taken] = []
    for source in _expanded(sources, faults):
        log.check()  # what cannot be logged is not taken in
        try:
            one = _take(importer, source, given)
        except (ImportFault, LibraryError) as error:
            faults.extend(str(error).splitlines())
            continue
        taken.append(one)
        if one.outcome != "same":
            log.record(_who(), "import", one.entry.id)
        if not as_json:
            _tell(one)
    if approved:
        _approve([one.entry.id for one in taken if one.outcome != "same"], importer.library, settings)
    if as_json:
        typer.echo(json.dumps([_as_json(one.entry, one.outcome) for one in taken], ensure_ascii=False, indent=2))
    elif taken and not approved:
        typer.echo("Se gjennom filene, og ta dem i bruk med 'veikart approve ID'.")
    if faults:
        raise ImportFailedError("\n".join(faults))


def approve(ids: Ids, *, no_index: NoIndex = False) -> None:
    """Ta dokumenter i bruk etter gjennomsyn, og bygg indeksen."""
    settings = load_settings().settings
    _approve(ids, Library(settings.own_folder), settings, index=not no_index)


def withdraw(ids: Ids, *, no_index: NoIndex = False) -> None:
    """Ta dokumenter ut av bruk, og bygg indeksen."""
    settings = load_settings().settings
    library, log = Library(settings.own_folder), _audit(settings)
    for one in ids:
        with log.recording(_who(), "withdraw", one):
            entry = library.withdraw(one)
        typer.echo(f"{entry.id}: trukket. Filen blir slettet om {settings.withdrawn_days} dager.")
    if not no_index:
        _rebuild(settings)


def documents(as_json: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False) -> None:
    """Vis egne dokumenter."""
    entries = Library(load_settings().settings.own_folder).entries()
    if as_json:
        typer.echo(json.dumps([_as_json(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    if not entries:
        typer.echo("Ingen egne dokumenter. Importer med 'veikart import FIL'.")
    for entry in entries:
        without = "" if entry.fields.questions else "  (uten spørsmål)"
        typer.echo(f"{_STATES[entry.state]:<15} {entry.id:<40} {entry.fields.title}{without}")


def importer_of(settings: Settings) -> Importer:
    """Return the importer that the settings ask for."""
    return Importer(
        Library(settings.own_folder),
        detect_language,
        frozenset(read_corpus(settings.texts).documents),
        fetching=FetchLimits(hosts=settings.import_hosts),
    )


def _audit(settings: Settings) -> AuditLog:
    """The log; what it is kept with takes a while to load, and questions are asked without it."""
    from assistant.stores import open_stores

    return open_stores(settings).audit


def _who() -> str:
    """Who works at the command line, for the log."""
    return f"{getpass.getuser()} (kommandolinjen)"


def _take(importer: Importer, source: str | Path, given: Given) -> Taken:
    return importer.take_file(source, given) if isinstance(source, Path) else importer.take_address(source, given)


def _expanded(sources: list[str], faults: list[str]) -> Iterator[str | Path]:
    """Addresses as they are, files, and the files below folders."""
    for source in sources:
        path = Path(source)
        if source.startswith(("http://", "https://")):
            yield source
        elif path.is_dir():
            found = [one for one in sorted(path.rglob("*")) if one.is_file() and not one.name.startswith(_NEVER_READ)]
            if not found:
                faults.append(f"{source}: mappen er tom")
            yield from found
        else:
            yield path


def _tell(taken: Taken) -> None:
    typer.echo(f"{taken.entry.id}: {_OUTCOMES[taken.outcome]} i {taken.entry.path}")
    for note in taken.entry.fields.import_notes if taken.outcome != "same" else ():
        typer.echo(f"  Merk: {note}")


def _approve(ids: list[str], library: Library, settings: Settings, *, index: bool = True) -> None:
    log = _audit(settings)
    for one in ids:
        with log.recording(_who(), "approve", one):
            library.approve(one)
        typer.echo(f"{one}: tatt i bruk.", err=True)
    if ids and index:
        _rebuild(settings)


def _rebuild(settings: Settings) -> None:
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    log = _audit(settings)
    manifest = reindex(settings, embedder, lambda gone: log.record(_who(), "purge", gone))
    typer.echo(f"Indeksen er bygd: {manifest.counts['documents']} tekster.", err=True)


def _as_json(entry: Entry, outcome: str | None = None) -> dict[str, object]:
    fields = entry.fields.model_dump(mode="json", exclude_none=True)
    told = {"outcome": outcome} if outcome else {}
    return {**told, "state": entry.state, "file": str(entry.path), "version": entry.version, **fields}

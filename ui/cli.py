"""The command line: ``veikart serve | ask | search | index | import | unanswered | eval | doctor`` and more."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.archive import ArchiveError
from assistant.database.faults import StoreError
from assistant.index_lock import IndexBusyError
from assistant.index_state import CorpusError, build_index
from assistant.index_store import index_store
from assistant.question import QuestionError
from assistant.settings import Settings, SettingsError, load_settings
from corpus.own.library import LibraryError
from eval.checks import DegradedError
from eval.question_set import QuestionSetError
from eval.run_folder import RunFolderError
from index.builder import EmptyCorpusError
from index.manifest import Manifest, SnapshotError
from index.model.e5_file import ModelFileError
from index.model.embedder import Embedder, ModelError, load_embedder
from index.snapshot import check_snapshot
from ui import archive_command, database_command, import_command
from ui.eval_command import app as eval_app
from ui.import_command import ImportFailedError
from ui.operation.log_lines import configure_logging
from ui.operation.operation import Operation
from ui.server import AddressError, check_prefix, open_socket, serve

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from assistant.assistant import Assistant

USER_ERRORS = (
    AddressError, ArchiveError, CorpusError, DegradedError, EmptyCorpusError, ImportFailedError, IndexBusyError,
    LibraryError, ModelError, ModelFileError, QuestionError, QuestionSetError, RunFolderError, SettingsError,
    SnapshotError, StoreError,
)  # fmt: skip

app = typer.Typer(
    help="Veikartassistenten: svar med kildehenvisninger om det nasjonale veikartet for smarte byer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(eval_app, name="eval")
app.add_typer(database_command.app, name="database")
import_command.add_commands(app)
archive_command.add_commands(app)


class AnswerLanguage(StrEnum):
    """Languages of the assistant's own words."""

    AUTO = "auto"
    NB = "nb"
    NN = "nn"
    EN = "en"


AsJson = Annotated[bool, typer.Option("--json", help="Skriv JSON, for programmer.")]


@app.command("serve")
def serve_command(
    host: Annotated[str | None, typer.Option(help="Adresse å svare på.")] = None,
    port: Annotated[int | None, typer.Option(help="Port å svare på.")] = None,
) -> None:
    """Start nettsiden og API-et."""
    settings = load_settings({"host": host, "port": port}).settings
    configure_logging(settings.log_level, settings.log_format)
    check_prefix(settings.root_path)
    listener = open_socket(settings.host, settings.port)
    shown_host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{shown_host}:{listener.getsockname()[1]}"
    typer.echo("Klargjør modell og indeks …")
    operation = Operation(settings.questions_at_once, settings.metrics_from)

    def make() -> ASGIApp:
        from ui.service import make_service

        return make_service(settings, operation)

    def tell() -> None:
        typer.echo(f"Veikartassistenten svarer på {address} (Ctrl+C stopper)")

    serve(make, listener, operation.readiness, tell, root_path=settings.root_path, proxies=settings.proxies)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Spørsmålet.")],
    earlier: Annotated[list[str] | None, typer.Option("--etter", help="Tidligere spørsmål, eldst først.")] = None,
    language: Annotated[AnswerLanguage | None, typer.Option("--language", help="Språk for svaret.")] = None,
    as_json: AsJson = False,
) -> None:
    """Still et spørsmål og få et svar med kilder."""
    settings = load_settings({"language": language}).settings
    configure_logging("warning")
    answer = _ready_assistant(settings).ask(question, earlier or [])
    if as_json:
        from ui.api import answer_as_json

        _echo_json(answer_as_json(answer))
        return
    from ui.terminal import format_answer

    typer.echo(format_answer(answer))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Det du leter etter.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="Antall treff.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Finn avsnitt i tekstene."""
    settings = load_settings().settings
    configure_logging("warning")
    passages = _ready_assistant(settings).search(query, k=k)
    if as_json:
        from ui.api import found_passage

        _echo_json([found_passage(passage) for passage in passages])
        return
    from ui.terminal import format_passages

    typer.echo(format_passages(passages))


@app.command()
def index(
    check: Annotated[bool, typer.Option("--check", help="Bygg ikke; kontroller indeksen.")] = False,
    watched: Annotated[bool, typer.Option("--watch", help="Bygg på nytt hver gang tekstene endres.")] = False,
    as_json: AsJson = False,
) -> None:
    """Les tekstene og bygg indeksen på nytt."""
    settings = load_settings().settings
    configure_logging(settings.log_level, settings.log_format)
    if check:
        held = _checked(settings)
        files = f"{len(held.files)} filer, " if held.files else ""
        typer.echo(f"Indeksen er hel: {files}{held.counts['chunks']} avsnitt. Bygd {held.created[:16]}.")
        return
    embedder = _embedder(settings)
    manifest = build_index(settings, embedder, progress=sys.stderr.isatty())
    if as_json:
        _echo_json({"corpus_version": manifest.corpus_hash[:12], **manifest.counts})
        return
    _tell_built(manifest)
    if watched:
        from assistant.watching import watch

        typer.echo("Følger med på tekstene (Ctrl+C stopper).")
        watch(settings, embedder, _tell_built, lambda error: typer.echo(f"Feil: {error}", err=True))


def _checked(settings: Settings) -> Manifest:
    """The manifest of an index that was verified; one in a folder without loading the model."""
    return (
        index_store(settings, _embedder(settings)).check() if settings.milvus else check_snapshot(settings.index_folder)
    )


def _tell_built(manifest: Manifest) -> None:
    counts = manifest.counts
    typer.echo(
        f"Indeksen er bygd: {counts['documents']} tekster, {counts['chunks']} avsnitt, "
        f"{counts['questions']} spørsmål. Versjon {manifest.corpus_hash[:12]}."
    )


@app.command()
def unanswered(as_json: AsJson = False) -> None:
    """Vis spørsmål som kildene ikke dekket."""
    from assistant.stores import open_stores

    settings = load_settings().settings
    kept = open_stores(settings).unanswered.listed()
    if as_json:
        _echo_json([{**asdict(one), "day": one.day.isoformat()} for one in kept])
        return
    if not kept:
        typer.echo(f"Ingen spørsmål er telt (innstillingen unanswered = {settings.unanswered}).")
    for one in kept:
        typer.echo(f"{one.day}  {one.language}  {one.count:>5}  {one.question or '(teksten er ikke lagret)'}")


@app.command()
def feedback(as_json: AsJson = False) -> None:
    """Vis tilbakemeldinger på svar."""
    from assistant.stores import open_stores

    settings = load_settings().settings
    kept = open_stores(settings).feedback.listed()
    if as_json:
        _echo_json([{**asdict(one), "given": one.given.isoformat()} for one in kept])
        return
    if not kept:
        typer.echo(f"Ingen tilbakemeldinger er lagret (innstillingen feedback = {str(settings.feedback).lower()}).")
    from ui.terminal import format_feedback

    for one in kept:
        typer.echo(format_feedback(one))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Vis innstillingene, hvor de kommer fra, og hva som er galt."""
    from ui.doctor import examine

    loaded = load_settings()
    configure_logging("error")
    report = examine(loaded)
    if as_json:
        _echo_json(report.as_json())
    else:
        typer.echo(report.as_text())
    raise typer.Exit(0 if report.healthy else 1)


def main() -> None:
    """Run the command line; the user's mistakes give one line and exit code 2."""
    try:
        app()
    except USER_ERRORS as error:
        for line in str(error).splitlines():
            typer.echo(f"Feil: {line}", err=True)
        sys.exit(2)


def _embedder(settings: Settings) -> Embedder:
    return load_embedder(settings.model, settings.data, settings.precision)


def _ready_assistant(settings: Settings) -> Assistant:
    """An assistant over the index as it is; a missing or torn one is the user's to mend."""
    from ui.configured import configured_assistant

    embedder = _embedder(settings)
    return configured_assistant(settings, embedder, index_store(settings, embedder).load())


def _echo_json(value: Any) -> None:  # noqa: ANN401 - any JSON
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))

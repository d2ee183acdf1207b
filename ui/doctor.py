"""The doctor: the settings in force, where each came from, and what is wrong on this machine."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from assistant.database.opening import open_databases
from assistant.generation.configured import configured_writer
from assistant.generation.fault import GenerationError
from assistant.index_state import CorpusError, read_texts
from assistant.index_store import index_store
from assistant.settings import SettingsError
from corpus.importing.confinement import has_landlock
from index.manifest import SnapshotError, corpus_hash
from index.model.e5_file import ModelFileError
from index.model.embedder import ModelError, load_embedder
from ui.database_command import described_state
from ui.editor.access import editor_access
from ui.operation.running import running_version
from ui.server import AddressError, check_prefix, open_socket

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.settings import LoadedSettings, Settings
    from index.model.embedder import Embedder

_MODEL_REMEDIES = {
    "unreachable": "sjekk adressen i llm_url, og at tjeneren kjører",
    "slow": "tjeneren svarte ikke i tide; prøv igjen, eller øk llm_seconds",
    "busy": "tjeneren er opptatt (429); prøv igjen, eller senk llm_concurrency",
    "refused": "nøkkelen ble ikke godtatt; sett VEIKART_LLM_KEY eller llm_key_file",
    "unknown_model": "tjeneren kjenner ikke modellen; sett llm_model til et navn som den har",
}
_PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "gradio", "bm25s", "numpy")


@dataclass(frozen=True)
class Finding:
    """One thing examined.

    Args:
        name: What.
        healthy: Whether it is as it should be.
        detail: What was found, with the remedy if it is not.
    """

    name: str
    healthy: bool
    detail: str


@dataclass(frozen=True)
class Report:
    """Everything the doctor found."""

    loaded: LoadedSettings
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.healthy for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        values = self.loaded.settings.model_dump(mode="json")
        return {
            "healthy": self.healthy,
            "settings": {name: {"value": value, "from": self.loaded.origins[name]} for name, value in values.items()},
            "findings": [vars(finding) for finding in self.findings],
        }

    def as_text(self) -> str:
        """Return the report for a terminal."""
        values = self.loaded.settings.model_dump(mode="json")
        lines = ["Innstillinger:"]
        lines += [f"  {name} = {value}  (fra {self.loaded.origins[name]})" for name, value in values.items()]
        lines += ["", "Tilstand:"]
        for finding in self.findings:
            first, *rest = finding.detail.splitlines()
            lines.append(f"  {'ok  ' if finding.healthy else 'FEIL'} {finding.name}: {first}")
            lines += [f"       {line}" for line in rest]
        return "\n".join(lines)


def examine(loaded: LoadedSettings) -> Report:
    """Examine the machine, the texts, the model, the index and the address."""
    settings = loaded.settings
    findings = [_versions(), _texts(settings)]
    try:
        embedder = load_embedder(settings.model, settings.data, settings.precision)
    except (ModelError, ModelFileError) as error:
        findings.append(Finding("modell", healthy=False, detail=str(error)))
    else:
        detail = f"{embedder.name}, {embedder.dimension} dimensjoner, {embedder.precision}"
        findings += [Finding("modell", healthy=True, detail=detail), _index(settings, embedder)]
    if settings.llm_url:
        findings.append(_language_model(settings))
    findings += [_address(settings), *_databases(settings), _editors(settings), _confinement()]
    return Report(loaded, tuple(findings))


def _versions() -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return Finding("versjoner", healthy=True, detail=f"Python {platform.python_version()}, {packages}")


def _texts(settings: Settings) -> Finding:
    def look() -> str:
        return f"{len(read_texts(settings))} tekster i {settings.texts}"

    return _finding("tekster", look, CorpusError)


def _index(settings: Settings, embedder: Embedder) -> Finding:
    def look() -> str:
        manifest = index_store(settings, embedder).load().manifest
        age = f"bygd {manifest.created[:16].replace('T', ' ')} UTC"
        try:
            current = corpus_hash(read_texts(settings)) == manifest.corpus_hash
        except CorpusError:
            current = True  # said of the texts already
        stale = "" if current else "; tekstene er endret siden, kjør 'veikart index'"
        where = f" i Milvus på {settings.milvus}" if settings.milvus else ""
        return f"{manifest.counts['chunks']} avsnitt{where}, {age}{stale}"

    return _finding("indeks", look, SnapshotError, SettingsError)


def _language_model(settings: Settings) -> Finding:
    name = "språkmodell"
    try:
        writer = configured_writer(settings)
        answered = writer.model.check() if writer else ""
    except SettingsError as error:
        return Finding(name, healthy=False, detail=str(error))
    except GenerationError as error:
        remedy = _MODEL_REMEDIES.get(error.fault, "se loggen til tjeneren")
        return Finding(name, healthy=False, detail=f"{settings.llm_model} på {settings.llm_url}: {error}\n{remedy}")
    return Finding(name, healthy=True, detail=f"{answered} på {settings.llm_url}")


def _address(settings: Settings) -> Finding:
    def look() -> str:
        check_prefix(settings.root_path)
        try:
            open_socket(settings.host, settings.port).close()
        except AddressError:
            if version := running_version(settings.host, settings.port):
                return f"assistenten kjører på {settings.host}:{settings.port}, med versjon {version} av tekstene"
            raise
        return f"{settings.host}:{settings.port} er ledig"

    return _finding("adresse", look, AddressError)


def _databases(settings: Settings) -> list[Finding]:
    try:
        states = [database.state() for database in open_databases(settings)]
    except SettingsError as error:
        return [Finding("database", healthy=False, detail=str(error))]
    return [Finding("database", healthy=state.reason is None, detail=described_state(state)) for state in states]


def _editors(settings: Settings) -> Finding:
    def look() -> str:
        access = editor_access(settings)
        ways = [name for name, there in (("nøkkel", access.token), (f"gruppen {access.group}", access.group)) if there]
        return f"/redaksjon er på, med {' og '.join(ways)}" if ways else "/redaksjon er av (ingen nøkkel eller gruppe)"

    return _finding("redaktører", look, SettingsError)


def _confinement() -> Finding:
    detail = "dokumenter leses i en prosess som verken kan skrive eller koble seg opp"
    if not has_landlock():
        detail = "Landlock mangler på denne maskinen; bare Pythons egne sperrer hindrer at et dokument skriver filer"
    return Finding("import", healthy=True, detail=detail)


def _finding(name: str, look: Callable[[], str], *errors: type[ValueError]) -> Finding:
    try:
        return Finding(name, healthy=True, detail=look())
    except errors as found:
        return Finding(name, healthy=False, detail=str(found))

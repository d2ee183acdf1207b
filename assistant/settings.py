"""Settings: ``veikart.toml``, then environment ``VEIKART_*``, then flags; each remembers where it came from."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)

from assistant.retention import Keeping
from assistant.setting_faults import fault_in_words
from corpus.reader import TEXTS_DIR
from index.model.bundled import BUNDLED_MODEL
from index.model.embedder import Precision
from index.steps import Step

PREFIX = "VEIKART_"
CONFIG_FILE = "veikart.toml"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
KEY_VARIABLE = f"{PREFIX}LLM_KEY"
EDITOR_TOKEN_VARIABLE = f"{PREFIX}EDITOR_TOKEN"
DATABASE_PASSWORD_VARIABLE = f"{PREFIX}DATABASE_PASSWORD"
MILVUS_TOKEN_VARIABLE = f"{PREFIX}MILVUS_TOKEN"
_NO_SETTINGS = (CONFIG_VARIABLE, KEY_VARIABLE, EDITOR_TOKEN_VARIABLE, DATABASE_PASSWORD_VARIABLE, MILVUS_TOKEN_VARIABLE)
_PATHS = (
    "data",
    "texts",
    "database_password_file",
    "milvus_token_file",
    "llm_key_file",
    "editor_token_file",
    "eval_runs",
)
_DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite://", "sqlite+pysqlite://")
_MILVUS = re.compile(r"https?://[^\s@]+|[^:\s]+\.db")
_HOST = re.compile(r"[a-z0-9æøå]([a-z0-9æøå.-]*[a-z0-9æøå])?")
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")


class SettingsError(ValueError):
    """A setting is unknown or has a value that cannot be used; the message is one line with the remedy."""


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever a file or the environment says
    """Names with commas between, as a list."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


def _origin(value: str) -> str:
    """An origin as browsers send it: scheme and host, perhaps a port, nothing after."""
    if not _ORIGIN.fullmatch(value.lower()):
        msg = (
            f"{value!r} er ingen adresse til et nettsted; skriv den slik: https://intranett.kommune.no, uten skråstrek"
        )
        raise ValueError(msg)
    return value.lower()


def _host(value: str) -> str:
    """The name of a site, in lower case."""
    if not _HOST.fullmatch(value.lower()):
        msg = f"{value!r} er ikke navnet på et nettsted; skriv det slik: kommunen.no, uten https:// og skråstrek"
        raise ValueError(msg)
    return value.lower()


def _network(value: str) -> str:
    """An address, or a network with the length of its prefix."""
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError as error:
        msg = f"{value!r} er verken en adresse eller et nett; skriv det slik: 10.0.0.5 eller 10.0.0.0/24"
        raise ValueError(msg) from error


def _milvus(value: str) -> str:
    """An address of Milvus, or a file of Milvus Lite; a password has no place in it."""
    if value and not _MILVUS.fullmatch(value):
        msg = "skriv en adresse som http://milvus:19530, uten bruker og passord, eller en fil som slutter på .db"
        raise ValueError(msg)
    return value


def _database(value: str) -> str:
    """The address of a database of a kind that we know; the rest of it is read when the database is needed."""
    if value and not value.startswith(_DATABASES):
        msg = "skriv en adresse som begynner med postgresql:// eller sqlite://; tom betyr filer i datamappen"
        raise ValueError(msg)
    return value


def _shown_database(value: str) -> str:
    """The address without its password, for whoever prints the settings."""
    if not value:
        return value
    from assistant.database.address import shown_address

    return shown_address(value)


DatabaseAddress = Annotated[
    str, AfterValidator(_database), PlainSerializer(_shown_database, when_used="json"), Field(repr=False)
]
Origin = Annotated[str, AfterValidator(_origin)]
Host = Annotated[str, AfterValidator(_host)]
Network = Annotated[str, AfterValidator(_network)]


class Settings(BaseModel):
    """Everything that can be set.

    Args:
        data: Folder for the rebuilt model and the index.
        texts: Folder with the texts.
        database: Address of a PostgreSQL, or of one SQLite file, for what is kept of feedback, unanswered questions,
            triage, the audit log and editors' sessions; empty for a SQLite file each in the data folder.
        database_password_file: File with the password of the database; else ``VEIKART_DATABASE_PASSWORD`` is read,
            or the address holds it. None of them is ever shown.
        milvus: Address of a Milvus that holds the index, such as ``http://milvus:19530``, or a file of Milvus Lite that
            ends in ``.db``; empty for a folder in the data folder and the machine's own memory.
        milvus_name: What the names of collections in Milvus begin with, and the alias of the index in use.
        milvus_token_file: File with ``user:password`` for Milvus; else ``VEIKART_MILVUS_TOKEN`` is read, which is never
            shown.
        model: ``multilingual-e5-small`` (bundled), or the name or folder of a sentence-transformers model.
        precision: Number format of the model; ``auto`` takes bfloat16 where the processor does it well.
        embed_processes: How many processes embed texts when an index is built; 0 for the program's own. Each takes as
            much memory as the model.
        embed_device: What they compute on, as torch names it; questions are embedded on the processor.
        ray: Address of a Ray cluster whose machines embed, or ``local``.
        language: Language of the assistant's own words; ``auto`` follows the question.
        host: Address to serve on.
        port: Port to serve on.
        max_question_characters: Longer questions are refused.
        search_without: Steps and legs of search to do without, with commas between, to measure what they are worth.
        unanswered: Whether questions without an answer are counted, and whether their text is kept for the editor.
        unanswered_days: How many days that is kept.
        feedback: Whether readers can send feedback on answers; without the conversation, unless they choose to.
        feedback_days: How many days it is kept.
        root_path: Prefix that the app lives under behind a proxy, such as ``/veikart``.
        proxies: Addresses of proxies whose word is taken for who asks, with commas between.
        embed_origins: Addresses of sites that may embed the assistant, such as ``https://intranett.kommune.no``.
        rate_per_minute: How many questions an address may ask in a minute; 0 for no limit.
        rate_per_minute_origin: How many may come from one site in a minute; 0 for no limit.
        withdrawn_days: How many days a withdrawn document of one's own is kept before it is deleted.
        import_hosts: Sites that documents may be fetched from, with commas between; any public one if empty.
        editor_token_file: File with the token that editors sign in with; else ``VEIKART_EDITOR_TOKEN`` is read,
            which is never shown. Without a token and a group there is no editor's page.
        editor_group: Group whose members are editors, where the organisation's proxy signs people in.
        user_header: Header in which the proxy says who somebody is.
        groups_header: Header in which it says which groups they are in, with commas between.
        upload_megabytes: Largest file that an editor may upload.
        eval_runs: Folder with the runs of ``veikart eval`` that editors see; ``eval`` in the data folder if not set.
        llm_url: Base address of an OpenAI-compatible language model, mostly ending in ``/v1``; empty for none.
        llm_model: The model's name there.
        llm_key_file: File that holds its key; else ``VEIKART_LLM_KEY`` is read, which is never shown.
        llm_seconds: How long a generated answer may take before extracts are given instead.
        llm_concurrency: How many answers the model writes at once.
        llm_max_tokens: Longest generated answer.
        llm_least_share: Share of a generated answer's sentences that has to stand in the passages.
        log_level: How much is logged; questions never are.
        log_format: ``text`` for people, ``json`` for a log system: one object a line.
        metrics_from: Networks from which ``/metrics`` may be read, with commas between.
        questions_at_once: How many questions may be under way at once; 0 for no limit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Path(".veikart")
    texts: Path = TEXTS_DIR
    database: DatabaseAddress = ""
    database_password_file: Path | None = None
    milvus: Annotated[str, AfterValidator(_milvus)] = ""
    milvus_name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,30}$")] = "veikart"
    milvus_token_file: Path | None = None
    model: str = Field(default=BUNDLED_MODEL, min_length=1)
    precision: Precision = "auto"
    embed_processes: int = Field(default=0, ge=0, le=4096)
    embed_device: str = Field(default="cpu", pattern=r"^(cpu|mps|(cuda|xpu)(:\d+)?)$")
    ray: str = ""
    language: Literal["auto", "nb", "nn", "en"] = "auto"
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=7860, ge=0, le=65535)
    max_question_characters: int = Field(default=2000, ge=100, le=10_000)
    search_without: Annotated[tuple[Step, ...], BeforeValidator(_listed)] = ()
    unanswered: Keeping = "count"
    unanswered_days: int = Field(default=90, ge=1, le=3650)
    feedback: bool = True
    feedback_days: int = Field(default=365, ge=1, le=3650)
    root_path: Annotated[str, Field(pattern=r"^(/[\w.-]+)*$")] = ""
    proxies: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ("127.0.0.1",)
    embed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_listed)] = ()
    rate_per_minute: int = Field(default=120, ge=0, le=100_000)
    rate_per_minute_origin: int = Field(default=1200, ge=0, le=1_000_000)
    withdrawn_days: int = Field(default=30, ge=0, le=3650)
    import_hosts: Annotated[tuple[Host, ...], BeforeValidator(_listed)] = ()
    editor_token_file: Path | None = None
    editor_group: str = ""
    user_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")] = "X-Forwarded-User"
    groups_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")] = "X-Forwarded-Groups"
    upload_megabytes: int = Field(default=100, ge=1, le=1000)
    eval_runs: Path | None = None
    llm_url: str = ""
    llm_model: str = ""
    llm_key_file: Path | None = None
    llm_seconds: float = Field(default=60, ge=1, le=600)
    llm_concurrency: int = Field(default=2, ge=1, le=64)
    llm_max_tokens: int = Field(default=600, ge=50, le=4000)
    llm_least_share: float = Field(default=0.6, ge=0, le=1)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    metrics_from: Annotated[tuple[Network, ...], BeforeValidator(_listed)] = ("127.0.0.0/8", "::1/128")
    questions_at_once: int = Field(default=64, ge=0, le=10_000)

    @model_validator(mode="after")
    def _language_model_is_whole(self) -> Settings:
        if self.llm_url and not self.llm_url.startswith(("http://", "https://")):
            msg = f"llm_url kan ikke være {self.llm_url!r}; skriv en adresse som begynner med http:// eller https://"
            raise ValueError(msg)
        if self.llm_url and not self.llm_model:
            msg = "llm_url er satt, men ikke llm_model; skriv navnet på modellen"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _proxies_are_named(self) -> Settings:
        if self.editor_group and "*" in self.proxies:
            msg = "editor_group krever at proxies navngir proxyene; '*' ville latt hvem som helst si at de er redaktør"
            raise ValueError(msg)
        return self

    @property
    def own_folder(self) -> Path:
        """Folder of the municipality's own documents."""
        return self.data / "own"

    @property
    def index_folder(self) -> Path:
        """Folder of the index snapshots."""
        return self.data / "index"

    @property
    def unanswered_file(self) -> Path:
        """File of the questions that were not answered."""
        return self.data / "unanswered.sqlite"

    @property
    def feedback_file(self) -> Path:
        """File of the feedback that readers sent."""
        return self.data / "feedback.sqlite"

    @property
    def triage_file(self) -> Path:
        """File of what editors make of questions and feedback."""
        return self.data / "triage.sqlite"

    @property
    def audit_file(self) -> Path:
        """File of the audit log."""
        return self.data / "audit.sqlite"

    @property
    def links_file(self) -> Path:
        """File of what became of the last check of links."""
        return self.data / "links.json"

    @property
    def eval_folder(self) -> Path:
        """Folder of the evaluation runs that editors see."""
        return self.eval_runs or self.data / "eval"

    @property
    def cache_file(self) -> Path:
        """File of vectors that were embedded before."""
        return self.data / "embeddings.sqlite"


@dataclass(frozen=True)
class LoadedSettings:
    """The settings in force, and for each where its value came from."""

    settings: Settings
    origins: dict[str, str]


def load_settings(flags: dict[str, Any] | None = None, *, cwd: Path | None = None) -> LoadedSettings:
    """Read the settings; later origins win: defaults, file, environment, flags.

    Args:
        flags: Values from the command line; those that are None were not given.
        cwd: Folder in which ``veikart.toml`` is looked for, unless ``VEIKART_CONFIG`` names a file.

    Raises:
        SettingsError: If the file is not TOML, a name is unknown or a value is wrong.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings.model_fields, "standard")
    for origin, found in (
        *_file_values(cwd or Path.cwd()),
        *_environment_values(),
        *((f"--{name.replace('_', '-')}", {name: value}) for name, value in (flags or {}).items()),
    ):
        given = {name: value for name, value in found.items() if value is not None}
        values |= given
        origins |= dict.fromkeys(given, origin)
    try:
        return LoadedSettings(Settings.model_validate(values), origins)
    except ValidationError as error:
        raise SettingsError(fault_in_words(error, origins, tuple(Settings.model_fields))) from error


def _file_values(cwd: Path) -> list[tuple[str, dict[str, Any]]]:
    named = os.environ.get(CONFIG_VARIABLE)
    path = Path(named) if named else cwd / CONFIG_FILE
    if not named and not path.exists():
        return []
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"kan ikke lese innstillingene i {path}: {error}"
        raise SettingsError(msg) from error
    for name in _PATHS:
        if isinstance(values.get(name), str):
            values[name] = path.parent / values[name]
    return [(str(path), values)]


def _environment_values() -> list[tuple[str, dict[str, Any]]]:
    return [
        (variable, {variable.removeprefix(PREFIX).lower(): value})
        for variable, value in sorted(os.environ.items())
        if variable.startswith(PREFIX) and variable not in _NO_SETTINGS
    ]

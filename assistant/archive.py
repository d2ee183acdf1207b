"""The archive: everything that a municipality has put into the assistant in one file, checked when it is put back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from corpus.reader import TEXTS_DIR

if TYPE_CHECKING:
    from assistant.database.database import Database
    from assistant.settings import Settings

FORMAT = 1
_MANIFEST = "manifest.json"
_FOLDERS = ("own", "texts")
_MOST_UNPACKED = 50_000_000_000
# Settings whose names end so name files with secrets, which never go along.
_SECRET = ("key", "token", "password")


class ArchiveError(ValueError):
    """An archive cannot be made or put back; the message is one line with the remedy. Nothing is changed then."""


@dataclass(frozen=True)
class Archived:
    """What an archive holds.

    Args:
        created: When it was made.
        program: Version of the program that made it.
        files: How many files.
        size: Their size in bytes.
    """

    created: str
    program: str
    files: int
    size: int


def export(settings: Settings, target: Path) -> Archived:
    """Write an archive of own documents, changed texts, feedback, unanswered questions and settings.

    Args:
        settings: The settings.
        target: The archive; an existing file is not overwritten.

    Raises:
        ArchiveError: If it exists, or cannot be written, or if the database cannot be read.
        SettingsError: If the address of the database cannot be used.
    """
    if target.exists():
        msg = f"{target} finnes allerede; velg et annet navn"
        raise ArchiveError(msg)
    beside = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="veikart-") as scratch:
            told = _write(settings, beside, Path(scratch))
        os.replace(beside, target)
    except (OSError, sqlite3.Error) as error:
        msg = f"kan ikke skrive {target}: {error}; frigjør plass eller velg et annet sted"
        raise ArchiveError(msg) from error
    finally:
        beside.unlink(missing_ok=True)
    return told


def restore(settings: Settings, source: Path) -> Archived:
    """Put an archive's files back; what was there is moved aside, to a folder whose name ends in the time.

    Where stores share a database, their rows are put into it, if its tables are empty: all of them, or nothing.

    Args:
        settings: The settings; a changed collection of texts goes to the folder that they name.
        source: The archive.

    Raises:
        ArchiveError: If it is torn, was changed, or holds what no archive of ours does, or if the database holds
            rows, or cannot be written to.
        SettingsError: If the address of the database cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix=".veikart-restore-", dir=_made(settings.data)) as staging:
        told = _unpack(source, Path(staging))
        with _rows_put_back(settings, Path(staging)):
            _move(settings, Path(staging))
    return told


@contextmanager
def _rows_put_back(settings: Settings, staging: Path) -> Iterator[None]:
    """Put the rows of unpacked files into the database that stores share, if they do; the files are then used up."""
    database = _shared(settings)
    if database is None:
        yield
        return
    from assistant.database.copying import copy_in, filled_tables
    from assistant.database.faults import Trouble
    from assistant.database.opening import store_files

    trouble = Trouble(ArchiveError, "kan ikke legge radene tilbake i", "sjekk plass og rettigheter")
    files = {store: staging / path.name for store, path in store_files(settings).items()}
    files = {store: path for store, path in files.items() if path.exists()}
    with database.writing(trouble) as target:
        if filled := filled_tables(target, files):
            msg = f"databasen har rader i {', '.join(filled)} fra før; legg kopien tilbake i en ny, tom database"
            raise ArchiveError(msg)
        copy_in(files, target, trouble)
        for path in files.values():
            path.unlink()
        yield


def _move(settings: Settings, staging: Path) -> None:
    aside = settings.data / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    for part in sorted(staging.iterdir()):
        place = settings.texts if part.name == "texts" else settings.data / part.name
        if part.name == "settings.json":
            place = settings.data / "restored-settings.json"
        if place.exists():
            aside.mkdir(exist_ok=True)
            shutil.move(place, aside / part.name)
        shutil.move(part, place)


def _write(settings: Settings, target: Path, scratch: Path) -> Archived:
    digests: dict[str, str] = {}
    size = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _parts(settings, scratch):
            archive.write(path, name)
            digests[name] = _sha256(path)
            size += path.stat().st_size
        created, program = datetime.now(UTC).isoformat(timespec="seconds"), version("veikartassistenten")
        manifest = {"format": FORMAT, "created": created, "program": program, "files": digests}
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return Archived(created, program, len(digests), size)


def _parts(settings: Settings, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Every file that goes along, by its name in the archive."""
    folders = {"own": settings.own_folder}
    if settings.texts.resolve() != TEXTS_DIR.resolve():
        folders["texts"] = settings.texts
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path
    shared = _shared(settings)
    rows = [] if shared is None or shared.holds_nothing else _rows_of(settings, shared, scratch)
    yield from ((path.name, path) for path in rows)
    passed_over = {settings.cache_file.name, *(path.name for path in rows)}  # the first is made again from the texts
    for file in sorted(settings.data.glob("*.sqlite")):
        if file.name not in passed_over and not (shared and shared.is_file(file)):
            yield file.name, _copied(file, scratch / file.name)
    told = scratch / "settings.json"
    told.write_text(json.dumps(_told(settings), ensure_ascii=False, indent=1), encoding="utf-8")
    yield told.name, told


def _rows_of(settings: Settings, shared: Database, scratch: Path) -> list[Path]:
    """Files with the rows of the database that stores share; the keys of sessions stay there."""
    from assistant.database.copying import copy_out
    from assistant.database.faults import Trouble
    from assistant.database.opening import store_files

    files = {store: scratch / path.name for store, path in store_files(settings).items()}
    copy_out(shared, files, Trouble(ArchiveError, "kan ikke ta kopi av", "sjekk plass og rettigheter"))
    return list(files.values())


def _shared(settings: Settings) -> Database | None:
    """The database that stores share, if they do; what it is opened with is not loaded if they do not."""
    if not settings.database:
        return None
    from assistant.database.opening import shared_database

    return shared_database(settings)


def _copied(database: Path, copy: Path) -> Path:
    """A copy of a database as it is at one moment, also while somebody writes to it."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _told(settings: Settings) -> dict[str, Any]:
    values = settings.model_dump(mode="json")
    return {name: value for name, value in values.items() if not name.removesuffix("_file").endswith(_SECRET)}


def _unpack(source: Path, staging: Path) -> Archived:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest.get("format") != FORMAT:
                msg = f"{source} har format {manifest.get('format')}, programmet leser {FORMAT}; oppgrader programmet"
                raise ArchiveError(msg)
            files: dict[str, str] = manifest["files"]
            _check_names(archive, files, source)
            for name, digest in files.items():
                path = staging / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, path.open("wb") as stream:
                    shutil.copyfileobj(packed, stream)
                if _sha256(path) != digest:
                    msg = f"{source}: {name} er endret eller skadet; bruk en annen sikkerhetskopi"
                    raise ArchiveError(msg)
            size = sum(archive.getinfo(name).file_size for name in files)
        return Archived(str(manifest["created"]), str(manifest["program"]), len(files), size)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, AttributeError, TypeError) as error:
        if isinstance(error, ArchiveError):
            raise
        msg = f"{source} er ingen hel sikkerhetskopi herfra ({error}); bruk en annen"
        raise ArchiveError(msg) from error


def _check_names(archive: zipfile.ZipFile, files: dict[str, str], source: Path) -> None:
    """Refuse names that lead elsewhere, and more than any municipality has."""
    for name in files:
        parts = PurePosixPath(name).parts
        known = parts[0] in _FOLDERS if len(parts) > 1 else name.endswith((".sqlite", ".json"))
        if not known or ".." in parts or name.startswith("/") or "\\" in name or ":" in name:
            msg = f"{source} holder filen {name!r}, som ingen sikkerhetskopi herfra har; ikke bruk den"
            raise ArchiveError(msg)
    if sum(archive.getinfo(name).file_size for name in files) > _MOST_UNPACKED:
        msg = f"{source} er større utpakket enn noen sikkerhetskopi herfra; ikke bruk den"
        raise ArchiveError(msg)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""Importing: files or an address, with what the editor says of them, on the way to review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.importing.faults import ImportFault, shown_name
from corpus.own.library import LibraryError
from corpus.taxonomy import load_taxonomy
from ui.editor.changes import changes_between
from ui.editor.document_form import (
    BASES,
    GIVEN_BASIS,
    GIVEN_TYPE,
    LANGUAGES,
    PLAIN,
    DocumentForm,
    Fault,
    FormFaultsError,
)
from ui.site.collection import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.responses import Response
    from starlette.datastructures import UploadFile
    from starlette.routing import Route

    from corpus.own.importer import Importer
    from corpus.own.intake import Given, Taken
    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

_EMPTY = {"type": GIVEN_TYPE, "basis": GIVEN_BASIS}


@dataclass(frozen=True)
class Received:
    """What became of one file.

    Args:
        name: What it was called.
        taken: What it became, if it could be read.
        fault: Why it could not.
    """

    name: str
    taken: Taken | None = None
    fault: str = ""


def create_importing(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes where documents are imported."""

    def shown(
        visit: Visit,
        form: DocumentForm | None = None,
        faults: list[Fault] | None = None,
        results: list[Received] | None = None,
    ) -> Response:
        form = form or DocumentForm({name: str(_EMPTY.get(name, "")) for name in PLAIN})
        return visit.page(
            "editor_import.html",
            status=422 if faults else 200,
            form=form,
            address=visit.form.text("address"),
            faults=faults or [],
            results=results or [],
            megabytes=desk.settings.upload_megabytes,
            hosts=desk.settings.import_hosts,
            types=TYPES,
            bases=BASES,
            languages=LANGUAGES,
            taxonomy=load_taxonomy(),
        )

    def take(visit: Visit) -> Response:
        form = DocumentForm.read(visit.form)
        files, address = visit.form.files("files"), visit.form.text("address")
        if not files and not address:
            return shown(visit, form, [Fault("files", visit.texts.nothing_chosen)])
        try:
            given = form.given(visit.texts)
        except FormFaultsError as error:
            return shown(visit, form, error.faults)
        with desk.reading:
            importer = desk.importer()
            results = [_take(visit, desk, _name_of(one), _reader(importer, one, given)) for one in files]
            if address:
                results.append(_take(visit, desk, address, lambda: importer.take_address(address, given)))
        (one, *others) = results
        if one.taken and not others:
            done = {"new": "importert", "changed": "ny_utgave", "same": "uendret"}[one.taken.outcome]
            review = "" if one.taken.entry.state != "review" else "?gjennomsyn=1"
            return visit.go(f"/tekst/{one.taken.entry.id}{review}", done)
        fields = {True: "address", False: "files"}
        faults = [Fault(fields[one.name == address], one.fault) for one in results if one.fault]
        return shown(visit, form, faults, [one for one in results if one.taken])

    return [gate.page("/importer", shown), gate.action("/importer", take, limit=desk.upload_bytes)]


def _name_of(file: UploadFile) -> str:
    """The file's name; some browsers send the folder too."""
    return (file.filename or "").replace("\\", "/").rpartition("/")[2]


def _reader(importer: Importer, file: UploadFile, given: Given) -> Callable[[], Taken]:
    return lambda: importer.take_content(_name_of(file), file.file.read(), given)


def _take(visit: Visit, desk: Desk, name: str, take: Callable[[], Taken]) -> Received:
    """Take one in; it is logged unless nothing came of it."""
    before = {entry.id: entry for entry in desk.library.entries() if entry.state == "review"}
    desk.audit.check()
    try:
        taken = take()
    except (ImportFault, LibraryError) as error:
        fault = str(error)
        return Received(name, fault=fault if fault.startswith(shown_name(name)) else f"{shown_name(name)}: {fault}")
    if taken.outcome != "same":
        changes = changes_between(before.get(taken.entry.id), taken.entry)
        desk.audit.record(visit.who, "import", taken.entry.id, changes)
    return Received(name, taken)

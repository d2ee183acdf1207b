"""The page of a document: what it says and is, its pieces as they are searched, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi.responses import FileResponse, Response

from assistant.generation.fault import GenerationError
from corpus.front_matter import FrontMatterError
from corpus.own.library import LibraryError
from corpus.taxonomy import load_taxonomy
from ui.editor.changes import changes_between
from ui.editor.chunk_view import chunks_of, chunks_of_entry
from ui.editor.document_form import BASES, LANGUAGES, STATUSES, DocumentForm, Fault, FormFaultsError
from ui.editor.gate import NotHereError
from ui.editor.question_draft import draft_questions
from ui.site.collection import TYPES
from ui.site.explore_texts import ExploreTexts
from ui.texts import texts_in

if TYPE_CHECKING:
    from starlette.routing import Route

    from assistant.audit import Action
    from corpus.document import Document
    from corpus.own.entry import Entry
    from ui.editor.chunk_view import ShownChunk
    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

_VERSION_TIME = "%Y%m%dT%H%M%S%f"


class DocumentPages:
    """The pages of documents.

    Args:
        desk: What editors work on.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, visit: Visit) -> Response:
        """Show a document: one's own to be changed, a built-in one to be read."""
        review = visit.asked("gjennomsyn") == "1"
        try:
            entry = self._desk.library.entry(visit.part("id"), review=review)
        except LibraryError as error:
            document = None if review else self._desk.assistant.snapshot.passages.documents.get(visit.part("id"))
            return _built_in(visit, document) if document else visit.trouble(404, str(error))
        return self._page(visit, entry, DocumentForm.of(entry))

    def act(self, visit: Visit) -> Response:
        """Do what the button that was pressed says."""
        act = {
            "lagre": self._save,
            "godkjenn": self._save,
            "utkast": self._draft,
            "forkast": self._discard,
            "trekk": self._withdraw,
            "hent-tilbake": self._bring_back,
            "versjon": self._restore,
        }.get(visit.form.text("handling"))
        if act is None:
            raise NotHereError
        return act(visit)

    def original(self, visit: Visit) -> Response:
        """Hand over the file that a document was read from."""
        entry = self._entry(visit, review=visit.asked("gjennomsyn") == "1")
        path = self._desk.library.original(entry.fields.original or "")
        if path is None:
            raise NotHereError
        return FileResponse(
            path,
            media_type="application/octet-stream",
            filename=f"{entry.id}{path.suffix}",
            headers={"Cache-Control": "no-store"},
        )

    def _save(self, visit: Visit) -> Response:
        """Save what the form says; with the other button, put the document to use as well."""
        form, review = DocumentForm.read(visit.form), _is_review(visit)
        approving = visit.form.text("handling") == "godkjenn"
        desk = self._desk
        with desk.changing:
            before = self._entry(visit, review=review)
            if before.state == "withdrawn":
                raise LibraryError(visit.texts.changed_meanwhile)
            live = self._live(before.id) if approving else None
            try:
                fields = form.fields(before.fields, visit.texts)
                with desk.audit.recording(visit.who, "approve" if approving else "edit", before.id) as deed:
                    version = visit.form.text("versjon")
                    after = desk.library.change(before.id, fields, form.body, version=version, review=review)
                    deed.changes = changes_between(before, after)
                    if approving:
                        after = desk.library.approve(before.id)
                        deed.changes = changes_between(live, after)
            except FormFaultsError as error:
                return self._page(visit, before, form, faults=error.faults)
            except LibraryError as error:
                stale = before.version != visit.form.text("versjon")
                faults = [Fault("", line) for line in str(error).splitlines()]
                return self._page(visit, before, form, faults=faults, stale=stale)
        if approving or not review:
            desk.indexing.ask(visit.who)
        return visit.go(_address(after), "godkjent" if approving else "lagret")

    def _draft(self, visit: Visit) -> Response:
        """Suggest questions; they only fill the field."""
        entry = self._entry(visit, review=_is_review(visit))
        form = DocumentForm.read(visit.form)
        try:
            suggested = draft_questions(self._desk.assistant, form)
        except GenerationError:
            return self._page(visit, entry, form, faults=[Fault("questions", visit.texts.draft_failed)])
        filled = replace(form, questions="\n".join([*form.asked, *suggested]))
        return self._page(visit, entry, filled, drafted=len(suggested))

    def _discard(self, visit: Visit) -> Response:
        with self._desk.changing:
            entry = self._unchanged(visit, review=True)
            with self._desk.audit.recording(visit.who, "discard", entry.id):
                self._desk.library.discard(entry.id)
        return visit.go("", "forkastet")

    def _withdraw(self, visit: Visit) -> Response:
        return self._change_use(visit, "withdraw", "trukket")

    def _bring_back(self, visit: Visit) -> Response:
        return self._change_use(visit, "bring_back", "hentet_tilbake")

    def _restore(self, visit: Visit) -> Response:
        return self._change_use(visit, "restore", "gatt_tilbake")

    def _change_use(self, visit: Visit, action: Action, done: str) -> Response:
        library = self._desk.library
        with self._desk.changing:
            before = self._unchanged(visit, review=False)
            with self._desk.audit.recording(visit.who, action, before.id) as deed:
                if action == "restore":
                    after = library.go_back(before.id, visit.form.text("utgave"))
                else:
                    after = (library.withdraw if action == "withdraw" else library.bring_back)(before.id)
                deed.changes = changes_between(before, after)
        self._desk.indexing.ask(visit.who)
        return visit.go(_address(after), done)

    def _entry(self, visit: Visit, *, review: bool) -> Entry:
        return self._desk.library.entry(visit.part("id"), review=review)

    def _unchanged(self, visit: Visit, *, review: bool) -> Entry:
        """The document, if it is still as the editor saw it."""
        entry = self._entry(visit, review=review)
        if entry.version != visit.form.text("versjon"):
            raise LibraryError(visit.texts.changed_meanwhile)
        return entry

    def _live(self, document_id: str) -> Entry | None:
        try:
            return self._desk.library.entry(document_id)
        except LibraryError:
            return None

    def _page(
        self,
        visit: Visit,
        entry: Entry,
        form: DocumentForm,
        *,
        faults: list[Fault] | None = None,
        stale: bool = False,
        drafted: int | None = None,
    ) -> Response:
        desk = self._desk
        chunks: list[ShownChunk] = []
        faults = list(faults or [])
        try:
            chunks = chunks_of_entry(entry)
        except FrontMatterError as error:
            faults += [Fault("", fault.message) for fault in error.faults]
        versions = [] if entry.state == "review" else desk.library.versions(entry.id)
        return visit.page(
            "editor_document.html",
            status=(409 if stale else 422) if faults else 200,
            entry=entry,
            form=form,
            faults=faults,
            stale=stale,
            drafted=drafted,
            can_draft=desk.assistant.writer is not None,
            chunks=chunks,
            versions=[(name, datetime.strptime(name, _VERSION_TIME).replace(tzinfo=UTC)) for name in versions],
            other=self._other(entry),
            has_original=desk.library.original(entry.fields.original or "") is not None,
            index_fault=desk.indexing.fault,
            indexed=entry.id in desk.assistant.snapshot.passages.documents,
            types=TYPES,
            bases=BASES,
            languages=LANGUAGES,
            statuses=STATUSES,
            taxonomy=load_taxonomy(),
            malbilder=texts_in(ExploreTexts, visit.view.language).malbilder,
            days=desk.settings.withdrawn_days,
        )

    def _other(self, entry: Entry) -> Entry | None:
        """The same document as it is in use, or as it waits for review."""
        try:
            return self._desk.library.entry(entry.id, review=entry.state != "review")
        except LibraryError:
            return None


def _built_in(visit: Visit, document: Document) -> Response:
    return visit.page("editor_built_in.html", document=document, chunks=chunks_of(document), taxonomy=load_taxonomy())


def create_documents(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes of the pages of documents."""
    pages = DocumentPages(desk)
    return [
        gate.page("/tekst/{id}", pages.show),
        gate.page("/tekst/{id}/original", pages.original),
        gate.action("/tekst/{id}", pages.act, limit=desk.upload_bytes),
    ]


def _is_review(visit: Visit) -> bool:
    return visit.form.text("gjennomsyn") == "1"


def _address(entry: Entry) -> str:
    return f"/tekst/{entry.id}{'?gjennomsyn=1' if entry.state == 'review' else ''}"

"""The gate: lets editors in to their pages, and their own forms only, and nothing of it into a cache."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from assistant.database.faults import StoreError
from corpus.importing.faults import ImportFault
from corpus.own.library import LibraryError
from eval.run_folder import RunFolderError
from index.manifest import SnapshotError
from ui.editor.access import EditorAccess, TokenDesk
from ui.editor.forms import FORM_BYTES, Form, FormError, read_form
from ui.editor.session_memory import SessionsError
from ui.editor.sessions import Editor, Sessions, is_form_token
from ui.editor.texts import EditorTexts
from ui.site.view import View, render_view, view_of
from ui.texts import texts_in

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.assistant import Assistant

HOME = "/redaksjon"
COOKIE = "veikart_redaksjon"
_STRANGERS_BYTES = 1_000_000  # of a form whose session has ended, so that what was written can be shown
_USER_ERRORS = (ImportFault, LibraryError, RunFolderError, SnapshotError, StoreError)

logger = logging.getLogger(__name__)


class NotHereError(Exception):
    """What was asked for does not exist."""


@dataclass(frozen=True)
class Visit:
    """An editor's request.

    Args:
        request: The request.
        view: How its page is shown.
        editor: Who it is; nobody on the page where one signs in.
        form_token: What every form on the page has to hold.
        form: What was sent, if something was.
        in_doubt: Whether it could not be looked up who it is.
    """

    request: Request
    view: View
    editor: Editor | None
    form_token: str
    form: Form
    in_doubt: bool = False

    @property
    def who(self) -> str:
        """The editor's name."""
        return self.editor.name if self.editor else ""

    @property
    def texts(self) -> EditorTexts:
        """The words of the pages in the editor's language."""
        return texts_in(EditorTexts, self.view.language)

    def asked(self, name: str) -> str:
        """Return what the address says, or nothing."""
        return self.request.query_params.get(name, "").strip()

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - what it needs
        """Return a page."""
        done = self.asked("gjort")
        page = render_view(
            template, self.view, texts=self.texts, visit=self, done=self.texts.done.get(done, ""), **values
        )
        page.status_code = status
        page.headers["Cache-Control"] = "no-store"
        return page

    def trouble(self, status: int, text: str, *, written: tuple[tuple[str, str], ...] = ()) -> Response:
        """Return a page that says what is wrong, with what was written, so that it can be copied."""
        return self.page("editor_trouble.html", status=status, trouble=text, written=written)

    def go(self, path: str, done: str = "") -> Response:
        """Return the way to another page, which says what was done.

        Args:
            path: The page below that of the editor, with a slash before it, or nothing.
            done: What was done.
        """
        root = self.request.scope.get("root_path", "")
        query = f"{'&' if '?' in path else '?'}gjort={done}" if done else ""
        return RedirectResponse(f"{root}{HOME}{path}{query}", status_code=303, headers={"Cache-Control": "no-store"})


Handler = Callable[[Visit], Response]


class Gate:
    """Makes the routes of the editor's page.

    Args:
        access: How editors are known.
        sessions: Their sessions.
        assistant: Whose language and collection the pages show.
    """

    def __init__(self, access: EditorAccess, sessions: Sessions, assistant: Assistant) -> None:
        self.access = access
        self.sessions = sessions
        self.tokens = TokenDesk(access.token)
        self._assistant = assistant

    def page(self, path: str, handler: Handler) -> Route:
        """Return the route of a page, which changes nothing.

        Args:
            path: Its path below that of the editor.
            handler: What makes it.
        """

        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request, Form())
            if visit.editor is None:
                return self._stranger(visit)
            return await _answer(handler, visit)

        return Route(f"{HOME}{path}", endpoint, methods=["GET"])

    def action(self, path: str, handler: Handler, limit: int = FORM_BYTES) -> Route:
        """Return the route of a form, which only an editor's own page may send.

        Args:
            path: Its path below that of the editor.
            handler: What does it.
            limit: Largest form in bytes.
        """

        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request, Form())
            if not is_same_site(request):
                return visit.trouble(403, visit.texts.foreign_form)
            try:
                form = await read_form(request, limit if visit.editor else min(limit, _STRANGERS_BYTES))
            except FormError as error:
                text = visit.texts.too_large.format(megabytes=max(1, limit // 1_000_000))
                said = text if error.too_large else visit.texts.torn_form
                return visit.trouble(413 if error.too_large else 400, said, written=error.form.written)
            visit = await self._visit(request, form)
            if visit.in_doubt:
                return self._stranger(visit)
            if visit.editor is None:
                return visit.trouble(403, visit.texts.signed_out, written=form.written)
            if not is_form_token(visit.form_token, form.text("skjema")):
                return visit.trouble(403, visit.texts.old_form, written=form.written)
            try:
                return await _answer(handler, visit)
            finally:
                await form.data.close()

        return Route(f"{HOME}{path}", endpoint, methods=["POST"])

    def open_action(self, path: str, handler: Handler) -> Route:
        """Return the route of the form that one signs in with."""

        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request, Form())
            if not is_same_site(request):
                return visit.trouble(403, visit.texts.foreign_form)
            try:
                form = await read_form(request, FORM_BYTES)
            except FormError:
                return visit.trouble(400, visit.texts.torn_form)
            return await _answer(handler, await self._visit(request, form))

        return Route(f"{HOME}{path}", endpoint, methods=["POST"])

    def open_page(self, path: str, handler: Handler) -> Route:
        """Return the route of a page that strangers may see too."""

        async def endpoint(request: Request) -> Response:
            return await _answer(handler, await self._visit(request, Form()))

        return Route(f"{HOME}{path}", endpoint, methods=["GET"])

    async def _visit(self, request: Request, form: Form) -> Visit:
        return await run_in_threadpool(self._looked_up, request, form)  # sessions may be in a database

    def _looked_up(self, request: Request, form: Form) -> Visit:
        view = view_of(request, self._assistant)
        try:
            editor = self.access.signed_in_by_proxy(request)
            if editor is None and self.access.token:
                editor = self.sessions.read(request.cookies.get(COOKIE, ""))
            token = self.sessions.form_token(editor) if editor else ""
        except SessionsError as error:
            logger.warning("it cannot be told who is signed in: %s", error)
            return Visit(request, view, None, "", form, in_doubt=True)
        return Visit(request, view, editor, token, form)

    def _stranger(self, visit: Visit) -> Response:
        if visit.in_doubt:
            return visit.trouble(503, visit.texts.in_doubt, written=visit.form.written)
        if not self.access.token:
            return visit.trouble(403, visit.texts.not_an_editor)
        wanted = quote(visit.view.here.removeprefix("redaksjon"))
        return visit.go(f"/inn?til={wanted}" if wanted else "/inn")


def is_same_site(request: Request) -> bool:
    """Tell whether a form was sent from a page of ours, by what browsers say of it."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "")


async def _answer(handler: Handler, visit: Visit) -> Response:
    try:
        return await run_in_threadpool(handler, visit)
    except NotHereError:
        return visit.trouble(404, visit.texts.not_here)
    except _USER_ERRORS as error:
        return visit.trouble(400, str(error), written=visit.form.written)

"""Signing in with the token, and out again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.importing.faults import one_line
from ui.editor.access import LONGEST_NAME
from ui.editor.gate import COOKIE, HOME, NotHereError
from ui.editor.sessions import SECONDS

if TYPE_CHECKING:
    from fastapi.responses import Response
    from starlette.routing import Route

    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

_PAGE = re.compile(r"(/[\w-]+)*(\?gjennomsyn=1)?", re.ASCII)


def create_sign_in(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes where editors sign in and out."""

    def shown(visit: Visit, *, status: int = 200, fault: str = "", field: str = "") -> Response:
        if not gate.access.token:
            raise NotHereError
        to, name = _page(visit.form.text("til") or visit.asked("til")), visit.form.text("navn")
        return visit.page("editor_sign_in.html", status=status, fault=fault, field=field, to=to, name=name)

    def sign_in(visit: Visit) -> Response:
        address = visit.request.client.host if visit.request.client else ""
        name = one_line(visit.form.text("navn"))[:LONGEST_NAME]
        if not gate.access.token:
            raise NotHereError
        if not gate.tokens.may_try(address):
            return shown(visit, status=429, fault=visit.texts.too_many_tries, field="nokkel")
        if not name:
            return shown(visit, status=422, fault=visit.texts.name_missing, field="navn")
        if not gate.tokens.accepts(visit.form.text("nokkel"), address):
            return shown(visit, status=403, fault=visit.texts.wrong_token, field="nokkel")
        desk.audit.record(name, "sign_in")
        response = visit.go(_page(visit.form.text("til")))
        response.set_cookie(
            COOKIE,
            gate.sessions.begin(name),
            max_age=SECONDS,
            path=f"{visit.request.scope.get('root_path', '')}{HOME}",
            secure=visit.request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    def sign_out(visit: Visit) -> Response:
        if visit.editor and not visit.editor.by_proxy:
            gate.sessions.end(visit.editor)
            desk.audit.record(visit.who, "sign_out")
        response = visit.go("/inn")
        response.delete_cookie(COOKIE, path=f"{visit.request.scope.get('root_path', '')}{HOME}")
        return response

    return [gate.open_page("/inn", shown), gate.open_action("/inn", sign_in), gate.action("/ut", sign_out)]


def _page(path: str) -> str:
    """A page of the editor's, so that a link made by others cannot lead out of it."""
    return path if _PAGE.fullmatch(path) else ""

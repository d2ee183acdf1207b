"""The audit log, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi.responses import Response
    from starlette.routing import Route

    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

ON_A_PAGE = 50
_LONGEST_NUMBER = 6


def create_log(gate: Gate, desk: Desk) -> list[Route]:
    """Return the route of the log."""

    def shown(visit: Visit) -> Response:
        asked = visit.asked("side")
        pages = max(-(-len(desk.audit) // ON_A_PAGE), 1)
        page = int(asked) if asked.isdecimal() and len(asked) <= _LONGEST_NUMBER else 1
        page = min(max(page, 1), pages)
        lines = desk.audit.listed(ON_A_PAGE, (page - 1) * ON_A_PAGE)
        return visit.page("editor_log.html", lines=lines, number=page, pages=pages)

    return [gate.page("/logg", shown)]

"""Puts the editor's page into the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.editor.checks import create_checks
from ui.editor.document import create_documents
from ui.editor.gate import Gate
from ui.editor.importing import create_importing
from ui.editor.index_page import create_index_page
from ui.editor.log import create_log
from ui.editor.overview import create_overview
from ui.editor.questions import create_questions
from ui.editor.runs import create_runs
from ui.editor.sessions import Sessions
from ui.editor.sign_in import create_sign_in

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.editor.access import EditorAccess
    from ui.editor.desk import Desk

_PAGES = (
    create_sign_in, create_overview, create_importing, create_documents, create_index_page, create_questions,
    create_checks, create_runs, create_log,
)  # fmt: skip


def mount_editor(app: FastAPI, access: EditorAccess, desk: Desk) -> None:
    """Add the editor's page to an app.

    Args:
        app: The app.
        access: How editors are known; without a way in there is no page.
        desk: What they work on.
    """
    if not access.is_on:
        return
    gate = Gate(access, Sessions(memory=desk.sessions, token=access.token), desk.assistant)
    for create in _PAGES:
        app.router.routes.extend(create(gate, desk))

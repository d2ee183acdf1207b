"""A view: who reads a page, in which language, and how the page links to the rest of the app."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ui.site.language_choice import NAMES, chosen_language
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.assistant import Assistant
    from corpus.document import Language

TEMPLATES_DIR = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True)
class View:
    """How a page is shown.

    Args:
        language: The reader's.
        root: Relative way to the app's root, ``./`` or ``../``; the app may live under a prefix.
        here: This page, from the root, with its query.
        corpus_version: Which collection is shown.
    """

    language: Language
    root: str
    here: str
    corpus_version: str

    @property
    def version(self) -> str:
        """Version of the program."""
        return version("veikartassistenten")

    @property
    def languages(self) -> dict[Language, str]:
        """The languages by their own names."""
        return NAMES

    def choose(self, language: Language) -> str:
        """Return the link that shows this page in another language, and remembers it."""
        return f"{self.root}sprak/{language}?til={quote(self.here, safe='')}"

    def ask(self, question: str = "") -> str:
        """Return the link to the conversation, with a question in the box if one is given."""
        query = f"?q={quote(question, safe='')}" if question else ""
        return f"{self.root}{self.language}/{query}"


def view_of(request: Request, assistant: Assistant) -> View:
    """Return how a page is shown to whoever asks for it."""
    path = request.url.path.removeprefix(request.scope.get("root_path", "")).lstrip("/")
    query = f"?{request.url.query}" if request.url.query else ""
    root = "../" * path.count("/") or "./"
    return View(chosen_language(request, assistant.language), root, path + query, assistant.corpus_version)


@cache
def templates() -> Environment:
    """Return the templates; everything put into them is escaped, for texts and questions are data."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_view(template: str, view: View, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever a template needs
    """Return a page that stands on ``base.html``."""
    html = templates().get_template(template).render(view=view, site=texts_in(SiteTexts, view.language), **values)
    return HTMLResponse(html, headers={"Content-Language": view.language, "Cache-Control": "no-cache"})

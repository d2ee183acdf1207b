"""The widget's files: ``/widget.js``, which browsers ask for anew, and its parts, named after their content."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from ui.site.language_choice import LANGUAGES
from ui.texts import load_texts
from ui.widget.texts import WidgetTexts

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent.parent / "static" / "widget"
_LOADER = "loader.js"
_PLACE_FOR_PARTS = "/*PARTS*/{}/*PARTS*/"
_MEDIA_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "json": "application/json"}
_HASHED = re.compile(r"(?P<stem>[\w-]+)\.(?P<hash>[0-9a-f]{8})\.(?P<suffix>\w+)")
_COMMENT = re.compile(rb"^[ \t]*(//[^\n]*|/\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(rb'(?<=from "\./)[\w.-]+(?=")')
_SHORT = "public, max-age=300"
_LONG = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Part:
    """A file of the widget.

    Args:
        name: Its name without a hash.
        content: What it holds.
    """

    name: str
    content: bytes

    @property
    def hash(self) -> str:
        """Eight hex digits that change with the content."""
        return hashlib.sha256(self.content).hexdigest()[:8]

    @property
    def address(self) -> str:
        """Where it is, from the app's root."""
        stem, _, suffix = self.name.rpartition(".")
        return f"widget/{stem}.{self.hash}.{suffix}"


@cache
def parts() -> Mapping[str, Part]:
    """Read the widget's files and its words in each language, by name."""
    # Comments are for those who read the source; browsers need not fetch them.
    sources = {
        path.name: _COMMENT.sub(b"", path.read_bytes()) for path in sorted(_FOLDER.iterdir()) if path.name != _LOADER
    }
    files = [_linked(name, sources) for name in sources]
    words = [
        Part(f"words-{language}.json", load_texts(WidgetTexts)[language].model_dump_json().encode())
        for language in LANGUAGES
    ]
    return {part.name: part for part in [*files, *words]}


def _linked(name: str, sources: Mapping[str, bytes]) -> Part:
    """Name what a module imports by its hash too, so that all modules on a page are of one release."""

    def hashed_name(match: re.Match[bytes]) -> bytes:
        return _linked(match[0].decode(), sources).address.rpartition("/")[2].encode()

    return Part(name, _IMPORT.sub(hashed_name, sources[name]))


@cache
def loader() -> bytes:
    """Return ``/widget.js`` with the names of the parts put in."""
    found = parts()
    named = {
        "main": found["main.js"].address,
        "css": found["main.css"].address,
        "words": {language: found[f"words-{language}.json"].address for language in LANGUAGES},
    }
    source = (_FOLDER / _LOADER).read_text(encoding="utf-8")
    return source.replace(_PLACE_FOR_PARTS, json.dumps(named)).encode()


def create_widget_assets() -> APIRouter:
    """Return the routes of the widget's files."""
    router = APIRouter()

    @router.get("/widget.js", include_in_schema=False)
    def widget() -> Response:
        return _response(loader(), "js", _SHORT)

    @router.get("/widget/{name}", include_in_schema=False)
    def part(name: str) -> Response:
        hashed = _HASHED.fullmatch(name)
        found = parts().get(f"{hashed['stem']}.{hashed['suffix']}" if hashed else name)
        if found is None:
            raise HTTPException(404, "Denne filen finnes ikke.")
        # A page that was loaded before an upgrade asks for the parts by their old names, and gets the new ones.
        current = hashed is not None and hashed["hash"] == found.hash
        return _response(found.content, found.name.rpartition(".")[2], _LONG if current else _SHORT)

    return router


def _response(content: bytes, suffix: str, caching: str) -> Response:
    headers = {"Cache-Control": caching, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(content, media_type=_MEDIA_TYPES[suffix], headers=headers)

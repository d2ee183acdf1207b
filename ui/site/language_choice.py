"""Which language a reader sees: what the address says, what they chose before, the operator's, or the browser's."""

from __future__ import annotations

import re
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from corpus.document import Language

COOKIE = "veikart_sprak"
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}

_YEAR = 365 * 24 * 3600
# Where to go on: a path from the app's root, so that a link made by others cannot lead out of the app.
_PATH_INSIDE = re.compile(r"(?!.*//)(?!.*\.\.)[\w%./-]*(\?[\w%.=&~+:,-]*)?", re.ASCII)
_BROWSER = {"nn": "nn", "nb": "nb", "no": "nb", "da": "nb", "sv": "nb", "en": "en"}


def chosen_language(request: Request, operator: Language | None) -> Language:
    """Return the language to show a page in.

    Args:
        request: The request; its ``lang``, its cookie and its ``Accept-Language`` are looked at, in that order.
        operator: What the operator has set, which goes before the browser; None if the reader decides.
    """
    for wanted in (request.query_params.get("lang"), request.cookies.get(COOKIE), operator):
        if wanted in LANGUAGES:
            return wanted
    for part in request.headers.get("accept-language", "").lower().split(","):
        if found := _BROWSER.get(part.strip()[:2]):
            return found  # type: ignore[return-value]  # the table's values are the languages
    return "nb"


def create_language_choice() -> APIRouter:
    """Return the route that remembers a choice: the one cookie of the app, and only when a reader chooses."""
    router = APIRouter()

    @router.get("/sprak/{language}", include_in_schema=False)
    def choose(
        language: Language, request: Request, til: Annotated[str, Query(max_length=4000)] = ""
    ) -> RedirectResponse:
        path = til if _PATH_INSIDE.fullmatch(til) and not til.startswith("/") else ""
        response = RedirectResponse(f"../{_in_language(path, language)}", status_code=303)
        root = request.scope.get("root_path", "") or "/"
        response.set_cookie(
            COOKIE,
            language,
            max_age=_YEAR,
            path=root,
            samesite="lax",
            httponly=True,
            secure=request.url.scheme == "https",
        )
        return response

    return router


def _in_language(path: str, language: Language) -> str:
    """A page of the conversation has its language in its path, and a link may say it; every other asks the cookie."""
    path = re.sub(r"(?<=[?&])lang=\w*&?", "", path).rstrip("?&")
    return re.sub(r"^(nb|nn|en)?/?(?=\?|$)", f"{language}/", path)

"""Errors as RFC 9457 problem documents: what, why and how to mend it, and never a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from assistant.question import QuestionError
from index.manifest import SnapshotError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from fastapi.exceptions import RequestValidationError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "Forespørselen kan ikke leses",
    403: "Ikke tillatt",
    404: "Fant ikke siden",
    405: "Metoden kan ikke brukes her",
    413: "Forespørselen er for stor",
    422: "Spørsmålet kan ikke besvares",
    429: "For mange spørsmål",
    500: "Noe gikk galt hos oss",
    503: "Ikke klar akkurat nå",
}


class Problem(BaseModel):
    """What is wrong and how to mend it (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


def described_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how refusals look, for the description of a route.

    Args:
        *statuses: The statuses that it refuses with.
    """
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": _TITLES[status], "content": content} for status in statuses}


def problem(status: int, detail: str, *, kind: str = "about:blank", **extra: Any) -> JSONResponse:  # noqa: ANN401
    """Return a problem document.

    Args:
        status: HTTP status.
        detail: One line on what is wrong and how to mend it.
        kind: What kind of problem, as a short relative reference.
        **extra: Further members.
    """
    body = {"type": kind, "title": _TITLES.get(status, "Feil"), "status": status, "detail": detail, **extra}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the API with a problem document."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    @app.exception_handler(QuestionError)
    async def question_error(_: Request, error: QuestionError) -> JSONResponse:
        status = 413 if error.fault == "too_long" else 422
        return problem(status, str(error), kind=f"question/{error.fault}")

    @app.exception_handler(SnapshotError)
    async def index_error(_: Request, error: SnapshotError) -> JSONResponse:
        logger.error("a question could not be answered: %s", error)
        response = problem(503, "Kildene kan ikke nås akkurat nå. Prøv igjen om litt.", kind=f"index/{error.reason}")
        response.headers["Retry-After"] = "5"
        return response

    @app.exception_handler(RequestValidationError)
    async def validation_error(_: Request, error: RequestValidationError) -> JSONResponse:
        return problem(422, _first_fault(error), kind="request/invalid")

    @app.exception_handler(HTTPException)
    async def http_error(_: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail))

    @app.exception_handler(Exception)
    async def unexpected_error(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "Feilen er logget. Prøv igjen, eller si fra til dem som driver tjenesten.")


def _first_fault(error: RequestValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"] if part != "body") or "innholdet"
    return f"Feltet «{place}» er feil: {fault['msg']}"

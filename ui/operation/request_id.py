"""Request id: one id a request, in every answer and in every log line that it leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from asgi_correlation_id import CorrelationIdMiddleware, correlation_id

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp

HEADER = "X-Request-ID"
# A UUID, with or without dashes, as nginx ($request_id) and trace systems make them.
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_Item = TypeVar("_Item")


def with_request_ids(app: ASGIApp) -> ASGIApp:
    """Return an app whose requests have ids: the proxy's own, or new ones where there is none that can be used."""
    return CorrelationIdMiddleware(app, header_name=HEADER, validator=is_request_id)


def is_request_id(value: str) -> bool:
    """Tell whether a header holds an id that may be taken over; anything else could forge log lines."""
    return _ID.fullmatch(value) is not None


def under_request(items: Generator[_Item], request_id: str | None) -> Generator[_Item]:
    """Yield what a generator yields, and let it work under the id of the request that asked for it.

    Gradio works in tasks and threads of its own, each step in a new one, so that the id is set anew for every step.
    """
    try:
        while True:
            correlation_id.set(request_id)
            try:
                item = next(items)
            except StopIteration:
                return
            yield item
    finally:
        items.close()

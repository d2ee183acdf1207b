"""Access: which other sites may use the assistant, and how much anybody may ask in a minute."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware

from ui.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)

# Not the embedded page: its form is a navigation, which tells no origin (referrer-policy) and lets no script read.
_SHARED = re.compile(r"/(api|widget)/.*")
_ASKING = re.compile(r"/api/(ask(/stream)?|feedback)|/embed")
_LOGGED_ORIGINS = 200  # so that nobody can fill the log
_LONGEST_ORIGIN = 200
_LONGEST_WAIT = 61  # seconds; the window is a minute


@dataclass(frozen=True)
class Access:
    """Who may use the assistant.

    Args:
        embed_origins: Sites that may embed it, as scheme and host; ``*.`` stands for any name before the host.
        rate_per_minute: Questions an address may ask in a minute; 0 for no limit.
        rate_per_minute_origin: Questions that may come from one site in a minute; 0 for no limit.
    """

    embed_origins: tuple[str, ...] = ()
    rate_per_minute: int = 0
    rate_per_minute_origin: int = 0

    @property
    def pattern(self) -> str:
        """A regular expression that an allowed site's whole origin matches."""
        return (
            "|".join(re.escape(origin).replace(r"\*\.", r"([a-z0-9-]+\.)+") for origin in self.embed_origins) or "(?!)"
        )


def controlled(app: ASGIApp, access: Access) -> ASGIApp:
    """Return an app that lets only allowed sites in, answers them as browsers want it, and holds to the rates."""
    shared = CORSMiddleware(
        RateLimit(app, access),
        allow_origin_regex=access.pattern,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        expose_headers=["retry-after"],
        max_age=600,
    )
    return OriginGate(shared, access)


class OriginGate:
    """Refuses requests from the scripts of sites that are not allowed, and tells the operator how to allow them.

    Args:
        app: The app.
        access: Who may use it.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self._allowed = re.compile(access.pattern)
        self._logged: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if site := self._stranger(_framing_site(headers), headers):
                # The browser will not show the page there, and tells only the reader's console.
                self._log(site, _path(scope))
            origin = headers.get("origin", "").lower()
            if _SHARED.fullmatch(_path(scope)) and self._stranger(origin, headers):
                self._log(origin, _path(scope))
                detail = (
                    "Dette nettstedet har ikke lov til å bruke assistenten. Be den som drifter den, om å tillate det."
                )
                await problem(403, detail, kind="origin/refused")(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _stranger(self, origin: str, headers: Headers) -> str:
        """The site, if it is neither this one nor an allowed one."""
        own = origin.partition("://")[2] == headers.get("host", "").lower()
        return "" if own or self._allowed.fullmatch(origin) else origin

    def _log(self, origin: str, path: str) -> None:
        if origin in self._logged or len(self._logged) >= _LOGGED_ORIGINS:
            return
        self._logged.add(origin)
        logger.warning(
            "refused %r at %s: to allow it, add it to embed_origins (VEIKART_EMBED_ORIGINS)",
            origin[:_LONGEST_ORIGIN],
            path,
        )


class RateLimit:
    """Lets an address, and a site, ask only so much in a minute; a moving minute, kept in memory.

    Args:
        app: The app.
        access: The rates.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._rates = {"address": access.rate_per_minute, "origin": access.rate_per_minute_origin}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or tell when to try again."""
        if scope["type"] == "http" and scope["method"] == "POST" and _ASKING.fullmatch(_path(scope)):
            client = scope.get("client")
            asking = {"address": client[0] if client else "", "origin": Headers(scope=scope).get("origin", "")}
            waits = [self._seconds_to_wait(kind, who) for kind, who in asking.items() if who]
            if seconds := max(waits, default=0):
                detail = f"Det kommer mange spørsmål akkurat nå. Prøv igjen om {seconds} sekunder."
                response = problem(429, detail, kind="rate/exceeded")
                response.headers["Retry-After"] = str(seconds)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _seconds_to_wait(self, kind: str, who: str) -> int:
        """Count a question, and return 0 or how many seconds to wait."""
        rate = self._rates[kind]
        if not rate:
            return 0
        item = RateLimitItemPerMinute(rate)
        if self._limiter.hit(item, kind, who[:_LONGEST_ORIGIN]):
            return 0
        seconds = round(self._limiter.get_window_stats(item, kind, who[:_LONGEST_ORIGIN]).reset_time - time())
        if seconds > _LONGEST_WAIT:  # the clock was set back; what was counted before it was lies in the future
            self._storage.reset()
            return 0
        return max(1, seconds)


def _framing_site(headers: Headers) -> str:
    """The site on whose page a frame asks for a page of ours, if the browser says so."""
    if headers.get("sec-fetch-dest") not in ("iframe", "frame", "embed", "object"):
        return ""
    referrer = urlsplit(headers.get("referer", "").lower())
    return f"{referrer.scheme}://{referrer.netloc}" if referrer.netloc else ""


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", "")) or "/"

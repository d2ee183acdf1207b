"""Sessions: who has signed in, in a signed cookie; the key is made at start, so that sessions end when the app does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 8 * 3600


@dataclass(frozen=True)
class Editor:
    """Somebody who may change things.

    Args:
        name: Who, as the proxy says or as they wrote when they signed in.
        session: What their forms are bound to.
        by_proxy: Whether the organisation's proxy signed them in.
    """

    name: str
    session: str
    by_proxy: bool = False


class Sessions:
    """Makes and reads what the cookie holds.

    Args:
        clock: Seconds since some moment.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32)
        self._clock = clock
        self._ended: set[str] = set()

    def begin(self, name: str) -> str:
        """Return the cookie of a new session."""
        held = {"name": name, "session": secrets.token_urlsafe(16), "until": self._clock() + SECONDS}
        body = base64.urlsafe_b64encode(json.dumps(held).encode()).decode()
        return f"{body}.{self._sign('session', body)}"

    def read(self, cookie: str) -> Editor | None:
        """Return who a cookie belongs to, unless it is forged, old, or of a session that has ended."""
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("session", body).encode()):
            return None
        held = json.loads(base64.urlsafe_b64decode(body))
        if held["until"] < self._clock() or held["session"] in self._ended:
            return None
        return Editor(held["name"], held["session"])

    def end(self, editor: Editor) -> None:
        """End a session, also for whoever has copied its cookie."""
        self._ended.add(editor.session)

    def form_token(self, editor: Editor) -> str:
        """Return what every form of an editor holds, so that other sites cannot send one in their name."""
        return self._sign("form", editor.session)

    def is_form_token(self, editor: Editor, token: str) -> bool:
        """Tell whether a form is one of the editor's own."""
        return hmac.compare_digest(token.encode(), self.form_token(editor).encode())

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()

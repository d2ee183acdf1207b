"""Sessions: who has signed in, in a signed cookie; a new editors' token, or a new key, ends them all."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.editor.session_memory import OwnMemory

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.editor.session_memory import SessionMemory

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
        clock: Seconds since 1970.
        memory: What is remembered of them; by this program alone if None.
        token: What editors sign in with; it is part of the key, so that who reads a shared one cannot sign with it,
            and so that a new token ends the sessions of everybody who knew the old one.
    """

    def __init__(
        self, clock: Callable[[], float] = time.time, memory: SessionMemory | None = None, token: str = ""
    ) -> None:
        self._clock = clock
        self._memory: SessionMemory = memory or OwnMemory()
        self._token = token

    def begin(self, name: str) -> str:
        """Return the cookie of a new session."""
        held = {"name": name, "session": secrets.token_urlsafe(16), "until": self._clock() + SECONDS}
        body = base64.urlsafe_b64encode(json.dumps(held).encode()).decode()
        return f"{body}.{self._sign('session', body)}"

    def read(self, cookie: str) -> Editor | None:
        """Return who a cookie belongs to, unless it is forged, old, or of a session that has ended."""
        body, _, signature = cookie.partition(".")
        if not signature:  # somebody who has not signed in costs no look into the database
            return None
        if not hmac.compare_digest(signature.encode(), self._sign("session", body).encode()):
            return None
        held = json.loads(base64.urlsafe_b64decode(body))
        if held["until"] < self._clock() or self._memory.has_ended(held["session"]):
            return None
        return Editor(held["name"], held["session"])

    def end(self, editor: Editor) -> None:
        """End a session, also for whoever has copied its cookie."""
        self._memory.end(editor.session, self._clock() + SECONDS)

    def form_token(self, editor: Editor) -> str:
        """Return what every form of an editor holds, so that other sites cannot send one in their name."""
        return self._sign("form", editor.session)

    def _sign(self, purpose: str, text: str) -> str:
        key = hmac.digest(self._memory.key(), self._token.encode(), "sha256")
        return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def is_form_token(own: str, sent: str) -> bool:
    """Tell whether a form is one of the editor's own.

    Args:
        own: What every form of theirs holds.
        sent: What this one holds.
    """
    return hmac.compare_digest(sent.encode(), own.encode())

"""Who may use the editor's page: those who know the token, and those that the organisation's proxy says are editors."""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.secret import read_secret
from assistant.settings import EDITOR_TOKEN_VARIABLE, SettingsError
from corpus.importing.faults import one_line
from ui.editor.peer import is_from_proxy
from ui.editor.sessions import Editor

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.settings import Settings

SHORTEST_TOKEN = 20
LONGEST_NAME = 80
_WRONG = RateLimitItemPerMinute(10, 10)  # wrong tokens from an address in ten minutes

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EditorAccess:
    """How editors are known.

    Args:
        token: What they sign in with; empty if they cannot.
        group: The group that the proxy has to say they are in; empty if it is not asked.
        user_header: Header in which it says who they are.
        groups_header: Header in which it says which groups they are in.
    """

    token: str = field(default="", repr=False)
    group: str = ""
    user_header: str = "X-Forwarded-User"
    groups_header: str = "X-Forwarded-Groups"

    @property
    def is_on(self) -> bool:
        """Whether there is an editor's page at all."""
        return bool(self.token or self.group)

    def signed_in_by_proxy(self, request: Request) -> Editor | None:
        """Return the editor that a proxy says has signed in; what others say in its headers is nothing."""
        if not self.group or not is_from_proxy(request.scope):
            return None
        users = request.headers.getlist(self.user_header)
        groups = request.headers.getlist(self.groups_header)
        if len(users) != 1 or len(groups) != 1:  # twice: one of them came from outside
            return None
        name = one_line(_as_utf8(users[0]))[:LONGEST_NAME]
        if not name or self.group not in [group.strip() for group in _as_utf8(groups[0]).split(",")]:
            return None
        return Editor(name, f"proxy:{name}", by_proxy=True)


class TokenDesk:
    """Compares tokens, and lets an address guess only so often.

    Args:
        token: The right one.
    """

    def __init__(self, token: str) -> None:
        self._digest = _digest(token)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def may_try(self, address: str) -> bool:
        """Tell whether an address may try a token now."""
        return self._limiter.test(_WRONG, address)

    def accepts(self, token: str, address: str) -> bool:
        """Tell whether a token is the right one, in a time that does not tell how much of it is."""
        right = hmac.compare_digest(_digest(token), self._digest)
        if not right:
            self._limiter.hit(_WRONG, address)
            logger.warning("a wrong editor's token from %s", address)
        return right


def editor_access(settings: Settings) -> EditorAccess:
    """Return how the settings say that editors are known.

    Raises:
        SettingsError: If the token cannot be read, or is too short.
    """
    return EditorAccess(_token(settings), settings.editor_group, settings.user_header, settings.groups_header)


def _token(settings: Settings) -> str:
    """The token from its file or from the environment; it is no setting, so that nothing prints it."""
    token, origin = read_secret(settings.editor_token_file, "editor_token_file", EDITOR_TOKEN_VARIABLE)
    if not token and settings.editor_token_file is None:
        return ""
    if len(token) < SHORTEST_TOKEN:
        msg = f"redaktørenes nøkkel i {origin} er kortere enn {SHORTEST_TOKEN} tegn; lag en ny: openssl rand -hex 20"
        raise SettingsError(msg)
    return token


def _as_utf8(header: str) -> str:
    """A header's text; it is read as Latin-1, and proxies mostly write names in UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

"""What an editor is told when a file cannot be imported."""

from __future__ import annotations

import unicodedata

_LONGEST_NAME = 120
_LONGEST_MESSAGE = 600


class ImportFault(ValueError):  # noqa: N818 - a fault in a file, as corpus.front_matter calls it
    """A file cannot be imported; the message is one line in Norwegian: what, where, and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message)[:_LONGEST_MESSAGE])

    def at(self, name: str) -> ImportFault:
        """Return the same fault with the file's name before it."""
        return ImportFault(f"{shown_name(name)}: {self}")


def one_line(text: str) -> str:
    r"""Return the text without what would break a line or steer a terminal.

    Example:
        >>> one_line("a\\n b\\x1b[31m")
        'a b [31m'
    """
    kept = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text)
    return " ".join(kept.split())


def shown_name(name: str) -> str:
    """Return a file's name as it can be shown: on one line, cut in the middle if it is very long."""
    shown = one_line(name) or "(uten navn)"
    if len(shown) <= _LONGEST_NAME:
        return shown
    half = _LONGEST_NAME // 2
    return f"{shown[:half]} … {shown[-half:]}"

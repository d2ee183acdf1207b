"""Characters that every format can hold."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return a text with only the characters that XML 1.0 allows, and with a line feed between its lines.

    Halves of a character that stand together become the character, as in text that came through JSON; a lone half
    goes, as do NUL and other control characters.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _NOT_IN_XML.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def on_one_line(text: str) -> str:
    """Return a clean text without line breaks and repeated spaces, for a heading or a label."""
    return " ".join(clean(text).split())

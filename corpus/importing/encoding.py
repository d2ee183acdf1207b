"""Decode text files: UTF-8, UTF-16, Windows-1252 and Latin-1."""

from __future__ import annotations

import codecs
import re

from corpus.importing.faults import ImportFault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOOKED_AT = 4000
_MOST_CONTROLS = 0.01
_MOST_COUNTED = 1_000_000
_NOT_TEXT = "filen er ikke tekst (den har tegn som bare programmer leser); eksporter den som PDF, Word eller ren tekst"


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a file.

    Args:
        data: The file.
        declared: The encoding that the file itself declares; it is tried after UTF-8.

    Raises:
        ImportFault: If the file is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"))
    guess = _utf16_guess(data)
    if guess:
        return _checked(data.decode(guess, errors="replace"))
    almost = data.decode("utf-8", errors="replace")
    broken = almost.count("\ufffd")
    if broken and sum(character > "\x7f" for character in almost[:_MOST_COUNTED]) >= 2 * broken:
        return _checked(almost)  # a few damaged letters among many whole ones
    for candidate in ("utf-8", declared, "cp1252"):
        try:
            if candidate:
                return _checked(data.decode(candidate))
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(data.decode("latin-1"))


def _utf16_guess(data: bytes) -> str | None:
    """UTF-16 without a mark has its zero bytes at every other place, as long as the text is Latin."""
    start = data[:_LOOKED_AT]
    half = len(start) // 2
    if half < 2:  # noqa: PLR2004 - too short to tell
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _checked(text: str) -> str:
    """A stray control character is dropped later; many of them, or much that is no character, is no text."""
    start = text[:_LOOKED_AT]
    if len(_CONTROL.findall(start)) + start.count("\ufffd") > max(3, _MOST_CONTROLS * len(start)):
        raise ImportFault(_NOT_TEXT)
    return text

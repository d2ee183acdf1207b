"""Clean characters: what is invisible, broken or only typographic goes; the words stay as the source writes them."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x0085, *range(0x09, 0x0E)]
# Soft hyphens, zero-width and bidirectional marks, and the "tags" that can smuggle text past a reader's eyes.
_INVISIBLE = [
    0x00AD,
    0x034F,
    0x061C,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0x3164,
    0xFEFF,
    0xFFA0,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE01F0),
]
_CONTROLS = [*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_CONTROLS),
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(_SPACES, " "),
    **_LIGATURES,
    **_HYPHENS,
}
_NOT_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean_text(text: str) -> str:
    r"""Return the text on one line, in NFC, without control, invisible and bidirectional characters.

    Example:
        >>> clean_text("De\\ufb01ner\\u00a0bære\\u00adkraft\\u202e!")
        'Definer bærekraft!'
    """
    # "\n" is among the spaces, so a block is always one line.
    return " ".join(unicodedata.normalize("NFC", _NOT_TEXT.sub("", text.translate(_TABLE))).split())


def clean_lines(text: str) -> list[str]:
    """Return the lines of a text, each cleaned; a form feed is an empty line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    return [clean_text(line) for line in lines]

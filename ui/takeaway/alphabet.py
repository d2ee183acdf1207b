"""Norwegian alphabetical order."""

from __future__ import annotations

import unicodedata

# æ, ø and å come after z in that order; "aa" sorts as å, and Swedish and German letters as their Norwegian kin.
_AFTER_Z = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"}


def alphabetical_key(text: str) -> str:
    """Return what to sort a name or title by: letters and digits alone, accents and case aside.

    Example:
        >>> sorted(["Årdal", "Øystre Slidre", "Zapojení", "Ærø", "Aasen", "ål"], key=alphabetical_key)
        ['Zapojení', 'Ærø', 'Øystre Slidre', 'ål', 'Årdal', 'Aasen']
    """
    composed = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    return "".join(_AFTER_Z.get(letter) or _plain(letter) for letter in composed)


def _plain(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isalnum())

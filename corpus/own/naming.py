"""Names: the id of a document, made from its title."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "aa", "–": "-", "—": "-"})
_LONGEST = 60


def id_from(title: str, taken: Container[str] = ()) -> str:
    """Return an id that says what a title says, and is not taken.

    Example:
        >>> id_from("Klimaplan for Ål 2026–2030"), id_from("Årsplan", {"aarsplan"})
        ('klimaplan-for-aal-2026-2030', 'aarsplan-2')
    """
    plain = unicodedata.normalize("NFKD", title.lower().translate(_NORWEGIAN)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "dokument"
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found

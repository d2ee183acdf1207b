"""Hygiene: what a written sentence may not hold, whatever it cites: addresses, markup, orders, personal data."""

from __future__ import annotations

import re

from assistant.commands import is_command
from assistant.personal_data import find_personal_data

_MARKUP = re.compile(
    r"<[a-z!/?]|&(?:#x?[0-9a-f]+|[a-z]{2,8});|!?\[[^\]]*\]\s*[(\[]|^\s*\[[^\]]+\]:|```|\{\s*\"|<\||\|>|\burl\s*\(|\bsrc(?:set)?\s*=|\bon\w+\s*=",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:https?|hxxps?|ftp|javascript|data|mailto|tel|file|vbscript)\s*:|//\S|\bwww\d?\s*\.|"
    r"\b[\w-]+(?:\s*(?:\.|\[\.\]|\(dot\))\s*[\w-]+)*\s*(?:\.|\[\.\]|\(dot\))\s*"
    r"(?:no|com|org|net|io|eu|se|dk|example|test|info|app|dev|xyz|xn--\w+)\b|\S+@\S+",
    re.IGNORECASE,
)
_SPACED_OUT = re.compile(r"(?:\b\w[ ._-]){6,}\w\b")
_ENCODED = re.compile(r"\b[A-Za-z0-9+/]{24,}={0,2}(?!\w)")


def is_clean(sentence: str, source: str) -> bool:
    """Tell whether a written sentence may be shown.

    An address may stand in it only as plain text, and only if its source has it.

    Args:
        sentence: What was written.
        source: The text of the passages that it cites.
    """
    spoken = source.lower()
    addresses = [match[0] for match in _ADDRESS.finditer(sentence)]
    return (
        not _MARKUP.search(sentence)
        and not _SPACED_OUT.search(sentence)
        and not _ENCODED.search(sentence)
        and not is_command(sentence)
        and not find_personal_data(sentence)
        and all(":" not in one and "@" not in one and one.lower() in spoken for one in addresses)
    )

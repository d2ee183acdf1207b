"""The payloads: each calls ``__xss`` with its own number, or asks another host for something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

EVIL = "evil.example"
_CALL = re.compile(r"(?<![A-Za-z0-9])X(?![A-Za-z0-9])")
# Signs in the file for what no line can hold.
_SIGNS = str.maketrans({"␀": "\0", "␊": "\n", "␉": "\t"})


@dataclass(frozen=True)
class Payload:
    """One attack, and the number that it calls with."""

    number: int
    text: str

    @property
    def line(self) -> str:
        """The payload where a line is wanted."""
        return " ".join(self.text.replace("\0", "").split())


def _payload(number: int, line: str) -> Payload:
    call = f"__xss({number})"
    filled = _CALL.sub(call, line.replace("NUM", str(number))).replace("EVIL", f"//{EVIL}/{number}")
    return Payload(number, filled.translate(_SIGNS))


PAYLOADS = [
    _payload(number, line)
    for number, line in enumerate(
        Path(__file__).with_name("xss_payloads.txt").read_text(encoding="utf-8").splitlines(), start=1
    )
]


def batches(size: int) -> list[list[Payload]]:
    return [PAYLOADS[at : at + size] for at in range(0, len(PAYLOADS), size)]

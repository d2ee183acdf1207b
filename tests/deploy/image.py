"""What the Dockerfile says, read as Docker reads it."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


@dataclass(frozen=True)
class Line:
    """An instruction.

    Args:
        word: Its name.
        rest: What comes after, with its lines joined.
    """

    word: str
    rest: str


def instructions() -> list[Line]:
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE)
    joined = text.replace("\\\n", "")
    return [Line(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def running_image() -> list[Line]:
    """The instructions of the last stage, which is what is run."""
    lines = instructions()
    last = max(number for number, line in enumerate(lines) if line.word == "FROM")
    return lines[last:]


def environment() -> dict[str, str]:
    words = [word for line in running_image() if line.word == "ENV" for word in shlex.split(line.rest)]
    return dict(word.split("=", 1) for word in words)


def health_check() -> list[str]:
    (check,) = [line.rest for line in running_image() if line.word == "HEALTHCHECK"]
    command: list[str] = json.loads(check[check.index("CMD ") + 4 :])
    return command

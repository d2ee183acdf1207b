"""The assistant's own words in bokmål, nynorsk and English, kept in ``frames.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.document import Language

FRAMES_FILE = Path(__file__).with_name("frames.yaml")


@cache
def load_frames() -> dict[str, dict[str, str]]:
    """Read every frame text by language and name."""
    frames: dict[str, dict[str, str]] = yaml.safe_load(FRAMES_FILE.read_text(encoding="utf-8"))
    return frames


def frame(language: Language, name: str, **values: object) -> str:
    """Return a frame text with its placeholders filled.

    Args:
        language: The reader's language.
        name: Which text.
        **values: What the placeholders stand for; inserted as plain text.

    Raises:
        KeyError: If there is no such text.
    """
    return load_frames()[language][name].format_map(values)


def joined(parts: Sequence[str], language: Language) -> str:
    """Return an enumeration: commas, and "and" before the last one."""
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {frame(language, 'and')} {parts[-1]}"

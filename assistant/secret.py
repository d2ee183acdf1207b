"""Secrets: read from a file or from the environment; they are no settings, so that nothing prints them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assistant.settings import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def read_secret(file: Path | None, setting: str, variable: str) -> tuple[str, str]:
    """Return a secret, and where it came from; empty if there is none.

    Args:
        file: The file that holds it; the environment is asked if None.
        setting: Name of the setting that names the file.
        variable: Name of the environment variable.

    Raises:
        SettingsError: If the file cannot be read.
    """
    if file is None:
        return os.environ.get(variable, "").strip(), variable
    origin = f"{setting} ({file})"
    try:
        return file.read_text(encoding="utf-8").strip(), origin
    except (OSError, ValueError) as error:
        msg = f"kan ikke lese hemmeligheten i {origin}: {type(error).__name__}"
        raise SettingsError(msg) from error

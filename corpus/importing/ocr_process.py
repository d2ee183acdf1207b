"""Become Tesseract under limits: ``python -m corpus.importing.ocr_process MEMORY SECONDS PROGRAM ARGUMENT...``."""

from __future__ import annotations

import os
import sys

from corpus.importing.confinement import forbid_writing, limit_resources


def main() -> None:
    """Set the limits, which hold also for the program that takes this process over."""
    memory, seconds, *command = sys.argv[1:]
    limit_resources(int(memory), float(seconds))
    forbid_writing()
    os.execv(command[0], command)  # noqa: S606 - there is no shell, and the arguments are ours


if __name__ == "__main__":
    main()

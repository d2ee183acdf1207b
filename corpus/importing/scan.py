"""Read scanned pages with Tesseract, where it is installed with Norwegian."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from time import monotonic
from typing import IO

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_lines
from corpus.importing.extract import Extract
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits
from corpus.importing.metadata import stated_year
from corpus.importing.page_names import name_pages
from corpus.importing.plain import line_blocks
from corpus.importing.process import collect, python_command, start

_LANGUAGE = "nor"
_ASKING_SECONDS = 10


def add_scanned_pages(extract: Extract, scanned: Sequence[int], file: IO[bytes], limits: ImportLimits) -> Extract:
    """Return the extract with the text of its scanned pages, or with a note on the pages that could not be read.

    Args:
        extract: What was read as text.
        scanned: Pages that hold only images.
        file: The PDF.
        limits: How much may be read so.

    Raises:
        ImportFault: If the file has no text, and the scanned pages cannot be read either.
    """
    where = name_pages(scanned)
    program = tesseract()
    can_read = program is not None and len(scanned) <= limits.ocr_pages
    found = _read_pages(program, scanned, file, limits) if program and can_read else []
    if found:
        blocks = tuple(sorted([*extract.blocks, *found], key=lambda block: block.page or 0))
        note = f"{where} er skannet og lest med OCR (Tesseract); se over teksten."
        published = extract.published or stated_year(found)
        return replace(extract, blocks=blocks, ocr=True, published=published, notes=(*extract.notes, note))
    why = "ingen tekst ble funnet i bildene" if can_read else _why_not(program, limits)
    if not extract.blocks:
        msg = f"filen er skannet uten tekst ({where[0].lower()}{where[1:]}); {why}"
        raise ImportFault(msg)
    return replace(extract, notes=(*extract.notes, f"{where} har bare bilder og er ikke lest: {why}."))


def _why_not(program: str | None, limits: ImportLimits) -> str:
    if program is None:
        return "kjør tekstgjenkjenning (OCR) på den, eller installer Tesseract med norsk (tesseract-ocr-nor)"
    return f"høyst {limits.ocr_pages} skannede sider leses; kjør tekstgjenkjenning (OCR) på filen først"


@cache
def tesseract() -> str | None:
    """Return the path of Tesseract if it is installed and reads Norwegian."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        asked = subprocess.run(  # noqa: S603 - the program that PATH names
            [program, "--list-langs"], capture_output=True, text=True, timeout=_ASKING_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if _LANGUAGE in asked.stdout.split() else None


def _read_pages(program: str, pages: Sequence[int], file: IO[bytes], limits: ImportLimits) -> list[Block]:
    last = monotonic() + limits.ocr_seconds * len(pages)
    blocks: list[Block] = []
    for page in pages:
        seconds = min(limits.ocr_seconds, last - monotonic())
        text = _read_page(program, page, file, limits, seconds)
        blocks.extend(line_blocks(clean_lines(text), page=page, with_headings=False))
    return blocks


def _read_page(program: str, page: int, file: IO[bytes], limits: ImportLimits, seconds: float) -> str:
    """One process draws the page and another reads it; the picture goes between them and never to a disk or to us."""
    file.seek(0)
    order = json.dumps({"limits": asdict(limits), "render": page})
    drawing = start(python_command("corpus.importing.worker", order), file)
    try:
        arguments = [str(limits.memory), str(seconds), program, "stdin", "stdout", "-l", _LANGUAGE]
        reading = start(python_command("corpus.importing.ocr_process", *arguments), drawing.stdout)
        outcome = collect(reading, seconds, limits.answer)
    finally:
        drawing.kill()
        drawing.wait()
        if drawing.stdout:
            drawing.stdout.close()
    return outcome.answer.decode("utf-8", errors="replace") if outcome.code == 0 else ""

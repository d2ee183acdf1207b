"""Read a file of any kind; meant to run in the confined worker process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from corpus.importing.contents import drop_contents
from corpus.importing.extract import Extract, Reading
from corpus.importing.faults import ImportFault
from corpus.importing.kind import FileKind, tell_kind
from corpus.importing.limits import ImportLimits
from corpus.importing.metadata import sensible_title, sensible_year, stated_year, title_of

Reader = Callable[[bytes, ImportLimits], Reading]

# Each reader's libraries take time and memory to load, so only the one that is needed is imported.
_READERS: dict[FileKind, tuple[str, str]] = {
    "pdf": ("corpus.importing.pdf.file", "read_pdf"),
    "docx": ("corpus.importing.word.file", "read_word"),
    "pptx": ("corpus.importing.slides", "read_slides"),
    "odt": ("corpus.importing.open_document", "read_open_document"),
    "html": ("corpus.importing.web.page", "read_web"),
    "markdown": ("corpus.importing.markdown", "read_markdown"),
    "plain": ("corpus.importing.plain", "read_plain"),
}


def read_bytes(data: bytes, suffix: str, limits: ImportLimits) -> tuple[Extract, tuple[int, ...]]:
    """Read a file that lies in memory.

    Args:
        data: The file.
        suffix: What its name ends in, without the dot and in lower case.
        limits: How much it may be and cost.

    Returns:
        What is read, and the pages that hold no text but an image (they may be read by OCR).

    Raises:
        ImportFault: If it cannot be read; a file of only scanned pages is none, so that OCR may be tried.
    """
    told = tell_kind(data, suffix)
    reading = load_reader(told.kind)(data, limits)
    blocks = tuple(drop_contents([block for block in reading.blocks if block.text]))
    if all(block.kind == "heading" for block in blocks):
        blocks = tuple(replace(block, kind="paragraph", level=0) for block in blocks)  # a poster, or one line
    if sum(len(block.text) for block in blocks) > limits.characters:
        msg = f"filen har mer enn {limits.characters} tegn tekst; del den i flere filer"
        raise ImportFault(msg)
    if not blocks and not reading.scanned:
        msg = "filen har ingen tekst; se om teksten ligger i bilder, og lagre den som tekst"
        raise ImportFault(msg)
    extract = Extract(
        blocks=blocks,
        kind=told.kind,
        pages=reading.pages,
        title=sensible_title(reading.title) or title_of(blocks),
        published=stated_year(blocks) or sensible_year(reading.published),
        ocr=False,
        sha256=hashlib.sha256(data).hexdigest(),
        notes=(*((told.note,) if told.note else ()), *reading.notes),
    )
    return extract, reading.scanned


def load_reader(kind: FileKind) -> Reader:
    """Import the reader of a kind, and with it the library that it needs.

    Raises:
        ImportFault: If that library is not installed.
    """
    module, name = _READERS[kind]
    try:
        reader: Reader = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        msg = f"pakken {error.name} mangler; installer assistenten på nytt"
        raise ImportFault(msg) from error
    return reader

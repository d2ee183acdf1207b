"""What is read from a file."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.importing.block import Block
from corpus.importing.kind import FileKind


@dataclass(frozen=True)
class Reading:
    """What a format's reader finds.

    Args:
        blocks: The text in reading order.
        pages: Number of pages or slides, if the format has them.
        title: Title from the metadata, if it says something.
        published: Year from the metadata.
        notes: What the editor should know, in Norwegian.
        scanned: Pages without text.
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    title: str | None = None
    published: int | None = None
    notes: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()


@dataclass(frozen=True)
class Extract:
    """The text of a file and what is known of it.

    Args:
        blocks: The text in reading order.
        kind: The format, told by the content.
        pages: Number of pages or slides, if the format has them.
        title: Title from the metadata if that says something, else the first heading.
        published: Year guessed from what the first page says, else from the metadata.
        ocr: Whether some of the text was read from images.
        sha256: Of the file.
        notes: What the editor should know, in Norwegian, one line each.
    """

    blocks: tuple[Block, ...]
    kind: FileKind
    pages: int | None
    title: str | None
    published: int | None
    ocr: bool
    sha256: str
    notes: tuple[str, ...] = ()

"""Take what the reading process answers; a parser that a file took over may say anything, so all of it is checked."""

from __future__ import annotations

from typing import Any, cast

from corpus.importing.block import BLOCK_KINDS, Block, BlockKind
from corpus.importing.cleaning import clean_text
from corpus.importing.extract import Extract
from corpus.importing.faults import ImportFault, one_line
from corpus.importing.kind import FILE_KINDS, FileKind

_DEEPEST = 99


def extract_from(answer: dict[str, Any]) -> tuple[Extract, tuple[int, ...]]:
    """Return the extract and the pages without text.

    Args:
        answer: The process's answer, from JSON.

    Raises:
        ImportFault: If it has not the form that the process gives it.
    """
    try:
        return _extract(answer["extract"]), tuple(_number(page) for page in answer["scanned"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = "leseprosessen svarte ikke som den skal; åpne filen og lagre den på nytt"
        raise ImportFault(msg) from error


def _extract(fields: dict[str, Any]) -> Extract:
    return Extract(
        blocks=tuple(_block(block) for block in fields["blocks"]),
        kind=cast("FileKind", _one_of(fields["kind"], FILE_KINDS)),
        pages=_optional_number(fields["pages"]),
        title=None if fields["title"] is None else clean_text(_text(fields["title"])),
        published=_optional_number(fields["published"]),
        ocr=fields["ocr"] is True,
        sha256=_text(fields["sha256"]),
        notes=tuple(one_line(_text(note)) for note in fields["notes"]),
    )


def _block(fields: dict[str, Any]) -> Block:
    return Block(
        kind=cast("BlockKind", _one_of(fields["kind"], BLOCK_KINDS)),
        text=clean_text(_text(fields["text"])),
        page=_optional_number(fields["page"]),
        level=min(_number(fields["level"]), _DEEPEST),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError
    return value


def _optional_number(value: object) -> int | None:
    return None if value is None else _number(value)


def _one_of(value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError
    return str(value)

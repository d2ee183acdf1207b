"""The conversation as Markdown (CommonMark)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ui.takeaway.characters import clean
from ui.takeaway.conversation import outline_of
from ui.takeaway.outline import BulletList, Heading, Paragraph, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from corpus.document import Document, Language
    from ui.takeaway.outline import Block, Item, Run
    from ui.takeaway.turn import Turn

# What may begin markup anywhere, in CommonMark or in a common extension of it (tables, strikethrough, maths, notes).
_SPECIAL = re.compile(r"[\\`*_\[\]{}<>&#|~$^]")
# What makes a list, a rule or a heading of a line that begins with it.
_LINE_START = re.compile(r"^(?:(?P<number>\d{1,9})(?=[.)])|(?=[-+=]))")
# A citation's mark cannot become a link: what would make it one is escaped, or follows it and is ruled out here.
_ESCAPED_MARK = re.compile(r"\\\[(\d+)\\\](?![(\[:])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HARD_BREAK = "\\\n"


def to_markdown(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    *,
    base_url: str,
    exported: datetime,
    language: Language,
) -> str:
    """Return a conversation as Markdown.

    Args:
        turns: The turns, oldest first.
        documents: The corpus, by document id.
        base_url: Address of the app, for links to the source reader.
        exported: When it is taken out, with its time zone.
        language: Language of the words around the turns; each turn keeps its own.

    Raises:
        ValueError: If ``exported`` has no time zone.
    """
    outline = outline_of(turns, documents, base_url=base_url, exported=exported, language=language)
    return "\n\n".join("\n".join(_lines(block)) for block in outline.blocks) + "\n"


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading(level, runs):
            yield f"{'#' * level} {_inline(runs)}"
        case Paragraph(runs):
            yield from _text_lines(runs)
        case Quote(run):
            yield from (f"> {line}" for line in _text_lines((run,)))
        case BulletList(items):
            for item in items:
                yield from _item_lines(item)


def _item_lines(item: Item) -> Iterable[str]:
    first, *others = _text_lines(item.runs)
    yield f"- {first}"
    yield from (f"  {line}" for line in others)
    for child in item.children:
        yield from (f"  {line}" for line in _item_lines(child))


def _text_lines(runs: Sequence[Run]) -> list[str]:
    """Runs as the lines of one paragraph, with a hard break after each but the last."""
    lines = [_LINE_START.sub(_disarmed, line.strip()) for line in _inline(runs).strip().split("\n")]
    return _HARD_BREAK.join(lines).split("\n")


def _disarmed(match: re.Match[str]) -> str:
    return f"{match['number'] or ''}\\"


def _inline(runs: Sequence[Run]) -> str:
    return _ESCAPED_MARK.sub(r"[\1]", "".join(_run(run) for run in runs))


def _run(run: Run) -> str:
    text = _SPECIAL.sub(r"\\\g<0>", clean(run.text))
    if run.link:
        text = _link(text, run)
    sign = "**" if run.bold else "*" if run.italic else ""
    return f"{sign}{text}{sign}"


def _link(text: str, run: Run) -> str:
    """An address as the shorter form of a link where every reader of Markdown agrees on what it means."""
    address, entities = _ENTITY.subn(r"\\&", run.link or "")
    return f"<{address}>" if run.text == address and not entities else f"[{text}](<{address}>)"

"""The outline of what is taken along: its parts, whatever format they are written in.

All text in it is data. A writer decides how a part looks, and lets no character of the text become markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from corpus.document import Language


@dataclass(frozen=True)
class Run:
    """A stretch of text in one language and one look.

    Args:
        text: The text; may hold line breaks.
        language: What it is written in.
        bold: Whether it is set in bold; if so, it neither begins nor ends with a space.
        italic: The same for italics.
        link: Address on the web that it leads to, from ``web_link``.
    """

    text: str
    language: Language
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Heading:
    """A heading on one line; ``level`` runs from 1, without gaps."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Item:
    """An item of a list, with the items below it, if any."""

    runs: tuple[Run, ...]
    children: tuple[Item, ...] = ()


@dataclass(frozen=True)
class BulletList:
    """A list without numbers."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Quote:
    """A verbatim quote, set apart."""

    run: Run


Block: TypeAlias = Heading | Paragraph | BulletList | Quote


@dataclass(frozen=True)
class Outline:
    """All that is taken along.

    Args:
        title: What it is called; also its first heading.
        language: Language of the words around the turns.
        exported: When it was taken out, with its time zone.
        blocks: Its parts, in reading order.
    """

    title: str
    language: Language
    exported: datetime
    blocks: tuple[Block, ...]

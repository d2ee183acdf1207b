"""Read Markdown; its structure is kept, and raw HTML in it is read as the text that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text
from corpus.importing.encoding import decode
from corpus.importing.extract import Reading
from corpus.importing.hyphens import join_lines
from corpus.importing.limits import ImportLimits
from corpus.importing.metadata import year_in
from corpus.importing.rows import table_rows

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?P<fields>.{0,20000}?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>title|tittel|date|dato|published)[ \t]*:[ \t]*(?P<value>.+)$", re.MULTILINE | re.I)
_TAG = re.compile(r"<(?:script|style)\b.*?(?:</(?:script|style)\s*>|$)|<!--.*?(?:-->|$)|</?[a-z][^<>]*>", re.I | re.S)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,30})\](:?)")


def read_markdown(data: bytes, limits: ImportLimits) -> Reading:
    """Read a Markdown file.

    Args:
        data: The file.
        limits: Not needed here: the text is never larger than the file.

    Raises:
        ImportFault: If it is no text.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    fields = _fields(front["fields"]) if front else {}
    body = text[front.end() :] if front else text
    tokens = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").parse(body)
    title = fields.get("title") or fields.get("tittel")
    year = year_in(fields.get("published") or fields.get("date") or fields.get("dato"))
    return Reading(tuple(_Walk().read(tokens)), title=title, published=year)


def _fields(front_matter: str) -> dict[str, str]:
    return {match["name"].lower(): match["value"].strip(" \t\"'") for match in _FIELD.finditer(front_matter)}


class _Walk:
    """One walk through a document's tokens."""

    def __init__(self) -> None:
        self._level = 0
        self._number: str | None = None
        self._table: list[list[str]] | None = None

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Return the blocks in order."""
        for token in tokens:
            if token.type == "inline":
                yield from self._inline(token)
            elif token.type == "table_close":
                yield from table_rows(self._table or [], None, headed=True)
                self._table = None
            elif token.type in {"fence", "code_block", "html_block"}:
                yield from _verbatim(token)
            else:
                self._begin(token)

    def _begin(self, token: Token) -> None:
        if token.type == "heading_open":
            self._level = int(token.tag[1])
        elif token.type == "list_item_open":
            # A numbered item keeps its number, which "tiltak 3" may refer to.
            self._number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "table_open":
            self._table = []
        elif token.type == "tr_open" and self._table is not None:
            self._table.append([])

    def _inline(self, token: Token) -> Iterator[Block]:
        text = _shown(token)
        if self._table:
            self._table[-1].append(text)
        elif self._level:
            yield Block("heading", text, level=self._level)
            self._level = 0
        elif self._number is not None:
            yield Block("item", self._number + text)
            self._number = None
        else:
            yield Block("paragraph", text)


def _verbatim(token: Token) -> Iterator[Block]:
    text = _TAG.sub(" ", token.content) if token.type == "html_block" else token.content
    for line in text.split("\n\n") if token.type == "html_block" else text.splitlines():
        if clean_text(line):
            yield Block("paragraph", clean_text(line))


def _shown(token: Token) -> str:
    """The words that are shown: emphasis, addresses and pictures go, and so do the tags of raw HTML."""
    parts: list[str] = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type == "html_inline":
            parts.append(_TAG.sub("\n" if child.content.lower().startswith("<br") else "", child.content))
    text = _FOOTNOTE.sub(r"\1", "".join(parts))
    return join_lines([line for line in map(clean_text, text.split("\n")) if line])

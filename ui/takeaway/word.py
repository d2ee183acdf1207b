"""The conversation as a Word document (.docx)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ui.takeaway.characters import clean
from ui.takeaway.conversation import outline_of
from ui.takeaway.outline import BulletList, Heading, Paragraph, Quote
from ui.takeaway.word_template import LANGUAGE_TAGS, LINK_STYLE, prepare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run as WordRun

    from corpus.document import Document, Language
    from ui.takeaway.outline import Block, Item, Run
    from ui.takeaway.turn import Turn

_ITEM_STYLES = ("List Bullet", "List Bullet 2")


def to_word(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    *,
    base_url: str,
    exported: datetime,
    language: Language,
) -> bytes:
    """Return a conversation as the bytes of a Word document.

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
    word = docx.Document()
    prepare(word, outline)
    for block in outline.blocks:
        _write_block(word, block, language)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _write_block(word: WordDocument, block: Block, language: Language) -> None:
    match block:
        case Heading(level, runs):
            _write_runs(word.add_heading(level=level), runs, language)
        case Paragraph(runs):
            _write_runs(word.add_paragraph(), runs, language)
        case Quote(run):
            _write_runs(word.add_paragraph(style="Quote"), (run,), language)
        case BulletList(items):
            _write_items(word, items, language)


def _write_items(word: WordDocument, items: Sequence[Item], language: Language, depth: int = 0) -> None:
    for item in items:
        _write_runs(word.add_paragraph(style=_ITEM_STYLES[depth]), item.runs, language)
        _write_items(word, item.children, language, depth + 1)


def _write_runs(paragraph: WordParagraph, runs: Sequence[Run], language: Language) -> None:
    for run in runs:
        written = paragraph.add_run(clean(run.text))
        written.bold = run.bold or None
        written.italic = run.italic or None
        if run.link:
            _link(paragraph, written, run.link)
        if run.language != language:
            _mark_language(written, run.language)


def _link(paragraph: WordParagraph, run: WordRun, url: str) -> None:
    """Make a run a link; python-docx can read links but not write them."""
    run.style = LINK_STYLE
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    hyperlink.append(run._r)
    paragraph._p.append(hyperlink)


def _mark_language(run: WordRun, language: Language) -> None:
    """Tell the screen reader and the spelling checker that a run is in another language than the document."""
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), LANGUAGE_TAGS[language])
    run._r.get_or_add_rPr().append(mark)

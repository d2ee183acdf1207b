"""The empty Word document: page, styles, language and properties."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from corpus.document import Language
    from ui.takeaway.outline import Outline

LANGUAGE_TAGS: Final[dict[Language, str]] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
LINK_STYLE: Final = "Hyperlink"
_AUTHOR = "Veikartassistenten"
_HEADING_STYLES = ("Heading 1", "Heading 2", "Heading 3")
# Both stand out at least 7:1 from white (WCAG 2.2, 1.4.6).
_HEADING_COLOUR = RGBColor(0x1B, 0x36, 0x5D)
_LINK_COLOUR = RGBColor(0x0B, 0x4F, 0x8A)
_WORD_2013 = "15"  # an older mode makes Word show the document as made by an old version


def prepare(word: WordDocument, outline: Outline) -> None:
    """Make python-docx's default document ours.

    Args:
        word: A new document.
        outline: What is to be written in it.
    """
    _set_page(word)
    _set_styles(word)
    _set_language(word, LANGUAGE_TAGS[outline.language])
    _set_properties(word, outline)
    _drop_preview(word)


def _set_page(word: WordDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.5)


def _set_styles(word: WordDocument) -> None:
    for name in _HEADING_STYLES:
        word.styles[name].font.color.rgb = _HEADING_COLOUR
    quote = word.styles["Quote"]
    quote.font.italic = False  # whole sentences in italics are hard to read
    quote.paragraph_format.left_indent = Cm(1)
    link = word.styles.add_style(LINK_STYLE, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb = _LINK_COLOUR
    link.font.underline = True


def _set_language(word: WordDocument, tag: str) -> None:
    for language in word.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), tag)
    for language in word.settings.element.xpath("w:themeFontLang"):
        language.set(qn("w:val"), tag)
    for mode in word.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), _WORD_2013)


def _set_properties(word: WordDocument, outline: Outline) -> None:
    moment = outline.exported.astimezone(UTC)
    properties = word.core_properties
    properties.title = outline.title
    properties.author = properties.last_modified_by = _AUTHOR
    properties.created = properties.modified = moment
    properties.language = LANGUAGE_TAGS[outline.language]
    properties.comments = ""


def _drop_preview(word: WordDocument) -> None:
    """Take away the picture of an empty page that python-docx's default document brings."""
    relations = word.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]

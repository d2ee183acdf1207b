"""Read PowerPoint presentations (.pptx, .pptm); a slide is a page, and speaker's notes are left out.

Notes are what somebody meant to say, often unfinished or meant for the speaker alone, so they are not the
municipality's words; the editor is told that there are some.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape

from corpus.importing.block import Block
from corpus.importing.cleaning import clean_text
from corpus.importing.extract import Reading
from corpus.importing.faults import ImportFault
from corpus.importing.items import item_text
from corpus.importing.limits import ImportLimits
from corpus.importing.ooxml import core_properties
from corpus.importing.package import open_parts
from corpus.importing.page_names import name_pages
from corpus.importing.rows import table_rows

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

_MACROS = b"ppt/vbaProject.bin"
_UNREAD_PLACEHOLDERS = frozenset({"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"})
_SAME_ROW = 100_000  # EMU, about 3 mm: shapes that stand so near the same height are read from the left


def read_slides(data: bytes, limits: ImportLimits) -> Reading:
    """Read a presentation: each slide's title, text and tables, in the order in which they stand.

    Args:
        data: The file.
        limits: How much it may unpack to, and how many slides it may have.

    Raises:
        ImportFault: If it is damaged, encrypted, a bomb, or has too many slides.
    """
    parts = open_parts(data, limits)
    try:
        show = Presentation(io.BytesIO(data))
        count = len(show.slides)
        if count > limits.pages:
            msg = f"filen har {count} lysbilder, og grensen er {limits.pages}; del den i flere filer"
            raise ImportFault(msg)
        slides = list(show.slides)
        blocks = tuple(block for number, slide in enumerate(slides, 1) for block in _slide(slide, number))
    except (PythonPptxError, KeyError, AttributeError, TypeError, IndexError) as error:
        msg = "PowerPoint-filen er skadet; åpne den i PowerPoint og lagre den på nytt"
        raise ImportFault(msg) from error
    title, year = core_properties(parts)
    return Reading(blocks, pages=count, title=title, published=year, notes=tuple(_notes(slides, data)))


def _notes(slides: Iterable[Slide], data: bytes) -> Iterator[str]:
    if _MACROS in data:
        yield "Filen har makroer; bare teksten er lest."
    noted = [number for number, slide in enumerate(slides, 1) if slide.has_notes_slide and _speaker_notes(slide)]
    if noted:
        yield f"Foredragsnotatene er ikke lest ({name_pages(noted).lower()})."
    hidden = [number for number, slide in enumerate(slides, 1) if _is_hidden(slide)]
    if hidden:
        yield f"Skjulte lysbilder er ikke lest ({name_pages(hidden).lower()})."

    drawn = [number for number, slide in enumerate(slides, 1) if any(map(_is_drawing, slide.shapes))]
    if drawn:
        yield f"Diagrammer og SmartArt er ikke lest ({name_pages(drawn).lower()})."


def _is_drawing(shape: BaseShape) -> bool:
    return isinstance(shape, GraphicFrame) and not shape.has_table


def _speaker_notes(slide: Slide) -> str:
    frame = slide.notes_slide.notes_text_frame
    return frame.text.strip() if frame is not None else ""


def _is_hidden(slide: Slide) -> bool:
    return slide.element.get("show") in {"0", "false"}


def _slide(slide: Slide, number: int) -> Iterator[Block]:
    if _is_hidden(slide):
        return
    title = slide.shapes.title
    heading = clean_text(title.text_frame.text) if title is not None else ""
    # A slide without a title gets one, so that its text does not seem to belong to the slide before.
    yield Block("heading", heading or f"Lysbilde {number}", number, 1)
    # Iterating makes new objects for the same shapes, so the title is known by its identity in the file.
    passed = {title.shape_id} if title is not None else set[int]()
    yield from _shapes([shape for shape in slide.shapes if shape.shape_id not in passed], number)


def _shapes(shapes: Iterable[BaseShape], number: int) -> Iterator[Block]:
    for shape in sorted(shapes, key=_place):
        if isinstance(shape, GroupShape):
            yield from _shapes(shape.shapes, number)
        elif shape.has_table:
            table: Any = shape.table  # type: ignore[attr-defined]  # only shapes that have a table come here
            cells = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
            yield from table_rows(cells, number, headed=bool(table.first_row) or None)
        elif shape.has_text_frame and not _is_furniture(shape):
            yield from _text(shape, number)


def _place(shape: BaseShape) -> tuple[int, int]:
    return (shape.top or 0) // _SAME_ROW, shape.left or 0


def _is_furniture(shape: BaseShape) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type.name in _UNREAD_PLACEHOLDERS


def _text(shape: BaseShape, number: int) -> Iterator[Block]:
    frame: Any = shape.text_frame  # type: ignore[attr-defined]  # only shapes that have text come here
    paragraphs = [(clean_text(paragraph.text), paragraph.level) for paragraph in frame.paragraphs]
    said = [(text, level) for text, level in paragraphs if text]
    for text, level in said:
        item = item_text(text)
        # Points are paragraphs of the body; whether they show a bullet is up to the slide's master.
        is_point = item is not None or level > 0 or (shape.is_placeholder and len(said) > 1)
        yield Block("item" if is_point else "paragraph", text if item is None else item, number)

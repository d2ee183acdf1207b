"""Read a PDF page into segments and ruled lines."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium_document
import pypdfium2.raw as pdfium

from corpus.importing.cleaning import clean_text
from corpus.importing.pdf.characters import Character, Characters
from corpus.importing.pdf.segment import Box, Page, Segment, around

_WIDE_GAP = 1.0  # of the letters' size; between words it is about a quarter
_WIDEST_SPACE = 4.0
_SMALL = 0.8
_RAISED = 0.15
_THIN = 3.0
_SHORTEST_RULE = 8.0
_MOST_OBJECTS = 20_000
_SCANNED_CHARACTERS, _SCANNED_AREA = 50, 0.5
_DRAWN_LETTERS = 300  # curves on a page without text that are likely letters
_MAP = 2000  # drawn objects; a map has many dots that are no bullets
_LARGEST_DOT, _ROUND = 7.0, 1.0
_LINE_ENDS = "\r\n"
_HYPHEN = "\x02"  # PDFium's sign for a hyphen at a line's end


def read_page(document: pdfium_document.PdfDocument, number: int) -> Page:
    """Read a page.

    Args:
        document: The PDF.
        number: The page, from 1.
    """
    page = document[number - 1]
    try:
        width, height = page.get_size()
        drawn = list(_objects(page.raw))
        rules, pictures, curves = _rules(drawn, height), _pictures(drawn, height), len(drawn)
        text_page = page.get_textpage()
        try:
            characters = Characters(text_page.raw, height).read()
        finally:
            text_page.close()
    finally:
        page.close()
    segments = list(_segments(characters, [rule for rule in rules if rule.width < rule.height]))
    letters = [character.text for character in characters if not character.text.isspace()]
    area = sum(picture.width * picture.height for picture in pictures)
    has_picture = area > _SCANNED_AREA * width * height or (pictures and not letters) or curves > _DRAWN_LETTERS
    return Page(
        number=number,
        box=Box(0, 0, width, height),
        segments=(*segments, *_drawn_bullets(drawn, height, segments)),
        rules=tuple(rules),
        is_scanned=bool(has_picture) and len(letters) < (_SCANNED_CHARACTERS if pictures else 1),
        unreadable=sum(map(_is_unreadable, letters)) / max(1, len(letters)),
    )


def _is_unreadable(letter: str) -> bool:
    return letter == "\ufffd" or (letter < " " and letter != _HYPHEN)


def _objects(page: object) -> Iterator[tuple[int, Box]]:
    """Kind and bounds of what is drawn, still measured from the bottom."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for place in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        wanted = {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}
        if kind in wanted and pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            yield kind, Box(left.value, top.value, right.value, bottom.value)


def _drawn_bullets(drawn: Sequence[tuple[int, Box]], height: float, segments: Sequence[Segment]) -> Iterator[Segment]:
    """Browsers draw the bullets of lists as dots, which are no letters."""
    for kind, measured in drawn if len(drawn) < _MAP else ():
        box = _from_top(measured, height)
        is_dot = max(box.width, box.height) < _LARGEST_DOT and abs(box.width - box.height) < _ROUND and box.width > 1
        if kind != pdfium.FPDF_PAGEOBJ_PATH or not is_dot:
            continue
        middle = (box.top + box.bottom) / 2
        text = next((each for each in segments if each.box.top < middle < each.box.bottom), None)
        if text is not None and 0 < text.box.left - box.right < 2 * text.size:
            yield Segment("•", Box(box.left, text.box.top, box.right, text.box.bottom), text.size, bold=False)


def _pictures(drawn: Sequence[tuple[int, Box]], height: float) -> list[Box]:
    return [_from_top(box, height) for kind, box in drawn if kind == pdfium.FPDF_PAGEOBJ_IMAGE]


def _rules(drawn: Sequence[tuple[int, Box]], height: float) -> list[Box]:
    """Thin boxes, and the edges of others, which are the frames and backgrounds of cells."""
    rules = []
    for kind, measured in drawn:
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        box = _from_top(measured, height)
        if box.width <= _THIN or box.height <= _THIN:
            rules.append(box)
        else:
            rules += [
                Box(box.left, box.top, box.right, box.top),
                Box(box.left, box.bottom, box.right, box.bottom),
                Box(box.left, box.top, box.left, box.bottom),
                Box(box.right, box.top, box.right, box.bottom),
            ]
    return [rule for rule in rules if max(rule.width, rule.height) >= _SHORTEST_RULE]


def _from_top(box: Box, height: float) -> Box:
    return Box(box.left, height - box.top, box.right, height - box.bottom)


def _segments(characters: Sequence[Character], uprights: Sequence[Box]) -> Iterator[Segment]:
    held: list[Character] = []
    last: Character | None = None
    has_space = False
    for character in characters:
        if character.text in _LINE_ENDS:
            yield from _segment(held)
            held, has_space = [], False
        elif character.text.isspace():
            has_space = True
        else:
            if last is not None and _is_raised_number(last, character):
                continue
            if held and _is_apart(held[-1], character, uprights):
                yield from _segment(held)
                held = []
            elif held and (has_space or _is_raised_number(character, held[-1])):
                held.append(Character(" ", held[-1].box, held[-1].look))
            held.append(character)
            last, has_space = character, False
    yield from _segment(held)


def _is_raised_number(before: Character, character: Character) -> bool:
    """Whether a figure refers from the text to a footnote: it is no part of the word before it."""
    is_small = character.text.isdigit() and character.look.size < _SMALL * before.look.size
    is_next = abs(character.box.left - before.box.right) < before.look.size
    return is_small and is_next and before.box.bottom - character.box.bottom > _RAISED * before.look.size


def _is_apart(before: Character, character: Character, uprights: Sequence[Box]) -> bool:
    size = max(before.look.size, character.look.size, 1.0)
    gap = character.box.left - before.box.right
    middle = (character.box.top + character.box.bottom) / 2
    # A program that sets a table draws each cell by itself, while one that justifies a line only widens its spaces.
    widest = _WIDEST_SPACE if before.look.holder == character.look.holder else _WIDE_GAP
    if gap > widest * size or gap < -2 * size or not before.box.top <= middle <= before.box.bottom:
        return True
    return gap > 0 and any(
        before.box.right - 1 <= rule.left <= character.box.left + 1 and rule.top <= middle <= rule.bottom
        for rule in uprights
    )


def _segment(characters: Sequence[Character]) -> Iterator[Segment]:
    text = clean_text("".join("-" if each.text == _HYPHEN else each.text for each in characters))
    if not text:
        return
    letters = [each for each in characters if each.text != " "]
    sizes = Counter(each.look.size for each in letters)
    bold = sum(each.look.bold for each in letters)
    yield Segment(text, around(each.box for each in letters), sizes.most_common(1)[0][0], 2 * bold > len(letters))

"""Read the letters of a PDF page, each with its place, size and weight."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

from corpus.importing.pdf.segment import Box

_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi", "halvfet")
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_LINE_ENDS = (10, 13)
_NAME_SIZE = 256
_ALIGNED = 0.09  # radians; letters that lean more than others on the page are stamps or vertical labels
_MOST = 400_000  # letters on one page


@dataclass(frozen=True)
class Look:
    """How the letters of one text object look, and which object it is."""

    size: float
    bold: bool
    quarter: int
    holder: int


class Character(NamedTuple):
    """A letter, or the space or line end that stands for a gap between letters."""

    text: str
    box: Box
    look: Look


class Characters:
    """The letters of a page, in the order in which the file draws them.

    Args:
        text_page: PDFium's handle.
        height: The page's height.
    """

    def __init__(self, text_page: object, height: float) -> None:
        self._page = text_page
        self._height = height
        self._looks: dict[int, Look | None] = {}

    def read(self) -> list[Character]:
        """Return the letters that stand the way that most do, turned upright."""
        found = list(self._all())
        quarters = Counter(character.look.quarter for character in found)
        quarter = quarters.most_common(1)[0][0] if quarters else 0
        if len(quarters) > 1:
            found = [character for character in found if character.look.quarter == quarter]
        if quarter == 0:
            return found
        return [each._replace(box=_turned(each.box, quarter, self._height)) for each in found]

    def _all(self) -> Iterator[Character]:
        """This runs for each of millions of letters, so it asks PDFium for as little as it can."""
        page, height, rectangle, looks = self._page, self._height, pdfium.FS_RECTF(), self._looks
        get_code, get_object, get_box = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetTextObject,
            pdfium.FPDFText_GetLooseCharBox,
        )
        look: Look | None = None
        for place in range(min(pdfium.FPDFText_CountChars(page), _MOST)):
            code = get_code(page, place)
            if code not in _LINE_ENDS:
                holder = get_object(page, place)
                key = ctypes.addressof(holder.contents) if holder else 0
                # The letters of an object look alike; a space that PDFium puts in has no object.
                if key not in looks or not key:
                    looks[key] = self._asked(place, key)
                look = looks[key]
            if look is not None:
                get_box(page, place, rectangle)
                box = Box(rectangle.left, height - rectangle.top, rectangle.right, height - rectangle.bottom)
                yield Character(chr(code) if code else "\ufffd", box, look)

    def _asked(self, place: int, holder: int) -> Look | None:
        angle = max(0.0, pdfium.FPDFText_GetCharAngle(self._page, place))
        quarter = round(angle / (math.pi / 2))
        if abs(angle - quarter * math.pi / 2) > _ALIGNED:
            return None
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, place, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = pdfium.FPDFText_GetFontSize(self._page, place) * scale
        return Look(round(size, 1), self._is_bold(place), quarter % 4, holder)

    def _is_bold(self, place: int) -> bool:
        name, flags = ctypes.create_string_buffer(_NAME_SIZE), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._page, place, name, _NAME_SIZE, flags)
        shown = name.value.decode("latin-1").lower()
        weight = pdfium.FPDFText_GetFontWeight(self._page, place)
        return weight >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD) or any(word in shown for word in _BOLD_NAMES)


def _turned(box: Box, quarter: int, height: float) -> Box:
    """Turn a box so that letters that stand on end or on their heads lie; PDFium counts the quarters clockwise."""
    left, top, right, bottom = box
    if quarter == 1:
        return Box(top, height - right, bottom, height - left)
    if quarter == 2:  # noqa: PLR2004 - quarters of a turn
        return Box(-right, height - bottom, -left, height - top)
    return Box(height - bottom, left, height - top, right)

"""Draw a page of a PDF as a grey picture for text recognition."""

from __future__ import annotations

import pypdfium2 as pdfium

_DOTS_AN_INCH = 300
_POINTS_AN_INCH = 72
_LARGEST_SIDE = 5000  # pixels; a poster is drawn coarser


def render_page(data: bytes, page: int) -> bytes:
    """Return a page as a PGM picture.

    Args:
        data: The PDF.
        page: The page, from 1.
    """
    drawn = pdfium.PdfDocument(data)[page - 1]
    scale = min(_DOTS_AN_INCH / _POINTS_AN_INCH, _LARGEST_SIDE / max(*drawn.get_size(), 1))
    bitmap = drawn.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)

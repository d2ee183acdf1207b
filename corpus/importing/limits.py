"""How much a file may be and cost before the import of it is given up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportLimits:
    """The limits of one import; the defaults are far above any municipal plan.

    Args:
        bytes: Size of the file.
        pages: Pages or slides.
        seconds: Time for reading it.
        memory: Memory that the reading process may use, in bytes.
        characters: Characters of text.
        parts: Files inside a Word, PowerPoint or ODT file.
        unpacked: Size of those parts together, unpacked.
        ratio: How many times larger than packed they may be, unpacked; small ones are never asked.
        ocr_pages: Scanned pages that Tesseract may be given.
        ocr_seconds: Time for one of them.
    """

    bytes: int = 100_000_000
    pages: int = 2000
    seconds: float = 120
    memory: int = 1 << 30
    characters: int = 5_000_000
    parts: int = 10_000
    unpacked: int = 400_000_000
    ratio: int = 200
    ocr_pages: int = 200
    ocr_seconds: float = 60

    @property
    def answer(self) -> int:
        """Bytes that the reading process may answer with; JSON writes a character of the BMP in at most six."""
        return 8 * self.characters + 1_000_000

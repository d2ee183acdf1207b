"""Look into a zipped document before any library does: bombs, too many parts, damaged parts."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits

_DAMAGED = "filen er skadet (den kan ikke pakkes ut); last den ned eller lagre den på nytt"
_BOMB = "filen pakker ut til urimelig mye data (en «zip-bombe») og er ikke åpnet"
_UNSAFE_XML = (
    "filen har XML med egne definisjoner (DTD eller entiteter), som ekte dokumenter ikke har; den er ikke lest"
)
_ALWAYS_FINE = 5_000_000  # unpacked bytes that are no bomb, however well they were packed
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)
_XML_ENDS = (".xml", ".rels", ".vml")


def open_parts(data: bytes, limits: ImportLimits) -> Mapping[str, bytes]:
    """Return the XML parts of a zipped document by name, all checked; nothing is written to any disk.

    Args:
        data: The file.
        limits: How much it may unpack to.

    Raises:
        ImportFault: If the file is damaged, a bomb, or holds XML with definitions of its own.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive.infolist(), len(data), limits)
            # zipfile reads no more of a part than its declared size, so the sum above holds.
            parts = {info.filename: archive.read(info) for info in archive.infolist() if _is_xml(info.filename)}
    except _BROKEN as error:
        if isinstance(error, ImportFault):
            raise
        raise ImportFault(_DAMAGED) from error
    for name, part in parts.items():
        if _has_definitions(part):
            msg = f"{_UNSAFE_XML} (i {name})"
            raise ImportFault(msg)
    return parts


def parse_part(part: bytes) -> Element:
    """Parse a part's XML.

    Raises:
        ImportFault: If it is not well-formed, or has definitions of its own.
    """
    try:
        root: Element = fromstring(part, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportFault(_UNSAFE_XML) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImportFault(_DAMAGED) from error
    return root


def _is_xml(name: str) -> bool:
    return name.lower().endswith(_XML_ENDS)


def _has_definitions(part: bytes) -> bool:
    """Whether a DTD begins anywhere, also in UTF-16 (where every other byte is zero)."""
    start = part[:4096].replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<!ENTITY" in part


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, limits: ImportLimits) -> None:
    if len(parts) > limits.parts:
        raise ImportFault(_BOMB)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked or (unpacked > _ALWAYS_FINE and unpacked > limits.ratio * max(size, 1)):
        raise ImportFault(_BOMB)
    if _overlap(parts) or len({part.filename for part in parts}) < len(parts):
        raise ImportFault(_BOMB)


def _overlap(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts share packed bytes, as in bombs that need no nesting."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + part.compress_size
    return False

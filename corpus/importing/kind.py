"""Tell what a file is by its content; the suffix only decides between Markdown and plain text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.importing.encoding import decode
from corpus.importing.faults import ImportFault

FileKind = Literal["pdf", "docx", "pptx", "odt", "html", "markdown", "plain"]
FILE_KINDS: tuple[str, ...] = get_args(FileKind)
KIND_NAMES: dict[FileKind, str] = {
    "pdf": "en PDF",
    "docx": "et Word-dokument",
    "pptx": "en PowerPoint-presentasjon",
    "odt": "et ODT-dokument",
    "html": "en nettside (HTML)",
    "markdown": "Markdown",
    "plain": "ren tekst",
}
SUFFIXES: dict[str, FileKind] = {
    "pdf": "pdf",
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "pptx": "pptx",
    "pptm": "pptx",
    "ppsx": "pptx",
    "odt": "odt",
    "ott": "odt",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "plain",
}
_READABLE = "PDF, Word (.docx), PowerPoint (.pptx), ODT, HTML, Markdown eller ren tekst"
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "et bilde (PNG); importer dokumentet som bildet er hentet fra"),
    (b"\xff\xd8\xff", "et bilde (JPEG); importer dokumentet som bildet er hentet fra"),
    (b"GIF8", "et bilde (GIF); importer dokumentet som bildet er hentet fra"),
    (b"II*\0", "et bilde (TIFF); skann det til PDF"),
    (b"MM\0*", "et bilde (TIFF); skann det til PDF"),
    (b"RIFF", "et bilde eller lyd; importer dokumentet det er hentet fra"),
    (b"{\\rtf", "en RTF-fil; åpne den i Word og lagre som .docx"),
    (b"%!PS", "en PostScript-fil; eksporter den som PDF"),
    (b"MZ", "et program (.exe), ikke et dokument"),
    (b"\x7fELF", "et program, ikke et dokument"),
    (b"\x1f\x8b", "et pakket arkiv (gzip); pakk det ut og importer filene"),
    (b"7z\xbc\xaf", "et pakket arkiv (7z); pakk det ut og importer filene"),
    (b"Rar!", "et pakket arkiv (RAR); pakk det ut og importer filene"),
    (b"BZh", "et pakket arkiv (bzip2); pakk det ut og importer filene"),
)
_LOCKED = "filen er beskyttet med passord; åpne den, fjern passordet og lagre på nytt"
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ADVICE = {"doc": ("Word", ".docx"), "xls": ("Excel", ".xlsx og eksporter som PDF"), "ppt": ("PowerPoint", ".pptx")}
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HTML_TAG = re.compile(r"<(?:p|div|h[1-6]|ul|table|article|main|span|br)\b[^>]{0,500}>", re.I)
_OFFICE: tuple[tuple[bytes, FileKind], ...] = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main", "docx"),
    (b"presentationml.presentation.main", "pptx"),
    (b"presentationml.slideshow.main", "pptx"),
    (b"ms-powerpoint.presentation.macroEnabled.main", "pptx"),
    (b"ms-powerpoint.slideshow.macroEnabled.main", "pptx"),
)
_TYPES_PART, _TYPES_LIMIT = "[Content_Types].xml", 1_000_000
_HEADER_WITHIN = 1024  # a PDF may have other bytes before its mark


@dataclass(frozen=True)
class Told:
    """What a file is, and a note if its name says otherwise."""

    kind: FileKind
    note: str | None = None


def tell_kind(data: bytes, suffix: str = "") -> Told:
    """Tell a file's kind by its content.

    Args:
        data: The file.
        suffix: What its name ends in, without the dot and in lower case.

    Raises:
        ImportFault: If it is of no kind that can be imported, or no document at all.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        msg = "filen er tom; lagre dokumentet på nytt"
        raise ImportFault(msg)
    named = SUFFIXES.get(suffix)
    kind = _binary_kind(data, suffix) or _text_kind(data, suffix)
    if named is None or named == kind or {named, kind} == {"markdown", "plain"}:
        return Told(kind)
    if kind in {"html", "markdown", "plain"} and named in {"pdf", "docx", "pptx", "odt"}:
        hint = "; kanskje ble en innloggingsside lastet ned i stedet" if kind == "html" else ""
        msg = f"filen heter .{suffix}, men er {KIND_NAMES[kind]}{hint}; last ned eller lagre dokumentet på nytt"
        raise ImportFault(msg)
    return Told(kind, f"Filen heter .{suffix}, men er {KIND_NAMES[kind]}, og er lest som det.")


def _binary_kind(data: bytes, suffix: str) -> FileKind | None:
    if data.startswith(_OLE):
        raise ImportFault(_ole_message(data, suffix))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            named = f"filen heter .{suffix}, men er" if suffix in SUFFIXES else "filen er"
            msg = f"{named} {what}"
            raise ImportFault(msg)
    if b"%PDF-" in data[:_HEADER_WITHIN]:
        return "pdf"
    return None


def _text_kind(data: bytes, suffix: str) -> FileKind:
    text = decode(data)
    named = SUFFIXES.get(suffix)
    if _HTML_START.match(text[:10_000]) or (named == "html" and _HTML_TAG.search(text)):
        return "html"
    return "markdown" if named == "markdown" else "plain"


def _ole_message(data: bytes, suffix: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _LOCKED
    program, wanted = _OLE_ADVICE.get(suffix, ("Word, Excel eller PowerPoint", ".docx eller .pptx"))
    return f"filen er i det gamle formatet (før 2007); åpne den i {program} og lagre som {wanted}"


def _zip_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
                raise ImportFault(_LOCKED)
            names = set(archive.namelist())
            # Sizes are capped here already: this part is unpacked before the package's own checks.
            types = _start_of(archive, _TYPES_PART) if _TYPES_PART in names else b""
            mimetype = _start_of(archive, "mimetype") if "mimetype" in names else b""
    except ImportFault:
        raise
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError) as error:
        msg = "filen er skadet (den kan ikke pakkes ut); last den ned eller lagre den på nytt"
        raise ImportFault(msg) from error
    for mark, kind in _OFFICE:
        if mark in types:
            return kind
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if b"spreadsheetml" in types or b"opendocument.spreadsheet" in mimetype:
        msg = "filen er et regneark; eksporter det som PDF, eller lim tabellen inn i et Word-dokument"
    elif types or b"opendocument" in mimetype:
        msg = f"filen er et Office-dokument av en annen type; lagre det som {_READABLE}"
    else:
        msg = "filen er et zip-arkiv; pakk det ut og importer filene i det"
    raise ImportFault(msg)


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_TYPES_LIMIT)

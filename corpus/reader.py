"""Read a text from its file: front matter, sections, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import Document, Section
from corpus.front_matter import (
    Fault,
    FrontMatter,
    FrontMatterError,
    field_line,
    parse_front_matter,
    split_front_matter,
)
from corpus.page_marks import take_page_marks
from corpus.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

EDITORIAL_MARK = "(redaksjonelt)"
TEXTS_DIR = Path(__file__).parent / "texts"
_HEADING = re.compile(r"^##[ \t]+(?P<heading>.+?)[ \t]*$", re.MULTILINE)
_OTHER_HEADING = re.compile(r"^#(?!#[ \t])#*.*$", re.MULTILINE)


@dataclass(frozen=True)
class Corpus:
    """Every text that could be read, by id, and every fault in those and in the others."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def parse_document(path: Path, raw: str) -> Document:
    """Parse one text.

    Args:
        path: The file, whose name is the document's id.
        raw: The whole file.

    Raises:
        FrontMatterError: With every fault in the text.
    """
    raw = unicodedata.normalize("NFC", raw.removeprefix("\ufeff").replace("\r\n", "\n"))
    yaml_text, body_start = split_front_matter(path, raw)
    fields = parse_front_matter(path, yaml_text)
    body, pages = take_page_marks(raw[body_start:])
    first_line = raw.count("\n", 0, body_start) + 1
    sections = find_sections(body)
    faults = _field_faults(path, raw, fields) + _section_faults(path, body, sections, first_line)
    if faults:
        raise FrontMatterError(faults)
    return Document(
        id=fields.id,
        title=fields.title,
        type=fields.type,
        language=fields.language,
        basis=fields.basis,
        sources=tuple(source.to_source() for source in fields.sources),
        text=body,
        sections=sections,
        principles=tuple(fields.principles),
        principles_basis=fields.principles_basis,
        malbilder=tuple(fields.malbilder),
        sdg=tuple(fields.sdg),
        municipality=tuple(fields.municipality),
        period=fields.period,
        status=fields.status,
        questions=tuple(fields.questions),
        related=tuple(fields.related),
        translation_of=fields.translation_of,
        original=fields.original,
        pages=pages,
    )


def find_sections(body: str) -> tuple[Section, ...]:
    """Cut a text at its ``##`` headings; a heading that ends in ``(redaksjonelt)`` marks an editor's reading."""
    headings = list(_HEADING.finditer(body))
    sections = []
    lead_end = headings[0].start() if headings else len(body)
    if body[:lead_end].strip():
        sections.append(Section("", editorial=False, start=0, end=lead_end))
    for position, match in enumerate(headings):
        end = headings[position + 1].start() if position + 1 < len(headings) else len(body)
        heading = match["heading"]
        sections.append(
            Section(
                heading.removesuffix(EDITORIAL_MARK).rstrip(),
                editorial=heading.endswith(EDITORIAL_MARK),
                start=match.end(),
                end=end,
            )
        )
    return tuple(sections)


def read_corpus(folder: Path = TEXTS_DIR, *more: Path) -> Corpus:
    """Read every ``.md`` file below some folders, and report all faults at once.

    Args:
        folder: Folder with one subfolder a type.
        more: Further folders, such as that of the municipality's own documents.

    Returns:
        The documents without faults of their own, and all faults, sorted by file and line.
    """
    documents: dict[str, Document] = {}

    def keep(_: Path, document: Document) -> None:
        documents[document.id] = document

    faults = check_texts((folder, *more), keep)
    return Corpus(documents, faults)


def check_texts(folders: Iterable[Path], keep: Callable[[Path, Document], None]) -> tuple[Fault, ...]:
    """Read every ``.md`` file below some folders, one after the other.

    Args:
        folders: The folders.
        keep: Given each document without faults of its own, and its file.

    Returns:
        All faults, sorted by file and line.
    """
    known: dict[str, _Links] = {}
    faults: list[Fault] = []
    for path in (path for folder in folders for path in sorted(folder.rglob("[!.]*.md"))):
        try:
            document = read_text(path)
        except FrontMatterError as error:
            faults.extend(error.faults)
            continue
        if document.id in known:
            faults.append(Fault(path, 2, f"id: '{document.id}' finnes allerede i {known[document.id].path}"))
            continue
        known[document.id] = _Links(path, document.language, document.related, document.translation_of)
        keep(path, document)
    for name, links in known.items():
        faults.extend(_link_faults(name, links, known))
    return tuple(sorted(faults))


def read_text(path: Path) -> Document:
    """Read one text from its file.

    Raises:
        FrontMatterError: With every fault in the text, or why it cannot be read.
    """
    try:
        return parse_document(path, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise FrontMatterError([Fault(path, 1, "filen er ikke UTF-8; lagre den på nytt som UTF-8")]) from error
    except OSError as error:
        raise FrontMatterError([Fault(path, 1, f"kan ikke leses: {error.strerror}")]) from error


@dataclass(frozen=True)
class _Links:
    """Where a text lies, and what it says of other texts."""

    path: Path
    language: str
    related: tuple[str, ...]
    translation_of: str | None


def _link_faults(name: str, links: _Links, known: Mapping[str, _Links]) -> list[Fault]:
    """Links to texts that are not there, or to themselves."""
    path = links.path
    faults = [Fault(path, 1, f"related: ukjent dokument '{other}'") for other in links.related if other not in known]
    if name in links.related:
        faults.append(Fault(path, 1, "related: teksten viser til seg selv"))
    if links.translation_of is not None:
        original = known.get(links.translation_of)
        if original is None:
            faults.append(Fault(path, 1, f"translation_of: ukjent dokument '{links.translation_of}'"))
        elif original.language == links.language:
            faults.append(Fault(path, 1, "translation_of: originalen er på samme språk"))
    return faults


def _field_faults(path: Path, raw: str, fields: FrontMatter) -> list[Fault]:
    faults = []
    if fields.id != path.stem:
        faults.append(Fault(path, field_line(raw, "id"), f"id: '{fields.id}' er ikke filnavnet '{path.stem}'"))
    if fields.principles and fields.principles_basis is None:
        line = field_line(raw, "principles")
        faults.append(Fault(path, line, "principles_basis: feltet mangler (offisiell eller redaksjonell)"))
    if fields.original is None and not all(source.url for source in fields.sources):
        line = field_line(raw, "sources")
        faults.append(Fault(path, line, "sources: url mangler; bare et importert dokument kan være uten"))
    known = load_taxonomy().malbilder
    faults.extend(
        Fault(
            path,
            field_line(raw, "malbilder"),
            f"malbilder: ukjent målbilde '{name}' (kjente: {', '.join(known)})",
        )
        for name in fields.malbilder
        if name not in known
    )
    return faults


def _section_faults(path: Path, body: str, sections: tuple[Section, ...], first_line: int) -> list[Fault]:
    def line(offset: int) -> int:
        return first_line + body.count("\n", 0, offset)

    faults = [
        Fault(path, line(section.start), f"tomt avsnitt: '{section.heading}'")
        for section in sections
        if not body[section.start : section.end].strip()
    ]
    faults.extend(
        Fault(path, line(match.start()), f"bruk '## ' for overskrifter (her: '{match[0]}')")
        for match in _OTHER_HEADING.finditer(body)
    )
    seen: set[str] = set()
    for section in sections:
        if section.heading in seen:
            faults.append(Fault(path, line(section.start), f"overskriften '{section.heading}' står to ganger"))
        seen.add(section.heading)
    if not sections:
        faults.append(Fault(path, first_line, "teksten er tom"))
    return faults

"""Find one's way in the XML of Office documents, by local names, since strict and common files differ in namespaces."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from corpus.importing.metadata import year_in
from corpus.importing.package import parse_part

CORE_PROPERTIES = "docProps/core.xml"
_TEMPLATE_DATES = ("2013-12-23", "2013-01-27")  # of the templates in python-docx and python-pptx


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant that a path of local names leads to, if there is one."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Return the children with a local name."""
    return (each for each in (element if element is not None else ()) if local(each) == name)


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute by its local name."""
    attributes = element.attrib.items() if element is not None else ()
    return next((found for key, found in attributes if key.rpartition("}")[2] == name), None)


def number(element: Element | None, name: str = "val") -> int | None:
    """Return an attribute that is a whole number below a thousand."""
    said = value(element, name) or ""
    return int(said) if said.isdecimal() and len(said) < 4 else None  # noqa: PLR2004 - digits of a thousand


def is_on(element: Element | None) -> bool:
    """Return whether a property such as bold is there and not switched off."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


def main_part(parts: Mapping[str, bytes]) -> str | None:
    """Return the name of the package's main part."""
    return next((target for kind, target in relations(parts, "") if kind == "officeDocument"), None)


def relations(parts: Mapping[str, bytes], name: str) -> list[tuple[str, str]]:
    """Return the kind and target of a part's relations to other parts of the package.

    Args:
        parts: The package.
        name: The part, or "" for the package itself.
    """
    folder, file = posixpath.split(name)
    source = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    found = []
    for relation in parse_part(source) if source else ():
        if value(relation, "TargetMode") != "External":
            kind = (value(relation, "Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, value(relation, "Target") or ""))
            found.append((kind, target.lstrip("/")))
    return found


def core_properties(parts: Mapping[str, bytes]) -> tuple[str | None, int | None]:
    """Return the title and the year of the last change, unless that is only the template's."""
    part = parts.get(CORE_PROPERTIES)
    root = parse_part(part) if part else None
    title, dates = child(root, "title"), [child(root, "modified"), child(root, "created")]
    said = [date.text for date in dates if date is not None and date.text]
    years = [year for date in said if not date.startswith(_TEMPLATE_DATES) and (year := year_in(date))]
    return title.text if title is not None else None, years[0] if years else None

"""List the figures in the texts for review: ``python -m corpus.figures [--against FOLDER]``.

With a folder of fact files in YAML (a list of mappings with an ``id``), only figures that a text's facts do not hold
are listed, and the exit code is 1 if there are any.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
import yaml

from corpus.document import Document
from corpus.reader import read_corpus

_FIGURE = re.compile(r"\d[\d  .,]*\d|\d")


def figures(text: str) -> set[str]:
    """Return the figures in a text, without spaces and separators.

    Example:
        >>> sorted(figures("Om lag 11 500 kvadratmeter i 2020, 17,75 mill."))
        ['11500', '1775', '2020']
    """
    return {re.sub(r"[^\d]", "", match[0]) for match in _FIGURE.finditer(text)}


def read_facts(folder: Path) -> dict[str, str]:
    """Return the raw facts by id."""
    facts: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            facts[entry["id"]] = yaml.safe_dump(entry, allow_unicode=True)
    return facts


def unsupported(document: Document, facts: dict[str, str]) -> set[str]:
    """Return the figures in a document that its facts do not hold, as they are or as part of a longer one."""
    known = facts.get(document.translation_of or document.id, "")
    digits = re.sub(r"[^\d]", "", known)
    return {figure for figure in figures(document.text) if figure not in digits}


def main(
    against: Annotated[Path | None, typer.Option(help="Folder with fact files to compare with.")] = None,
) -> None:
    """List figures by text."""
    facts = read_facts(against) if against else None
    found = False
    for document in read_corpus().documents.values():
        listed = figures(document.text) if facts is None else unsupported(document, facts)
        if listed:
            found = True
            typer.echo(f"{document.id}: {', '.join(sorted(listed))}")
    raise typer.Exit(1 if facts is not None and found else 0)


if __name__ == "__main__":
    typer.run(main)

"""Readability by LIX (Björnsson 1968): words a sentence plus the percentage of words over six letters.

Under 35 is easy, 35 to 45 ordinary, over 55 hard. ``python -m corpus.readability`` prints the table by type, and with
ids the hardest sentences of those texts.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.reader import read_corpus
from corpus.sentences import split_sentences
from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.document import Document

_LONG_WORD = 6


def sentences_of(document: Document) -> list[str]:
    """Return the document's sentences, list items and rows, without headings."""
    return [
        document.text[sentence.start : sentence.end]
        for section in document.sections
        for sentence in split_sentences(document.text, section.start, section.end)
    ]


def lix(sentences: list[str]) -> float:
    """Return the LIX of some sentences.

    Example:
        >>> lix(["Kommunen deler data.", "Innbyggerne bruker dem."])
        36.333333333333336
    """
    found = [word for sentence in sentences for word in words(sentence)]
    if not found:
        return 0.0
    long = sum(len(word) > _LONG_WORD for word in found)
    return len(found) / len(sentences) + 100 * long / len(found)


def hardest(document: Document, count: int = 3) -> list[str]:
    """Return the sentences that add most to a document's LIX: long ones, and those with many long words."""
    return sorted(sentences_of(document), key=lambda sentence: -lix([sentence]))[:count]


def main(
    texts: Annotated[list[str] | None, typer.Argument(help="Ids; the table by type if none is given.")] = None,
) -> None:
    """Print the LIX of texts with their hardest sentences, or the table by type."""
    documents = read_corpus().documents
    for name in texts or ():
        if name not in documents:
            typer.echo(f"ukjent tekst '{name}'; bruk id-en, som er filnavnet uten .md", err=True)
            raise typer.Exit(2)
        typer.echo(f"{name}: LIX {lix(sentences_of(documents[name])):.1f}")
        for sentence in hardest(documents[name]):
            typer.echo(f"  {lix([sentence]):5.1f}  {sentence}")
    if not texts:
        _echo_table(documents.values())


def _echo_table(documents: Iterable[Document]) -> None:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for document in documents:
        groups[f"{document.type} ({document.language})"].append(lix(sentences_of(document)))
    typer.echo(f"{'type':<18}{'texts':>6}{'median':>8}{'highest':>9}")
    for name, values in sorted(groups.items()):
        typer.echo(f"{name:<18}{len(values):>6}{median(values):>8.1f}{max(values):>9.1f}")


if __name__ == "__main__":
    typer.run(main)

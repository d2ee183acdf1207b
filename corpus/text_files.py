"""Text files: a collection that memory need not hold, read one text at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from corpus.document import Document
from corpus.front_matter import Fault, FrontMatterError
from corpus.reader import Corpus, check_texts, read_text

if TYPE_CHECKING:
    from pathlib import Path


class ChangedTextError(ValueError):
    """A text is no longer what it was when the collection was checked; ``fault`` says which."""

    def __init__(self, path: Path) -> None:
        self.fault = Fault(path, 1, "ble endret mens indeksen ble bygd; kjør 'veikart index' igjen")
        super().__init__(str(self.fault))


class TextFiles(Mapping[str, Document]):
    """Texts by id. Each is read from its file whenever it is asked for, and none is held.

    Args:
        files: The file of each text, and the digest of what it said.
    """

    def __init__(self, files: Mapping[str, tuple[Path, bytes]]) -> None:
        self._files = files

    def __getitem__(self, name: str) -> Document:
        """Read a text.

        Raises:
            ChangedTextError: If it is not what it was.
        """
        path, digest = self._files[name]
        try:
            document = read_text(path)
        except FrontMatterError as error:
            raise ChangedTextError(path) from error
        if _digest(document) != digest:
            raise ChangedTextError(path)
        return document

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def survey_corpus(*folders: Path) -> Corpus:
    """Read every text below some folders once, and report all faults; the texts are left in their files."""
    files: dict[str, tuple[Path, bytes]] = {}

    def note(path: Path, document: Document) -> None:
        files[document.id] = path, _digest(document)

    faults = check_texts(folders, note)
    return Corpus(TextFiles(files), faults)


def _digest(document: Document) -> bytes:
    return hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).digest()

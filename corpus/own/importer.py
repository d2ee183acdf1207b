"""The importer: takes files, uploads and addresses into the library, each by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.importing.limits import ImportLimits
from corpus.importing.sandbox import read_file
from corpus.own.fetching import FetchLimits, fetch
from corpus.own.intake import Given, Received, Taken, take_in

if TYPE_CHECKING:
    from corpus.document import Language
    from corpus.importing.extract import Extract
    from corpus.own.library import Library

_JUDGED_CHARACTERS = 20_000  # of a text, to tell its language


@dataclass(frozen=True)
class Importer:
    """Reads documents and puts them up for review.

    Args:
        library: Where they are kept.
        language_of: Tells the language of a text, or None when its words do not tell.
        reserved: Ids that are taken by other texts.
        limits: How much a document may be and cost.
        fetching: How much one on the web may.
    """

    library: Library
    language_of: Callable[[str], Language | None]
    reserved: Collection[str] = ()
    limits: ImportLimits = field(default_factory=ImportLimits)
    fetching: FetchLimits = field(default_factory=FetchLimits)

    def take_file(self, path: Path, given: Given) -> Taken:
        """Take in a file.

        Args:
            path: The file.
            given: What the editor says of it.

        Raises:
            ImportFault: If it cannot be read.
            LibraryError: If it cannot be kept.
        """
        extract = read_file(path, self.limits)
        return self._keep(extract, path.name, path.read_bytes(), given)

    def take_content(self, name: str, content: bytes, given: Given) -> Taken:
        """Take in what was uploaded.

        Args:
            name: What the file was called; says only how it ends.
            content: What it holds.
            given: What the editor says of it.

        Raises:
            ImportFault: If it cannot be read.
            LibraryError: If it cannot be kept.
        """
        return self._keep(self._read(name, content), name, content, given)

    def take_address(self, address: str, given: Given) -> Taken:
        """Take in a document on the web.

        Args:
            address: Where it is.
            given: What the editor says of it.

        Raises:
            ImportFault: If it cannot be fetched or read.
            LibraryError: If it cannot be kept.
        """
        content = fetch(address, self.fetching).content
        name = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
        return self._keep(self._read(name, content), address, content, given)

    def _read(self, name: str, content: bytes) -> Extract:
        with tempfile.TemporaryDirectory(prefix="veikart-") as folder:
            path = Path(folder) / f"dokument{_ending(name)}"
            path.write_bytes(content)
            return read_file(path, self.limits)

    def _keep(self, extract: Extract, origin: str, content: bytes, given: Given) -> Taken:
        text = " ".join(block.text for block in extract.blocks)[:_JUDGED_CHARACTERS]
        language = self.language_of(text) or "nb"
        received = Received(origin, content, datetime.now(UTC).date(), given)
        return take_in(extract, received, self.library, language=language, reserved=self.reserved)


def _ending(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if suffix[1:].isalnum() and suffix.isascii() else ""

"""An entry of the library: one of the municipality's own documents and how far it has come."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from corpus.front_matter import FrontMatter

State = Literal["review", "live", "withdrawn"]


@dataclass(frozen=True)
class Entry:
    """A document of the library.

    Args:
        path: Its file.
        fields: Its front matter.
        body: Its text, with page marks.
        state: ``review`` until an editor has approved it, then ``live``, and ``withdrawn`` once it is taken out of use.
        changed: When its file was last changed, in UTC.
        raw: The whole file.
    """

    path: Path
    fields: FrontMatter
    body: str
    state: State
    changed: datetime
    raw: str

    @property
    def id(self) -> str:
        """The document's id."""
        return self.fields.id

    @property
    def version(self) -> str:
        """Short hash of the file, so that nobody overwrites what they have not seen."""
        return hashlib.sha256(self.raw.encode()).hexdigest()[:12]

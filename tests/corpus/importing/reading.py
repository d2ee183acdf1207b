"""Read a file the way the command does, and show what an editor would see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.importing.block import Block
from corpus.importing.composition import to_body
from corpus.importing.extract import Extract
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits
from corpus.importing.sandbox import read_file


@dataclass(frozen=True)
class Editor:
    """An editor with a folder of files."""

    folder: Path

    def imports(self, name: str, data: bytes | str, limits: ImportLimits | None = None) -> Extract:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_file(path, limits)

    def body(self, name: str, data: bytes | str) -> str:
        return to_body(self.imports(name, data).blocks)

    def is_refused(self, name: str, data: bytes | str, limits: ImportLimits | None = None) -> str:
        with pytest.raises(ImportFault) as raised:
            self.imports(name, data, limits)
        return str(raised.value)


def texts(blocks: tuple[Block, ...], kind: str) -> list[str]:
    return [block.text for block in blocks if block.kind == kind]

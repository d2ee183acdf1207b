"""A clock that can be set wrong, for processes that are started with it; what counts seconds goes on as before."""

from __future__ import annotations

import shutil
import struct
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

RIGHT = timedelta()


@dataclass(frozen=True)
class Clock:
    """A clock.

    Args:
        file: Where the processes read how wrong it is, in seconds.
        library: What they read it with; none where it cannot be compiled.
    """

    file: Path
    library: Path | None

    @classmethod
    def made(cls, folder: Path) -> Clock:
        """A right clock, in a folder of its own."""
        (folder / "ahead").write_bytes(struct.pack("q", 0))
        library = folder / "clock.so"
        if not (compiler := shutil.which("cc")):
            return cls(folder / "ahead", None)
        source = Path(__file__).with_name("clock.c")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)], check=True)
        return cls(folder / "ahead", library)

    def set(self, ahead: timedelta) -> None:
        with self.file.open("r+b") as stream:  # the same file, which the processes hold
            stream.write(struct.pack("q", int(ahead.total_seconds())))

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to be started with."""
        return {"LD_PRELOAD": str(self.library), "WRONG_CLOCK": str(self.file)} if self.library else {}

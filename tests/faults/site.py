"""A place where the assistant runs: its data folder and its texts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings


@dataclass(frozen=True)
class Site:
    data: Path
    texts: Path

    def copied(self, folder: Path) -> Site:
        """The same in another folder, with the model where it was."""
        return Site(
            shutil.copytree(self.data, folder / "data", symlinks=True), shutil.copytree(self.texts, folder / "texts")
        )

    @property
    def settings(self) -> Settings:
        return Settings(data=self.data, texts=self.texts)

    @property
    def index(self) -> Path:
        return self.settings.index_folder

    def current(self) -> Path:
        """Folder of the snapshot in use."""
        return self.index / "snapshots" / (self.index / "current").read_text(encoding="utf-8")

    def left(self) -> list[str]:
        """Names of all snapshots, whole and half."""
        return sorted(path.name for path in (self.index / "snapshots").iterdir())

"""A handful of texts, small enough to index in a moment, one of which says each time something else."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT

QUESTION = "Hva kostet Orklandbadet?"
UNCOVERED = "Hvem vant VM i fotball i 2022?"
_SOURCES = ("prinsipp/prinsipp-1.md", "prinsipp/prinsipp-3.md", "praksis/orklandbadet.md")
_CHANGING = "prinsipp-1.md"


def write_texts(folder: Path) -> Path:
    """Copy the texts, without what they say of texts that are not among them."""
    folder.mkdir(parents=True)
    for source in _SOURCES:
        whole = (ROOT / "corpus/texts" / source).read_text(encoding="utf-8")
        kept = "".join(line for line in whole.splitlines(True) if not line.startswith("related:"))
        (folder / Path(source).name).write_text(kept, encoding="utf-8")
    return folder


def change(folder: Path, mark: str) -> None:
    """Make the texts say something that they never said."""
    path = folder / _CHANGING
    kept = path.read_text(encoding="utf-8").partition("\n\nEndring ")[0].rstrip()
    path.write_text(f"{kept}\n\nEndring {mark} handler om {mark} i kommunen.\n", encoding="utf-8")


def mark_in(text: str) -> str:
    """What the changing text says of itself."""
    return text.rpartition("Endring ")[2].partition(" ")[0] if "Endring " in text else ""

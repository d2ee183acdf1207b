"""Measure the import: known sentences found word for word, on their right pages, and time a page.

``python -m eval.bench.importing`` makes the files itself and reads each in its own process, as ``veikart import`` does.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import typer

from corpus.importing.composition import to_body
from corpus.importing.sandbox import read_file
from eval.bench.import_samples import all_samples
from eval.bench.import_story import Sample

_MARK = re.compile(r"<!-- side (\d+) -->\s?")


@dataclass(frozen=True)
class Finding:
    """How a file was read.

    Args:
        found: Known sentences that stand in the text word for word.
        known: Known sentences.
        right: Of those found and known by page, those on the right one.
        paged: Those found and known by page.
        leaked: What must not be in the text but is.
        pages: Pages of the file; 1 if the format has none.
        seconds: Time for reading it.
        missing: The sentences that were not found or stand on a wrong page.
    """

    found: int
    known: int
    right: int
    paged: int
    leaked: tuple[str, ...]
    pages: int
    seconds: float
    missing: tuple[str, ...]


def measure(sample: Sample, folder: Path) -> Finding:
    """Read a file and look for what it is known to hold.

    Args:
        sample: The file.
        folder: Where to put it.
    """
    path = folder / f"sample.{sample.suffix}"
    path.write_bytes(sample.data)
    start = time.perf_counter()
    extract = read_file(path)
    body = to_body(extract.blocks)
    seconds = time.perf_counter() - start
    plain, pages = _without_marks(body)
    found = right = paged = 0
    missing = []
    for known in sample.known:
        at = plain.find(known.text)
        found += at >= 0
        is_right = known.page is None or (at >= 0 and _page_at(pages, at) == known.page)
        paged += at >= 0 and known.page is not None
        right += at >= 0 and known.page is not None and is_right
        if at < 0 or not is_right:
            missing.append(known.text)
    leaked = tuple(text for text in sample.beside if text in plain)
    return Finding(found, len(sample.known), right, paged, leaked, extract.pages or 1, seconds, tuple(missing))


def _without_marks(body: str) -> tuple[str, list[tuple[int, int]]]:
    """The body without page marks, and where each page begins in it."""
    plain, pages, last = "", [], 0
    for match in _MARK.finditer(body):
        plain += body[last : match.start()]
        pages.append((len(plain), int(match[1])))
        last = match.end()
    return plain + body[last:], pages


def _page_at(pages: list[tuple[int, int]], offset: int) -> int | None:
    return next((page for start, page in reversed(pages) if start <= offset), None)


def main() -> None:
    """Measure all files and print a line a format."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for sample in all_samples():
            findings[sample.suffix].append(measure(sample, Path(folder)))
    typer.echo("format  files  sentences  found  pages right  leaks  ms a page  ms a file")
    for suffix, group in findings.items():
        known, found = sum(each.known for each in group), sum(each.found for each in group)
        paged, right = sum(each.paged for each in group), sum(each.right for each in group)
        share = f"{right / paged:.3f}" if paged else "-"
        milliseconds = 1000 * sum(each.seconds for each in group)
        typer.echo(
            f"{suffix:6}  {len(group):5}  {known:9}  {found / known:5.3f}  {share:>11}"
            f"  {sum(len(each.leaked) for each in group):5}  {milliseconds / sum(each.pages for each in group):9.1f}"
            f"  {milliseconds / len(group):9.0f}"
        )


if __name__ == "__main__":
    main()

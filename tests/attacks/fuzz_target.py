"""One parser under fuzzing, in a process of its own: ``python -m tests.attacks.fuzz_target <name>``.

What a parser raises of its own is an answer; anything else ends the process with the input that did it.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["corpus", "assistant.generation", "assistant.citations", "ui.guard", "index.model"]
):
    from assistant.citations import CitationBook
    from assistant.generation.sentences import SentenceReader
    from corpus.chunking import chunk_document
    from corpus.document import Document, Source
    from corpus.front_matter import FrontMatterError
    from corpus.importing.faults import ImportFault
    from corpus.importing.limits import ImportLimits
    from corpus.importing.markdown import read_markdown
    from corpus.importing.plain import read_plain
    from corpus.importing.web.page import read_web
    from corpus.reader import find_sections, parse_document
    from index.model.e5_file import ModelFileError, read_e5_file
    from index.passages import Passage
    from ui.guard import holds_what_pages_never_send

_LIMITS = ImportLimits()
_BYTES = 2 * 2**30


def front_matter(data: bytes) -> None:
    text = data.decode("utf-8", "ignore")
    for raw in (text, f"---\n{text}\n---\nTekst.\n", f"---\nid: tekst\n---\n{text}"):
        try:
            parse_document(Path("tekst.md"), raw)
        except FrontMatterError as error:
            if not error.faults or any(len(str(fault).splitlines()) > 1 for fault in error.faults):
                raise RuntimeError(str(error)) from error


def file_reference(data: bytes) -> None:
    if holds_what_pages_never_send(data) not in (True, False):
        raise RuntimeError


def written_sentences(data: bytes) -> None:
    """What a model writes, in pieces of every size; no letter is told twice."""
    text = data.decode("utf-8", "ignore")
    size = len(text) % 7 + 1
    reader = SentenceReader()
    read = [one for at in range(0, len(text), size) for one in reader.feed(text[at : at + size])]
    read += reader.close()
    if sum(len(one.text) for one in read) > len(text):
        raise RuntimeError(text)


def citations(data: bytes) -> None:
    text = data[4:].decode("utf-8", "ignore")
    document = Document("t", "T", "egen", "nb", "offentlig", (Source("https://x.no/a"),), text, find_sections(text))
    book = CitationBook()
    for chunk in chunk_document(document, data[0] + 1 if data else 1):
        for one in chunk.sentences:
            quote = text[one.start : one.end]
            number = book.cite(Passage(chunk, document, 0.5), one.start, one.end, quote)
            if number is None or book.citations[number - 1].quote != quote:
                raise RuntimeError(quote)


def _imported(read: Callable[[bytes, ImportLimits], object]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with suppress(ImportFault):
            read(data, _LIMITS)

    return run


_MODEL = Path(tempfile.mkdtemp()) / "modell"


def model_file(data: bytes) -> None:
    _MODEL.write_bytes(data)
    with suppress(ModelFileError):
        read_e5_file(_MODEL)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "front_matter": front_matter,
    "file_reference": file_reference,
    "written_sentences": written_sentences,
    "citations": citations,
    "markdown": _imported(read_markdown),
    "web": _imported(read_web),
    "plain": _imported(read_plain),
    "model_file": model_file,
}

if __name__ == "__main__":
    name = sys.argv.pop(1)
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()

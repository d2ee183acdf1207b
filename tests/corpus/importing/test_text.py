"""An editor imports notes in Markdown, plain text and ODT."""

from __future__ import annotations

import io

import pytest
from odf.opendocument import OpenDocumentText
from odf.text import H, P, TableOfContent, TrackedChanges

from corpus.importing.composition import to_body
from tests.corpus.importing.reading import Editor, texts


def test_markdown_keeps_its_structure(editor: Editor) -> None:
    note = "---\ntitle: Notat om vei\ndate: 2022-05-01\n---\n# Vei\n\nEn *viktig* [vei](http://x.no)\nlangs elva.\n\n"
    note += "## Tiltak\n\n"
    note += "1. Måle\n2. Bygge\n\n- bred\n  og trygg\n\n> sitat\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    extract = editor.imports("notat.md", note)
    assert to_body(extract.blocks) == (
        "## Vei\n\nEn viktig vei langs elva.\n\n"
        "## Tiltak\n\n1. Måle\n2. Bygge\n- bred og trygg\n\nsitat\n\n| A: 1; B: 2 |\n"
    )
    assert (extract.title, extract.published) == ("Notat om vei", 2022)


def test_html_in_markdown_is_only_its_words(editor: Editor) -> None:
    body = editor.body(
        "notat.md", "Kommunen <b>bygger</b> vei.\n\n<script>stjel()</script>\n\n<div onclick='x()'>Ramme</div>\n"
    )
    assert body == "Kommunen bygger vei.\n\nRamme\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_text_is_read_in_the_encodings_that_windows_has_used(editor: Editor, encoding: str) -> None:
    note = "Møtet på Ås\r\n===========\r\n\r\nVedtak: gang- og sykkel-\r\nveien bygges.\r\n\r\n* Åse\r\n* Øyvind\r\n"
    assert editor.body("notat.txt", note.encode(encoding)) == (
        "## Møtet på Ås\n\nVedtak: gang- og sykkelveien bygges.\n\n- Åse\n- Øyvind\n"
    )


def test_numbered_lines_that_stand_alone_are_headings(editor: Editor) -> None:
    extract = editor.imports("notat.txt", "1 Mål\n\nVi vil noe.\n\n1.1 Klima\n\nKutt.\n\nDette er en setning.\n")
    assert [(block.text, block.level) for block in extract.blocks if block.kind == "heading"] == [
        ("1 Mål", 2),
        ("1.1 Klima", 3),
    ]


def test_open_documents_contents_and_deleted_text_are_left_out(editor: Editor) -> None:
    document = OpenDocumentText()
    contents = TableOfContent(name="Innhold")
    changes = TrackedChanges()
    document.text.addElement(changes)
    document.text.addElement(contents)
    document.text.addElement(H(outlinelevel=1, text="Mål"))
    document.text.addElement(P(text="Vi vil noe."))
    out = io.BytesIO()
    document.write(out)
    extract = editor.imports("plan.odt", out.getvalue())
    assert [(block.kind, block.text) for block in extract.blocks] == [("heading", "Mål"), ("paragraph", "Vi vil noe.")]
    assert texts(extract.blocks, "row") == []

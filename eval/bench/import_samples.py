"""Make Word, PowerPoint, ODT, web, Markdown and text files with known sentences."""

from __future__ import annotations

import io

from docx import Document
from docx.shared import Inches
from odf.opendocument import OpenDocumentText
from odf.style import Style
from odf.table import Table, TableCell, TableHeaderRows, TableRow
from odf.text import H, List, ListItem, Note, NoteBody, NoteCitation, P
from pptx import Presentation
from pptx.util import Inches as SlideInches

from eval.bench.import_pdfs import pdf_samples
from eval.bench.import_story import ENGLISH, NYNORSK, SAMI, Known, Sample, Story

_TABLE = (
    ("Tiltak", "Ansvar", "Frist"),
    ("Sykkelvei til skolen", "Teknisk etat", "2027"),
    ("Solceller", "Eiendom", "2029"),
)
_ROW = "Tiltak: Sykkelvei til skolen; Ansvar: Teknisk etat; Frist: 2027"
_LANGUAGES = (*NYNORSK, *ENGLISH, *SAMI, "Ođđa ŋuorra ja ŧesta.")


def _known(texts: list[str]) -> tuple[Known, ...]:
    return tuple(Known(text) for text in texts)


def word() -> Sample:
    """Return a Word document with headings, lists, a table and three languages."""
    story = Story(11)
    document = Document()
    document.core_properties.title = "Handlingsplan for Fjordvik"
    texts: list[str] = []
    for chapter in ("Bakgrunn", "Tiltak", "Økonomi"):
        document.add_heading(chapter, 1)
        for part in ("Status", "Veien videre"):
            document.add_heading(part, 2)
            for _ in range(4):
                sentences = story.paragraph(3)
                texts += sentences
                document.add_paragraph(" ".join(sentences))
            for style in ("List Bullet", "List Number"):
                item = story.sentence()
                texts.append(item)
                document.add_paragraph(item, style=style)
    table = document.add_table(rows=0, cols=3)
    for row in _TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for text in _LANGUAGES:
        document.add_paragraph(text)
    table.columns[0].width = Inches(2)
    out = io.BytesIO()
    document.save(out)
    return Sample("word", "docx", out.getvalue(), _known([*texts, *_LANGUAGES, _ROW]))


def slides() -> Sample:
    """Return a presentation with titles, points, a table and speaker's notes."""
    story = Story(12)
    show = Presentation()
    known: list[Known] = []
    for number in range(1, 13):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = f"Tema {number}"
        frame = slide.placeholders[1].text_frame
        for place, sentence in enumerate(story.paragraph(3)):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.text = sentence
            paragraph.level = min(place, 1)
            known.append(Known(sentence, number))
        slide.notes_slide.notes_text_frame.text = "Husk å hilse fra ordføreren."
    last = show.slides.add_slide(show.slide_layouts[6])
    left, top, width, height = (SlideInches(each) for each in (1, 1, 8, 2))
    table = last.shapes.add_table(len(_TABLE), 3, left, top, width, height).table
    for row, texts in enumerate(_TABLE):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    known.append(Known(_ROW, 13))
    out = io.BytesIO()
    show.save(out)
    return Sample("slides", "pptx", out.getvalue(), tuple(known), ("Husk å hilse",))


def open_document() -> Sample:
    """Return an ODT with headings, a list, a table and a footnote."""
    story = Story(13)
    document = OpenDocumentText()
    document.styles.addElement(Style(name="Kropp", family="paragraph"))
    texts: list[str] = []
    for chapter in ("Bakgrunn", "Tiltak"):
        document.text.addElement(H(outlinelevel=1, text=chapter))
        for _ in range(5):
            sentences = story.paragraph(3)
            texts += sentences
            document.text.addElement(P(text=" ".join(sentences)))
        points = List()
        for _ in range(3):
            texts.append(story.sentence())
            item = ListItem()
            item.addElement(P(text=texts[-1]))
            points.addElement(item)
        document.text.addElement(points)
    document.text.addElement(_odt_table())
    paragraph = P(text="Tallet er foreløpig")
    note = Note(noteclass="footnote", id="n1")
    note.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text="Se årsmeldingen for 2024."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(", og det endelige kommer.")
    document.text.addElement(paragraph)
    for text in _LANGUAGES:
        document.text.addElement(P(text=text))
    out = io.BytesIO()
    document.write(out)
    texts += [_ROW, "Tallet er foreløpig, og det endelige kommer.", "Se årsmeldingen for 2024.", *_LANGUAGES]
    return Sample("open document", "odt", out.getvalue(), _known(texts))


def _odt_table() -> Table:
    table = Table()
    header = TableHeaderRows()
    table.addElement(header)
    for place, texts in enumerate(_TABLE):
        row = TableRow()
        for text in texts:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        (table if place else header).addElement(row)
    return table


_PAGE = """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{title} - Fjordvik kommune</title>
<meta property="article:modified_time" content="2024-03-01T10:00:00Z"><script>var x = "Sporing";</script>
<style>p {{ color: red }}</style></head><body>
<a class="skip-link" href="#m">Hopp til hovedinnhold</a>
<div id="cookie-banner" role="dialog"><p>Vi bruker informasjonskapsler.</p><button>Godta alle</button></div>
<header><a href="/">Fjordvik kommune</a><nav><ul><li><a href="/s">Skole</a></li><li>Helse</li></ul></nav>
<form role="search"><label>Søk på nettstedet</label><input></form></header>
<nav aria-label="Brødsmuler"><ol><li>Forside</li><li>Byggesak</li></ol></nav>
{main}
<aside><h2>Aktuelt</h2><p>Les også om svømmehallen.</p></aside>
<footer><p>Postboks 1, 0001 Fjordvik</p><p>Personvernerklæring</p></footer></body></html>"""


def web(name: str, opening: str, closing: str) -> Sample:
    """Return a page of a municipal site.

    Args:
        name: What it tries.
        opening: The start tag of its main part.
        closing: The end tag.
    """
    story = Story(14)
    texts = story.paragraph(6)
    items = story.paragraph(2)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _TABLE[1:])
    headers = "".join(f"<th>{cell}</th>" for cell in _TABLE[0])
    parts = [
        f"<h1>Søk om byggetillatelse</h1><p class='ingress'>{texts[0]}</p>",
        f"<h2>Slik gjør du</h2><p>{texts[1]} {texts[2]}</p>",
        "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>",
        f"<h3><button aria-expanded='false'>Hva koster det?</button></h3><div><p>{texts[3]}</p>",
        f"<table><tr>{headers}</tr>{rows}</table></div><details><summary>Klage</summary><p>{texts[4]}</p></details>",
        f"<p>Kort svar.</p><div class='share'>Del på Facebook</div><p>{texts[5]}</p>",
    ]
    main = opening + "".join(parts) + closing
    data = _PAGE.format(title="Søk om byggetillatelse", main=main).encode()
    beside = (
        "informasjonskapsler",
        "Hopp til",
        "Personvern",
        "Les også",
        "Søk på nettstedet",
        "Sporing",
        "Del på",
        "Skole\n",
    )
    return Sample(name, "html", data, _known([*texts, *items, _ROW, "Kort svar."]), beside)


def markdown() -> Sample:
    """Return a Markdown file."""
    story = Story(15)
    texts = [story.sentence() for _ in range(30)]
    lines = ["---", 'title: "Notat om ladeplasser"', "date: 2023-04-01", "---", "# Notat", ""]
    for place, text in enumerate(texts):
        if place % 6 == 0:
            lines += [f"## Del {place // 6 + 1}", ""]
        lines += [f"- {text}" if place % 6 > 3 else text.replace(", og", ",\nog"), ""]  # noqa: PLR2004 - two of six
    lines += ["| " + " | ".join(row) + " |" for row in (_TABLE[0], ("---",) * 3, *_TABLE[1:])]
    return Sample("markdown", "md", "\n".join(lines).encode(), _known([*texts, _ROW]))


def plain(encoding: str) -> Sample:
    """Return a text file with hard line ends.

    Args:
        encoding: How it is stored.
    """
    story = Story(16)
    texts = story.paragraph(20)
    parts = ["Referat fra møte", "================", ""]
    for text in texts:
        middle = text.index(" ", len(text) // 2)
        parts += [f"{text[:middle]}\n{text[middle + 1 :]}", ""]
    data = "\r\n".join(parts).encode(encoding)
    return Sample(f"plain {encoding}", "txt", data, _known(texts))


def all_samples() -> list[Sample]:
    """Return every file of the collection."""
    return [
        *pdf_samples(),
        word(),
        slides(),
        open_document(),
        web("page with main", "<main id='m'>", "</main>"),
        web("page with roles", "<div role='main'>", "</div>"),
        web("page without marks", "<div class='page'><div class='col-8'>", "</div></div>"),
        markdown(),
        *(plain(encoding) for encoding in ("utf-8", "utf-16", "cp1252", "utf-8-sig")),
    ]

"""An editor imports plans and reports as PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus.importing.composition import to_body
from corpus.importing.limits import ImportLimits
from corpus.importing.scan import tesseract
from eval.bench.import_pdfs import lines
from tests.corpus.importing.reading import Editor, texts

HEIGHT = A4[1]
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def drawn(*pages: Callable[[Canvas], None], title: str | None = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    if title:
        canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - y, text)


def prose(canvas: Canvas, x: float, y: float, *rows: str, size: float = 10) -> None:
    for place, row in enumerate(rows):
        put(canvas, x, y + 13 * place, row, size)


def picture(text: str) -> ImageReader:
    image = Image.new("L", (1654, 500), 255)
    ImageDraw.Draw(image).text((80, 200), text, fill=0, font=ImageFont.truetype(str(VERA), 60))
    return ImageReader(image)


def test_headings_are_told_by_size_and_weight(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 72, 80, "Kommuneplanens", 24)
        put(canvas, 72, 108, "samfunnsdel", 24)
        put(canvas, 72, 150, "Mål", 16)
        prose(
            canvas, 72, 180, "Kommunen skal være et godt sted å bo for alle", "som vil leve et aktivt liv ved fjorden."
        )
        put(canvas, 72, 225, "Barn og unge", 10, "Helvetica-Bold")
        prose(canvas, 72, 245, "Barn skal ha trygge veier til skolen, og", "steder å møtes også om kvelden.")

    extract = editor.imports("plan.pdf", drawn(page))
    found = [(block.text, block.level) for block in extract.blocks if block.kind == "heading"]
    assert found == [("Kommuneplanens samfunnsdel", 1), ("Mål", 2), ("Barn og unge", 3)]
    assert extract.title == "Kommuneplanens samfunnsdel"
    assert "## Mål › Barn og unge\n\nBarn skal ha trygge veier til skolen, og steder å" in to_body(extract.blocks)


def test_bookmarks_tell_headings_that_look_like_text(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Økonomi", "a", 0)
        put(canvas, 72, 80, "Økonomi")
        prose(canvas, 72, 110, "Kommunen setter av penger til veien hvert år fram til 2031.")

    extract = editor.imports("plan.pdf", drawn(page))
    assert texts(extract.blocks, "heading") == ["Økonomi"]


def test_columns_are_read_one_after_the_other_however_they_are_drawn(editor: Editor) -> None:
    left = [f"Venstre linje nummer {number} handler om bolig og" for number in range(8)]
    right = [f"Høyre linje nummer {number} handler om næring og" for number in range(8)]

    def page(canvas: Canvas) -> None:
        prose(canvas, 315, 150, *right)
        put(canvas, 72, 90, "En overskrift som går over begge spaltene på hele siden her", 16)
        prose(canvas, 72, 150, *left)
        put(canvas, 72, 300, "Et avsnitt under begge spaltene som går tvers over siden, og som står helt alene.")

    body = editor.body("plan.pdf", drawn(page))
    order = ["overskrift", *left, *right, "Et avsnitt under"]
    places = [body.index(text) for text in order]
    assert places == sorted(places)


def test_ruled_tables_become_rows_with_their_headers(editor: Editor) -> None:
    style = ParagraphStyle("cell", fontSize=9)
    long = "Ny gang- og sykkelvei fra skolen til sentrum, med belysning og fartsdempende tiltak"
    cells = [["Tiltak", "Ansvar", "År"], [Paragraph(long, style), "Teknisk", "2027"], ["Sol", "Eiendom", "2028"]]
    table = Table(cells, colWidths=[150, 80, 60])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")])
    out = io.BytesIO()
    text = Paragraph("Tabellen viser tiltakene i planen, hvem som har ansvar, og når de skal være ferdige.", style)
    SimpleDocTemplate(out).build([text, table, text])
    extract = editor.imports("plan.pdf", out.getvalue())
    assert texts(extract.blocks, "row") == [
        f"Tiltak: {long}; Ansvar: Teknisk; År: 2027",
        "Tiltak: Sol; Ansvar: Eiendom; År: 2028",
    ]
    assert [block.kind for block in extract.blocks] == ["paragraph", "row", "row", "paragraph"]


def test_tables_without_rules_become_rows(editor: Editor) -> None:
    rows = (("År", "Folketall", "Barn"), ("2020", "5 120", "900"), ("2025", "5 300", "870"), ("2030", "5 410", "850"))

    def page(canvas: Canvas) -> None:
        prose(canvas, 72, 80, "Tabellen viser folketallet i kommunen i noen år, og hvor mange av dem som er barn.")
        for place, row in enumerate(rows):
            for x, cell in zip((72, 200, 330), row, strict=True):
                put(canvas, x, 120 + 14 * place, cell)
        prose(canvas, 72, 210, "Tallene er hentet fra Statistisk sentralbyrå og er framskrevet til 2030 av kommunen.")

    extract = editor.imports("plan.pdf", drawn(page))
    assert texts(extract.blocks, "row")[0] == "År: 2020; Folketall: 5 120; Barn: 900"
    assert texts(extract.blocks, "row")[2] == "År: 2030; Folketall: 5 410; Barn: 850"
    assert [block.kind for block in extract.blocks] == ["paragraph", "row", "row", "row", "paragraph"]


def test_running_heads_and_page_numbers_go_also_with_chapters_in_them(editor: Editor) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            put(canvas, 72, 40, f"Klimaplan | {'Mål' if number < 4 else 'Tiltak'}", 8)
            prose(canvas, 72, 120, f"På side {number} står det at tiltak {number} skal gjøres i løpet av perioden.")
            put(canvas, 290 if number % 2 else 310, 810, f"Side {number} av 6", 8)

        return draw

    body = editor.body("plan.pdf", drawn(*map(page, range(1, 7))))
    assert "Klimaplan |" not in body
    assert " av 6" not in body
    assert all(f"På side {number} står det at tiltak {number} skal" in body for number in range(1, 7))


def test_contents_without_dots_go_and_the_chapters_stay(editor: Editor) -> None:
    names = ("Innledning", "Mål for perioden", "Gjennomføring")

    def front(canvas: Canvas) -> None:
        put(canvas, 72, 80, "Innhold", 16)
        for place, name in enumerate(names):
            put(canvas, 72, 120 + 16 * place, f"{place + 1} {name}")
            put(canvas, 500, 120 + 16 * place, str(place + 2))

    def chapter(name: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            put(canvas, 72, 80, name, 16)
            prose(canvas, 72, 110, f"Kapittelet om {name.lower()} begynner her og er ganske kort.")

        return draw

    extract = editor.imports("plan.pdf", drawn(front, *map(chapter, names)))
    assert texts(extract.blocks, "heading") == list(names)
    assert texts(extract.blocks, "row") == []
    assert [block.page for block in extract.blocks if block.kind == "paragraph"] == [2, 3, 4]


def test_lists_keep_their_items_apart_and_whole(editor: Editor) -> None:
    marked = (("•", "bygge en vei fra skolen"), ("", "og ned til havna"), ("•", "måle trafikken"), ("•", "spørre folk"))

    def page(canvas: Canvas) -> None:
        prose(canvas, 72, 80, "Kommunen skal:")
        for place, (mark, row) in enumerate(marked):
            put(canvas, 72, 100 + 13 * place, mark)
            put(canvas, 90, 100 + 13 * place, row)
        prose(canvas, 72, 165, "Dette gjøres i samarbeid med fylket, som eier veien, og med dem som bor der.")

    extract = editor.imports("plan.pdf", drawn(page))
    items = ["bygge en vei fra skolen og ned til havna", "måle trafikken", "spørre folk"]
    assert texts(extract.blocks, "item") == items
    assert extract.blocks[-1].kind == "paragraph"


def test_a_landscape_page_is_read_and_a_stamp_across_it_is_not(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, -200, "Kartet viser hvor kommunen vil bygge nye boliger,")
        canvas.drawString(100, -213, "og hvor naturen skal få være i fred.")
        canvas.restoreState()
        canvas.rotate(45)
        canvas.drawString(300, 100, "UTKAST")

    body = editor.body("plan.pdf", drawn(page))
    assert "Kartet viser hvor kommunen vil bygge nye boliger, og hvor naturen skal få være i fred." in body
    assert "UTKAST" not in body


def test_the_title_and_year_are_found(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 72, 80, "Handlingsdel", 20)
        prose(canvas, 72, 120, "Vedtatt av kommunestyret 14. desember 2023, sak 112/23.")

    extract = editor.imports("x.pdf", drawn(page, title="Microsoft Word - Klimaplan for Fjordvik.docx"))
    assert (extract.title, extract.published, extract.pages, extract.kind) == ("Klimaplan for Fjordvik", 2023, 1, "pdf")
    assert len(extract.sha256) == 64


def test_a_scanned_file_is_refused_with_its_pages_where_nothing_can_read_it(editor: Editor) -> None:
    scan = drawn(*[lambda canvas: canvas.drawImage(picture("skannet"), 0, 500, 595, 180)] * 3)
    message = editor.is_refused("skann.pdf", scan, ImportLimits(ocr_pages=0))
    assert "skannet uten tekst (sidene 1–3)" in message
    assert "OCR" in message


def test_pages_without_text_in_a_file_with_text_are_told_of(editor: Editor) -> None:
    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(picture("skannet"), 0, 0, 595, 842)

    def page(canvas: Canvas) -> None:
        prose(canvas, 72, 80, f"Kommunen bygger vei {canvas.getPageNumber()}.")

    extract = editor.imports("blandet.pdf", drawn(page, scanned, page, scanned), ImportLimits(ocr_pages=0))
    assert [note for note in extract.notes if "Sidene 2 og 4 har bare bilder og er ikke lest" in note]
    assert [block.page for block in extract.blocks] == [1, 3]
    assert not extract.ocr


@pytest.mark.skipif(tesseract() is None, reason="Tesseract with Norwegian is not installed")
def test_scanned_pages_are_read_where_tesseract_is(editor: Editor) -> None:
    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(picture("Kommunen bygger en vei på Øya."), 0, 500, 595, 180)

    extract = editor.imports("skann.pdf", drawn(scanned))
    assert extract.ocr
    assert [(block.text, block.page) for block in extract.blocks] == [("Kommunen bygger en vei på Øya.", 1)]
    assert "lest med OCR" in extract.notes[0]


def test_a_damaged_page_costs_only_itself(editor: Editor) -> None:
    data = lines([["Kommunen bygger en vei."], ["Kommunen måler trafikken."]])
    assert data.count(b"/Contents") == 2
    extract = editor.imports("halv.pdf", data.replace(b"/Contents", b"/Ingenting", 1).replace(b"xref", b"xrof"))
    assert texts(extract.blocks, "paragraph") == ["Kommunen måler trafikken."]
    assert extract.blocks[0].page == 2


def test_bullets_that_a_browser_draws_as_dots_are_bullets(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, 90, 100, "Flere busser i rushtida", "Færre biler i sentrum")
        for y in (97, 110):
            canvas.circle(82, HEIGHT - y, 1.6, stroke=0, fill=1)

    extract = editor.imports("plan.pdf", drawn(page))
    assert texts(extract.blocks, "item") == ["Flere busser i rushtida", "Færre biler i sentrum"]


def test_a_raised_number_is_no_part_of_the_sentence(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 72, 100, "Utslippet")
        put(canvas, 115, 96, "12", 6)
        put(canvas, 125, 100, "skal ned innen 2030.")

    assert editor.body("plan.pdf", drawn(page)) == "<!-- side 1 -->\n\nUtslippet skal ned innen 2030.\n"


def test_running_heads_with_short_chapters_go_by_their_page_numbers(editor: Editor) -> None:
    def page(number: int, chapter: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            put(canvas, 72, 40, f"Kapittel om {chapter}", 8)
            put(canvas, 500, 40, str(number + 4), 8)
            prose(canvas, 72, 120, f"Her står det noe om {chapter} som er verdt å lese.")

        return draw

    body = editor.body(
        "plan.pdf", drawn(*(page(number, name) for number, name in enumerate(("vei", "skole", "havn"), 1)))
    )
    assert "Kapittel om" not in body
    assert body.count("verdt å lese") == 3


def test_lines_of_text_near_the_edge_stay_even_if_they_are_alike(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        prose(
            canvas, 72, 700, *(f"Linje {line} på side {number} i en tekst som fyller hele siden" for line in range(9))
        )

    body = editor.body("plan.pdf", drawn(page, page, page, page))
    assert body.count("i en tekst som fyller hele siden") == 36


def test_a_long_entry_of_the_contents_goes_whole(editor: Editor) -> None:
    def page(canvas: Canvas) -> None:
        rows = (
            "1 Mål ............ 3",
            "2 Et kapittel med et navn som er for langt",
            "for linja ............ 4",
            "3 Slutt ....... 5",
        )
        put(canvas, 72, 80, "Innhold", 16)
        prose(canvas, 72, 110, *rows)
        prose(canvas, 72, 300, "Forord. Planen er laget av kommunen selv i løpet av to år.")

    assert editor.body("plan.pdf", drawn(page)).endswith("Forord. Planen er laget av kommunen selv i løpet av to år.\n")
    assert "Et kapittel" not in editor.body("plan.pdf", drawn(page))

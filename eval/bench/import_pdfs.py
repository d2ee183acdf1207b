"""Make PDF files with known sentences, by ReportLab."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from eval.bench.import_story import ENGLISH, NYNORSK, SAMI, Known, Sample, Story

_WIDTH, _HEIGHT = A4
_MARGIN = 72
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=7, alignment=4)
_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=26, leading=32, spaceAfter=20)
_HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=16, leading=20, spaceBefore=14, spaceAfter=8)
_SUBHEADING = ParagraphStyle("sub", fontName="Helvetica-Bold", fontSize=12.5, leading=16, spaceBefore=8, spaceAfter=5)
_RUNNING_HEAD = "Kommuneplan for Fjordvik 2026–2038"


class _Told(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A paragraph that tells on which page its first line came."""

    tell: Callable[[int], None] | None = None

    def split(self, width: float, height: float) -> list[Paragraph]:
        """Split at a page's end; the first part tells."""
        parts: list[Paragraph] = super().split(width, height)
        if parts:
            parts[0].tell = self.tell
        return parts

    def draw(self) -> None:
        """Draw, and tell the page."""
        if self.tell:
            self.tell(self.canv.getPageNumber())
        super().draw()


class _Teller:
    """Makes paragraphs and collects their first sentences with the pages they came on."""

    def __init__(self) -> None:
        self._pages: dict[str, int] = {}

    def paragraph(self, sentences: Sequence[str], style: ParagraphStyle = _BODY) -> _Told:
        """Return a paragraph; its first sentence is known by page."""
        first = sentences[0]

        def tell(page: int) -> None:
            self._pages.setdefault(first, page)

        told = _Told(" ".join(sentences), style)
        told.tell = tell
        return told

    def known(self) -> tuple[Known, ...]:
        """Return the sentences, once the file is built."""
        return tuple(Known(text, page) for text, page in self._pages.items())


def _built(flowables: Iterable[Flowable], frames: Sequence[Frame], running: bool = True) -> bytes:
    """Lay flowables out twice, so that the foot can say how many pages there are."""
    out = io.BytesIO()

    def furniture(canvas: Canvas, _: object) -> None:
        if running:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(_MARGIN, _HEIGHT - 40, _RUNNING_HEAD)
            canvas.drawRightString(_WIDTH - _MARGIN, 32, f"Side {canvas.getPageNumber()}")

    document = BaseDocTemplate(out, pagesize=A4, title="Kommuneplan for Fjordvik", invariant=1)
    document.addPageTemplates([PageTemplate("page", list(frames), onPage=furniture)])
    document.build(list(flowables))
    return out.getvalue()


def _one_column() -> list[Frame]:
    return [Frame(_MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN)]


def _two_columns() -> list[Frame]:
    width = (_WIDTH - 2 * _MARGIN - 20) / 2
    height = _HEIGHT - 2 * _MARGIN
    return [Frame(_MARGIN, _MARGIN, width, height), Frame(_MARGIN + width + 20, _MARGIN, width, height)]


def report() -> Sample:
    """Return a plan with title, contents, chapters, lists, a table, running heads and page numbers."""
    story, teller = Story(1), _Teller()
    chapters = ["Innledning", "Mål for perioden", "Arealbruk", "Klima og energi", "Gjennomføring"]
    flow: list[Flowable] = [Paragraph("Kommuneplan for Fjordvik", _TITLE), Paragraph("Vedtatt 12. juni 2025", _BODY)]
    flow += [PageBreak(), Paragraph("Innhold", _HEADING)]
    flow += [
        Paragraph(f"{place}. {name} {'.' * (90 - 2 * len(name))} {place + 2}", _BODY)
        for place, name in enumerate(chapters, 1)
    ]
    flow.append(PageBreak())
    items = [story.sentence() for _ in range(6)]
    for place, name in enumerate(chapters, 1):
        flow.append(Paragraph(f"{place}. {name}", _HEADING))
        flow += [teller.paragraph(story.paragraph(4)) for _ in range(5)]
        flow.append(Paragraph(f"Hva vi gjør med {name.lower()}", _SUBHEADING))
        flow += [teller.paragraph(story.paragraph(3)) for _ in range(3)]
        if place == 2:  # noqa: PLR2004 - the second chapter has the list
            flow.append(ListFlowable([teller.paragraph([item]) for item in items], bulletType="bullet", start="•"))
    flow += [Spacer(1, 12), _measures()]
    data = _built(flow, _one_column())
    rows = (Known("Tiltak: Sykkelvei til skolen; Ansvar: Teknisk etat; Frist: 2027"), Known("Frist: 2029"))
    return Sample("report", "pdf", data, (*teller.known(), *rows), (_RUNNING_HEAD, "......", "Side 3"))


def _measures() -> Table:
    table = Table(
        [
            ["Tiltak", "Ansvar", "Frist"],
            ["Sykkelvei til skolen", "Teknisk etat", "2027"],
            ["Sensorer i vannverket", "Vann og avløp", "2029"],
        ]
    )
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")])
    return table


def columns() -> Sample:
    """Return a report in two columns."""
    story, teller = Story(2), _Teller()
    flow: list[Flowable] = []
    for place in range(1, 9):
        flow.append(Paragraph(f"Del {place}", _SUBHEADING))
        flow += [teller.paragraph(story.paragraph(3)) for _ in range(4)]
    return Sample("columns", "pdf", _built(flow, _two_columns()), teller.known(), (_RUNNING_HEAD,))


def languages() -> Sample:
    """Return a file in nynorsk, English and Northern Sami, in a font of its own."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    style = ParagraphStyle("vera", parent=_BODY, fontName="Vera")
    teller = _Teller()
    flow: list[Flowable] = []
    for sentences in (NYNORSK, ENGLISH, SAMI):
        flow += [*(teller.paragraph([sentence], style) for sentence in sentences), PageBreak()]
    return Sample("languages", "pdf", _built(flow, _one_column(), running=False), teller.known())


def lines(pages: Sequence[Sequence[str]], size: float = 10.5, *, foot: Callable[[int], str] | None = None) -> bytes:
    """Return a PDF whose lines stand just as they are given.

    Args:
        pages: The lines of each page.
        size: Size of the letters.
        foot: Makes the line at the foot of a page.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number, page in enumerate(pages, 1):
        canvas.setFont("Helvetica", size)
        for place, line in enumerate(page):
            canvas.drawString(_MARGIN, _HEIGHT - 100 - place * 1.3 * size, line)
        if foot:
            canvas.drawString(_MARGIN, 30, foot(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def broken_words() -> Sample:
    """Return lines whose ends cut words, and a sentence that goes over a page's end."""
    first = [
        "Planen skal gi en bære-",
        "kraftig by- og tettsteds-",
        "utvikling med gang- og sykkel-",
        "veier, IKT-",
        "løsninger og e-",
        "post for Nord-",
        "Norge. Dette er et langt avsnitt om at kommunen og næringslivet",
        "sammen skal gjennomføre tiltak som innbyggerne har bedt om, og",
        "som gjør det lettere å bo i hele kommunen gjennom hele livs-",
    ]
    second = ["løpet, også for dem som flytter hit. Her begynner en ny setning på side to."]
    known = (
        Known(
            "Planen skal gi en bærekraftig by- og tettstedsutvikling med gang- og sykkelveier, IKT-løsninger og "
            "e-post for Nord-Norge.",
            1,
        ),
        Known("gjennom hele livsløpet, også for dem som flytter hit.", 1),
        Known("Her begynner en ny setning på side to.", 2),
    )
    data = lines([first, second], foot=lambda number: f"{number}")
    return Sample("broken words", "pdf", data, known)


def footnotes() -> Sample:
    """Return a page with a reference to a footnote, and the footnote in small letters."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    sentence, note = Story(5).sentence(), "Se Miljødirektoratets veileder for klimabudsjett."
    for page in (1, 2):
        text = canvas.beginText(_MARGIN, _HEIGHT - 100)
        text.setFont("Helvetica", 10.5)
        text.textOut(f"På side {page} står dette tallet for utslipp")
        text.setRise(4)
        text.setFont("Helvetica", 6.5)
        text.textOut(str(page))
        text.setRise(0)
        text.setFont("Helvetica", 10.5)
        text.textLine(" og ingenting annet.")
        text.textLine(sentence)
        canvas.drawText(text)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, 110, f"{page} {note} Utgave {page}.")
        canvas.showPage()
    canvas.save()
    known = [Known(f"På side {page} står dette tallet for utslipp og ingenting annet.", page) for page in (1, 2)]
    known += [Known(f"{note} Utgave {page}.", page) for page in (1, 2)]
    return Sample("footnotes", "pdf", out.getvalue(), tuple(known))


def pdf_samples() -> list[Sample]:
    """Return every PDF."""
    return [report(), columns(), languages(), broken_words(), footnotes()]

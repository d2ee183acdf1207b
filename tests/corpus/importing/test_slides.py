"""An editor imports a presentation."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from corpus.importing.composition import to_body
from corpus.importing.limits import ImportLimits
from tests.corpus.importing.reading import Editor, texts


def saved(show: object) -> bytes:
    out = io.BytesIO()
    show.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_a_slide_is_a_page_with_its_title_as_heading(editor: Editor) -> None:
    show = Presentation()
    for title, points in (("Mål", ("Flere busser", "Færre biler")), ("Tiltak", ("Ny rute", "Billigere kort"))):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "\n".join(points)
    assert editor.body("buss.pptx", saved(show)) == (
        "## Mål\n\n<!-- side 1 -->\n\n- Flere busser\n- Færre biler\n\n"
        "## Tiltak\n\n<!-- side 2 -->\n\n- Ny rute\n- Billigere kort\n"
    )


def test_shapes_are_read_from_the_top_also_in_groups(editor: Editor) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    for text, top in (("nederst", 5), ("øverst", 1)):
        slide.shapes.add_textbox(Inches(1), Inches(top), Inches(3), Inches(1)).text_frame.text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(3), Inches(3), Inches(1)).text_frame.text = "i midten"
    extract = editor.imports("kart.pptx", saved(show))
    assert texts(extract.blocks, "paragraph") == ["øverst", "i midten", "nederst"]
    assert texts(extract.blocks, "heading") == ["Lysbilde 1"]


def test_hidden_slides_and_speakers_notes_are_left_out_and_told_of(editor: Editor) -> None:
    show = Presentation()
    for number in (1, 2, 3):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = f"Tema {number}"
        slide.placeholders[1].text_frame.text = f"Punkt {number}"
    show.slides[1].element.set("show", "0")
    show.slides[2].notes_slide.notes_text_frame.text = "Ikke si dette høyt"
    extract = editor.imports("tema.pptx", saved(show))
    assert [block.page for block in extract.blocks if block.kind == "heading"] == [1, 3]
    assert "høyt" not in to_body(extract.blocks)
    assert extract.notes == (
        "Foredragsnotatene er ikke lest (side 3).",
        "Skjulte lysbilder er ikke lest (side 2).",
    )


def test_charts_are_told_of(editor: Editor) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Utslipp"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2024", "2025"]
    data.add_series("Tonn", (5, 4))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(4), Inches(3), data)
    slide.shapes.add_textbox(Inches(1), Inches(6), Inches(4), Inches(1)).text_frame.text = "Utslippene går ned."
    assert editor.imports("x.pptx", saved(show)).notes == ("Diagrammer og SmartArt er ikke lest (side 1).",)


def test_too_many_slides_are_refused(editor: Editor) -> None:
    show = Presentation()
    for _ in range(3):
        show.slides.add_slide(show.slide_layouts[5])
    assert "har 3 lysbilder, og grensen er 2" in editor.is_refused("x.pptx", saved(show), ImportLimits(pages=2))

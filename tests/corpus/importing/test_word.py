"""An editor imports Word documents made from a municipality's template."""

from __future__ import annotations

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.importing.composition import to_body
from tests.corpus.importing.packages import RELATIONS, W, docx, paragraph
from tests.corpus.importing.reading import Editor, texts


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def body_of(*parts: str) -> str:
    return f"<w:document {W}><w:body>{''.join(parts)}</w:body></w:document>"


def test_headings_paragraphs_lists_and_tables_come_in_order(editor: Editor) -> None:
    document = Document()
    document.core_properties.title = "Plan for oppvekst"
    document.add_heading("Plan for oppvekst", 0)
    document.add_heading("Mål", 1)
    document.add_paragraph("Alle barn skal med.")
    document.add_paragraph("Lek", style="List Bullet")
    document.add_heading("Barnehage", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["År", "Plasser", "2026", "140"], strict=True
    ):
        cell.text = text
    document.add_paragraph("Kilde: kommunen.")
    extract = editor.imports("plan.docx", saved(document))
    assert [(block.kind, block.level) for block in extract.blocks] == [
        ("heading", 1), ("heading", 2), ("paragraph", 0), ("item", 0), ("heading", 3), ("row", 0), ("paragraph", 0),
    ]  # fmt: skip
    assert to_body(extract.blocks) == (
        "## Mål\n\nAlle barn skal med.\n\n- Lek\n\n"
        "## Mål › Barnehage\n\n| År: 2026; Plasser: 140 |\n\nKilde: kommunen.\n"
    )
    assert (extract.title, extract.pages, extract.published) == ("Plan for oppvekst", None, None)


def test_numbered_paragraphs_keep_the_numbers_that_word_shows(editor: Editor) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate((("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")))
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )

    def numbered(text: str, level: int) -> str:
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        return f"<w:p><w:pPr>{place}</w:pPr>{run(text)}</w:p>"

    rows = [
        numbered("Vei", 0),
        numbered("Skole", 0),
        numbered("Tak", 1),
        numbered("Vegg", 1),
        numbered("Maling", 2),
        numbered("Havn", 0),
        numbered("Kai", 1),
    ]
    relation = f'{RELATIONS}<Relationship Id="n" Type="x/numbering" Target="numbering.xml"/></Relationships>'
    data = docx(body_of(*rows), {"word/numbering.xml": numbering, "word/_rels/document.xml.rels": relation})
    extract = editor.imports("plan.docx", data)
    assert texts(extract.blocks, "item") == [
        "1. Vei",
        "2. Skole",
        "2.1 Tak",
        "2.2 Vegg",
        "a) Maling",
        "3. Havn",
        "3.1 Kai",
    ]


def test_tracked_changes_are_read_as_accepted_and_the_editor_is_told(editor: Editor) -> None:
    taken, put_in = f'<w:del w:id="1">{run("2026")}</w:del>', f'<w:ins w:id="2">{run("2027")}</w:ins>'
    changed = f"<w:p>{run('Fristen er ')}{taken}{put_in}{run('.')}</w:p>"
    extract = editor.imports("plan.docx", docx(body_of(changed)))
    assert texts(extract.blocks, "paragraph") == ["Fristen er 2027."]
    assert "sporede endringer" in extract.notes[0]


def test_hidden_text_fields_and_contents_are_left_out_and_boxes_are_read(editor: Editor) -> None:
    content = "<w:txbxContent><w:p>{0}</w:p></w:txbxContent>"
    choices = f"<mc:Choice><w:drawing>{content}</w:drawing></mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    box = f"<mc:AlternateContent xmlns:mc='urn:m'>{choices}</mc:AlternateContent>"
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    entries = f"<w:sdtContent><w:p>{run('Mål 3')}</w:p></w:sdtContent>"
    contents = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr>{entries}</w:sdt>"
    control = f"<w:sdt><w:sdtContent><w:p>{run('Saksnummer 12/26')}</w:p></w:sdtContent></w:sdt>"
    text = f"<w:p>{run('Synlig')}{run(' skjult', '<w:vanish/>')}<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    boxed = f"<w:p>{run('Før boksen.')}<w:r>{box.format(run('I boksen.'))}</w:r></w:p>"
    extract = editor.imports("plan.docx", docx(body_of(contents, control, text, boxed)))
    assert [block.text for block in extract.blocks] == ["Saksnummer 12/26", "Synlig", "Før boksen.", "I boksen."]


def test_footnotes_stand_after_their_sections_text(editor: Editor) -> None:
    notes = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p>{run("—")}</w:p></w:footnote>'
    notes += f'<w:footnote w:id="1"><w:p>{run("Se årsmeldingen.")}</w:p></w:footnote></w:footnotes>'
    head = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{0}</w:p>'
    parts = [
        head.format(run("Mål")),
        f'<w:p>{run("Utslippet")}<w:r><w:footnoteReference w:id="1"/></w:r>{run(" skal ned.")}</w:p>',
        f"<w:p>{run('Det haster.')}</w:p>",
        head.format(run("Tiltak")),
        f"<w:p>{run('Buss.')}</w:p>",
    ]
    relation = f'{RELATIONS}<Relationship Id="n" Type="x/footnotes" Target="footnotes.xml"/></Relationships>'
    data = docx(body_of(*parts), {"word/footnotes.xml": notes, "word/_rels/document.xml.rels": relation})
    assert editor.body("plan.docx", data) == (
        "## Mål\n\nUtslippet skal ned.\n\nDet haster.\n\nFotnote 1: Se årsmeldingen.\n\n## Tiltak\n\nBuss.\n"
    )


def test_merged_cells_are_said_where_they_count(editor: Editor) -> None:
    document = Document()
    table = document.add_table(3, 3)
    rows = (("Område", "2026", "2027"), ("Skole", "5", "6"), ("", "7", "8"))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    extract = editor.imports("plan.docx", saved(document))
    assert texts(extract.blocks, "row") == ["Område: Skole; 2026: 5; 2027: 6", "Område: Skole; 2026: 7; 2027: 8"]


def test_a_table_that_only_frames_text_is_text(editor: Editor) -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "Fakta: Kommunen har 5 300 innbyggere."
    assert editor.body("plan.docx", saved(document)) == "Fakta: Kommunen har 5 300 innbyggere.\n"


def test_bold_lines_are_headings_where_there_are_no_others(editor: Editor) -> None:
    document = Document()
    document.add_paragraph().add_run("Bakgrunn").bold = True
    document.add_paragraph("Kommunen vokser.")
    assert editor.body("notat.docx", saved(document)) == "## Bakgrunn\n\nKommunen vokser.\n"
    document.add_heading("Ekte overskrift", 1)
    document.add_paragraph("Og mer.")
    assert editor.body("notat.docx", saved(document)).startswith("Bakgrunn\n")


def test_macros_are_not_run_and_the_editor_is_told(editor: Editor) -> None:
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    extract = editor.imports("skjema.docm", docx(paragraph("Tekst."), {"word/vbaProject.bin": b"Shell"}, macro))
    assert [block.text for block in extract.blocks] == ["Tekst."]
    assert extract.notes == ("Filen har makroer; bare teksten er lest.",)


def test_line_breaks_and_hyphens_of_word_are_read_as_shown(editor: Editor) -> None:
    document = Document()
    held = document.add_paragraph("gang")
    for tag in ("w:noBreakHyphen", "w:softHyphen"):
        held.runs[0]._r.append(OxmlElement(tag))
    text = OxmlElement("w:t")
    text.text = " og"
    text.set(qn("xml:space"), "preserve")
    held.runs[0]._r.append(text)
    held.add_run().add_break()
    held.add_run("sykkelvei")
    assert editor.body("notat.docx", saved(document)) == "gang- og sykkelvei\n"

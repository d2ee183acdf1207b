"""An editor imports pages saved from municipal sites."""

from __future__ import annotations

from corpus.importing.composition import to_body
from tests.corpus.importing.reading import Editor, texts


def page(main: str, head: str = "") -> str:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><main>{main}</main></body></html>"


LONG = "<p>Kommunen behandler søknaden din så snart alle naboer har fått uttale seg om den.</p>"


def test_structure_is_kept(editor: Editor) -> None:
    steps = "<ol><li>Søk</li><li>Betal <b>2 000</b> kroner</li></ol>"
    main = f"<h1>Byggesak</h1>{LONG}<h2>Gebyr</h2>{steps}<p>a<br>b<br><br>c</p>"
    assert editor.body("side.html", page(main)) == (
        "## Byggesak\n\nKommunen behandler søknaden din så snart alle naboer har fått uttale seg om den.\n\n"
        "## Gebyr\n\n- Søk\n- Betal 2 000 kroner\n\na b\n\nc\n"
    )


def test_tables_say_their_headers_and_cells_that_span_rows(editor: Editor) -> None:
    rows = "<tr><th>Sted</th><th>Dag</th><th>Tid</th></tr><tr><td rowspan=2>Bad</td><td>Man</td><td>10</td></tr>"
    table = f"<table><caption>Åpningstider</caption>{rows}<tr><td>Tir</td><td>12</td></tr></table>"
    extract = editor.imports("side.html", page(LONG + table))
    assert texts(extract.blocks, "row") == ["Sted: Bad; Dag: Man; Tid: 10", "Sted: Bad; Dag: Tir; Tid: 12"]
    assert "Åpningstider" in texts(extract.blocks, "paragraph")


def test_a_table_that_lays_out_the_page_is_no_table(editor: Editor) -> None:
    table = f"<table><tr><td><h2>Mål</h2>{LONG}</td><td><ul><li>a</ul></td></tr></table>"
    extract = editor.imports("side.html", page(table))
    assert [block.kind for block in extract.blocks] == ["heading", "paragraph", "item"]


def test_what_is_not_shown_is_not_read(editor: Editor) -> None:
    hidden = "<p hidden>en</p><p style='display: none'>to</p><span aria-hidden=true>tre</span>"
    hidden += "<div class='sr-only'>fire</div>"
    hidden += "<script>fem</script><!-- seks --><template>sju</template><svg><text>åtte</text></svg>"
    body = editor.body("side.html", page(LONG + hidden))
    assert not any(word in body for word in ("en\n", "to\n", "tre", "fire", "fem", "seks", "sju", "åtte"))


def test_title_and_year_come_from_the_page(editor: Editor) -> None:
    head = "<title>Skolerute - Fjordvik kommune</title><meta property='article:modified_time' content='2024-08-01'>"
    extract = editor.imports("side.html", page(LONG, head))
    assert (extract.title, extract.published, extract.kind) == ("Skolerute", 2024, "html")


def test_old_encodings_are_read(editor: Editor) -> None:
    text = page("<p>Bølgen på Åsgård gikk over brygga i går.</p>").replace("charset=utf-8", "charset=iso-8859-1")
    assert "Bølgen på Åsgård" in editor.body("side.html", text.encode("latin-1"))


def test_a_page_with_all_its_text_in_a_menu_is_read(editor: Editor) -> None:
    body = editor.body("side.html", f"<html><body><nav><h1>Bygg</h1>{LONG}<script>x()</script></nav></body></html>")
    assert body.startswith("## Bygg\n\nKommunen behandler")
    assert "x()" not in body


def test_fold_outs_are_headings_over_their_text(editor: Editor) -> None:
    fold_out = "<details><summary>Kan jeg klage?</summary><p>Ja, innen tre uker.</p></details>"
    main = f"<h1>Bygg</h1><h2>Spørsmål</h2>{LONG}{fold_out}"
    extract = editor.imports("side.html", page(main))
    assert "## Spørsmål › Kan jeg klage?\n\nJa, innen tre uker." in to_body(extract.blocks)

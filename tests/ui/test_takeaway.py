"""A reader takes a conversation along: as Markdown, as a Word document, or one answer to paste."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from string import Formatter, punctuation
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from assistant.answer import Answer, Statement
from corpus.document import Document, Source
from ui.takeaway.alphabet import alphabetical_key
from ui.takeaway.markdown import to_markdown
from ui.takeaway.references import answer_references, cited_texts, references
from ui.takeaway.text import copy_text
from ui.takeaway.turn import Turn
from ui.takeaway.word import to_word
from ui.takeaway.words import load_words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from markdown_it.token import Token

    from assistant.assistant import Assistant
    from corpus.document import Language

ASKED = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
EXPORTED = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
BASE = "https://kommune.no/veikart/"
HOSTILE = "# x <b>y</b> [a](javascript:alert(1)) | ` *z* _w_ ~~v~~ &copy; ![i](http://i.no/i.png) <http://j.no> \\"
URL = "https://a.no/x"
SCRIPT = "javascript://a.no/%0aalert(1)"
BREAKING = "- a\n===\n1. b\n\n    kode\n> c\n```\n[1]: http://k.no\n\n[1](http://l.no) [1][1]\n---\n<script>"
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
DRAMMEN = "drammensmodellen"
DRAMMEN_SOURCES = (
    Source("https://www.drammen.kommune.no/fram/", None, "Drammen kommune", None, "2026-11"),
    Source("https://smartbyene.no/serien/", "Samtaleserien", "Smartbyene", 2021, "2026-11"),
)


class Talk(NamedTuple):
    """Real answers over the real texts, but for one text's sources: covered, not covered, in nynorsk, in English."""

    answered: Answer
    refused: Answer
    nynorsk: Answer
    english: Answer
    documents: dict[str, Document]


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Talk:
    documents = assistant.snapshot.passages.documents
    return Talk(
        assistant.ask("Hva gikk Drammensmodellen ut på?"),
        assistant.ask("Hvem vant fotballkampen i går?"),
        assistant.ask("Kva prinsipp har vegkartet?"),
        assistant.ask("What was the Drammen model about?"),
        {**documents, DRAMMEN: replace(documents[DRAMMEN], sources=DRAMMEN_SOURCES)},
    )


def generated(answer: Answer, text: str = "Modellen deler Drammen i ti.", model: str = "norsk-7b") -> Answer:
    """The answer as if a language model had written it."""
    return replace(answer, mode="generert", model=model, statements=(Statement(text, "svar", (1, 2)),))


def markdown(talk: Talk, *answers: Answer, language: Language = "nb") -> str:
    turns = [Turn(answer, ASKED) for answer in answers]
    return to_markdown(turns, talk.documents, base_url=BASE, exported=EXPORTED, language=language)


def word(talk: Talk, *answers: Answer, language: Language = "nb") -> WordDocument:
    turns = [Turn(answer, ASKED) for answer in answers]
    content = to_word(turns, talk.documents, base_url=BASE, exported=EXPORTED, language=language)
    return docx.Document(BytesIO(content))


def shown_in(text: str, opening: str) -> list[str]:
    """What the reader sees in each of one kind of block."""
    tokens = MARKDOWN.parse(text)
    step = 1 if opening == "heading_open" else 2
    inner = [tokens[place + step].children or () for place, token in enumerate(tokens) if token.type == opening]
    return ["".join("\n" if one.type == "hardbreak" else one.content for one in children) for children in inner]


def tokens_in(text: str) -> list[Token]:
    return [one for token in MARKDOWN.parse(text) for one in (token, *(token.children or ()))]


def links_in(text: str) -> set[str]:
    return {str(token.attrs["href"]) for token in tokens_in(text) if token.type == "link_open"}


def links_of(made: WordDocument) -> set[str]:
    return {link.url for paragraph in made.paragraphs for link in paragraph.hyperlinks}


def seen(text: str) -> str:
    """A text as it is shown: no space around a line, none at either end."""
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def own_plan(talk: Talk, source: Source, page: int | None = None) -> tuple[Answer, dict[str, Document]]:
    """The answered question as if the municipality's own plan had answered it."""
    citation = replace(talk.answered.citations[0], document_id="plan", title="Kommuneplan", type="egen", page=page)
    return replace(talk.answered, citations=(citation,)), {"plan": replace(talk.documents[DRAMMEN], sources=(source,))}


def numbers(answer: Answer) -> str:
    return ", ".join(f"[{one.n}]" for one in answer.citations if one.document_id == DRAMMEN)


def test_the_conversation_as_markdown_tells_what_was_asked_when_and_how_it_was_answered(talk: Talk) -> None:
    text = markdown(talk, talk.answered, talk.refused)
    assert shown_in(text, "heading_open") == [
        "Samtale med Veikartassistenten",
        "Spørsmål 1: Hva gikk Drammensmodellen ut på?",
        "Relevante prinsipper i veikartet",
        "Kilder",
        "Spørsmål 2: Hvem vant fotballkampen i går?",
        "Referanser",
    ]
    assert text.count("Stilt 25. november 2026 kl. 14.05.") == 2
    assert f"Tekstsamling: {talk.answered.corpus_version}." in text
    assert re.search(r"Lagret 1\. juli 2026 kl\. 08\.00\.\\\nLaget med Veikartassistenten versjon \d+\.\d+", text)
    assert "*Utdrag fra kildene, gjengitt ordrett. Laget av en maskin.*" in text
    assert f"*Ikke besvart.*\n\n{talk.refused.text}" in text
    principle = talk.answered.principles[0]
    assert f"- **{principle.number}. {principle.name}:** {principle.why} [1]" in text
    assert text.endswith("**Innholdet kan være feil. Sjekk kildene før du bruker det.**\n")


def test_every_quote_stands_word_for_word_with_its_place_and_two_links(talk: Talk) -> None:
    text = markdown(talk, talk.answered, talk.nynorsk)
    citations = [*talk.answered.citations, *talk.nynorsk.citations]
    assert shown_in(text, "blockquote_open") == [seen(citation.quote) for citation in citations]
    for citation in citations:
        assert f"**[{citation.n}]** {citation.title} – {citation.section} · " in text
        assert {f"https://kommune.no/veikart{citation.reader_url}", citation.url} <= links_in(text)
    assert "Offentlig kilde · kilde fra 2021 · [Originalkilde](<" in text


def test_bullets_stay_bullets_and_say_which_text_they_are_from(talk: Talk) -> None:
    bullets = [one for one in talk.answered.statements if one.kind != "svar"]
    labelled = next(one for one in bullets if one.label)
    items = shown_in(markdown(talk, talk.answered), "list_item_open")
    assert f"{labelled.label}: {labelled.text} [{labelled.citations[0]}]" in items
    assert sum(item.startswith(tuple(one.label or one.text for one in bullets)) for item in items) == len(bullets)
    assert f"- **{labelled.label}:** " in markdown(talk, talk.answered)


def test_what_the_reader_must_mind_comes_along(talk: Talk) -> None:
    old = replace(talk.answered.citations[0], status="historisk", basis="redaksjonell", page=7, published=None)
    answer = replace(talk.answered, citations=(old,), warnings=("Historisk, altså avsluttet: [1].",))
    text = markdown(talk, answer)
    assert "**Merk:** Historisk, altså avsluttet: [1]." in text
    assert ", s. 7 · Redaksjonell vurdering · Historisk · årstall ikke kjent · " in text
    assert "Spørsmål 1: [1] (s. 7, redaksjonens egen vurdering) i redaksjonens tekst «Drammensmodellen»" in text
    assert "Merk: Historisk" in copy_text(answer, talk.documents)


def test_a_generated_answer_names_its_model_and_asks_to_be_checked(talk: Talk) -> None:
    answer = generated(talk.answered)
    label = "Generert av norsk-7b. Teksten er skrevet av en språkmodell ut fra kildene og kan være feil. Kontroller den"
    assert f"*{label}" in markdown(talk, answer)
    assert label in copy_text(answer, talk.documents)
    assert any(one.text.startswith(label) and one.runs[0].italic for one in word(talk, answer).paragraphs)
    assert "Modellen deler Drammen i ti. [1] [2]" in markdown(talk, answer)


@pytest.mark.parametrize("text", [HOSTILE, BREAKING, "| a | b\n|---|---", "a\n===", "1) a", "1. a"])
def test_hostile_text_stays_text_in_markdown(talk: Talk, text: str) -> None:
    citation = replace(talk.answered.citations[0], title=text, section=text, quote=text, url=SCRIPT)
    answer = replace(
        generated(talk.answered, text, model=text),
        question=text,
        statements=tuple(Statement(text, kind, (1,), label=text) for kind in ("svar", "punkt")),
        citations=(citation,),
        warnings=(text,),
        principles=(replace(talk.answered.principles[0], name=text, why=text),),
    )
    poisoned = Source(SCRIPT, title=text, publisher=text, retrieved=text)
    talk = talk._replace(documents={DRAMMEN: replace(talk.documents[DRAMMEN], sources=(poisoned,))})
    made = markdown(talk, answer)
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens_in(made)} <= {
        "heading", "paragraph", "inline", "text", "text_special", "hardbreak", "strong", "em", "bullet_list",
        "list_item", "blockquote", "link",
    }  # fmt: skip
    assert links_in(made) == links_of(word(talk, answer)) == {f"https://kommune.no/veikart{citation.reader_url}"}
    assert shown_in(made, "heading_open")[1] == f"Spørsmål 1: {' '.join(text.split())}"
    assert shown_in(made, "blockquote_open") == [seen(text)]
    assert any(seen(f"{text} [1]") in item for item in shown_in(made, "list_item_open"))


def test_an_address_leads_where_it_says(talk: Talk) -> None:
    for url in ("https://a.no/?a=1&copy;=2", "https://a.no/a)b(c", "https://a.no/<b> |`x`", "https://a.no/å\\_*x*"):
        answer = replace(talk.answered, citations=(replace(talk.answered.citations[0], url=url),))
        assert {unquote(one) for one in links_in(markdown(talk, answer))} >= {url}
        assert url in {unquote(one) for one in links_of(word(talk, answer))}


def test_no_run_of_signs_becomes_markup(talk: Talk) -> None:
    drawn = random.Random(4)
    alphabet = [*punctuation, "a", "1", " ", "\n"]
    signs = [drawn.choice(punctuation) + "".join(drawn.choices(alphabet, k=drawn.randint(0, 30))) for _ in range(400)]
    first = talk.answered.citations[0]
    answer = replace(
        talk.answered,
        statements=tuple(Statement(text, "punkt", (1,), label=text) for text in signs),
        citations=tuple(replace(first, n=n, quote=text) for n, text in enumerate(signs, start=1)),
    )
    sources = tuple(Source(f"https://a.no/{n}", title=text, publisher="KS") for n, text in enumerate(signs))
    documents = {DRAMMEN: replace(talk.documents[DRAMMEN], sources=sources)}
    made = markdown(talk._replace(documents=documents), answer)
    assert shown_in(made, "blockquote_open") == [seen(text) for text in signs]
    items = shown_in(made, "list_item_open")
    assert items[: len(signs)] == [seen(f"{' '.join(text.split())}: {text} [1]") for text in signs]
    titles = {item.partition("). ")[2].rpartition(" https://")[0].rstrip(".") for item in items if "https://" in item}
    assert titles == {" ".join(text.split()).rstrip(".") for text in signs}


def test_the_word_document_is_whole_and_accessible(talk: Talk) -> None:
    made = word(talk, talk.answered, talk.refused)
    levels = [int(one.style.name[-1]) for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert levels == [1, 2, 3, 3, 2, 2]
    assert made.tables == []
    assert not any("image" in part.content_type for part in made.part.package.iter_parts())
    assert [one.text for one in made.paragraphs if one.style.name == "Quote"] == [
        citation.quote for citation in talk.answered.citations
    ]
    listed = [one.text for one in made.paragraphs if one.style.name == "List Bullet"]
    bullet = next(one for one in talk.answered.statements if one.kind != "svar" and not one.label)
    assert f"{bullet.text} [{bullet.citations[0]}]" in listed
    assert {f"https://kommune.no/veikart{one.reader_url}" for one in talk.answered.citations} <= links_of(made)
    assert round(made.sections[0].page_height.mm) == 297  # A4
    assert made.paragraphs[-1].text == "Innholdet kan være feil. Sjekk kildene før du bruker det."


@pytest.mark.parametrize(("language", "tag"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_the_word_document_says_who_made_it_and_in_which_language(talk: Talk, language: Language, tag: str) -> None:
    made = word(talk, talk.answered, language=language)
    assert [one.get(qn("w:val")) for one in made.styles.element.xpath("w:docDefaults//w:lang")] == [tag]
    properties = made.core_properties
    assert (properties.author, properties.language) == ("Veikartassistenten", tag)
    assert properties.title == made.paragraphs[0].text == load_words()[language].title
    assert properties.created == EXPORTED


def test_what_is_quoted_keeps_its_own_language_in_an_english_document(talk: Talk) -> None:
    made = word(talk, talk.english, language="en")
    quotes = {one.quote for one in talk.english.citations}
    quoted = [run for one in made.paragraphs for run in one.runs if run.text in quotes]
    assert len(quoted) == 2 * len(quotes) > 0
    assert all(run._r.xpath(".//w:lang[@w:val='nb-NO']") for run in quoted)
    assert made.paragraphs[-1]._p.xpath(".//w:lang") == []


def test_odd_characters_never_stop_it(talk: Talk) -> None:
    odd = "by\x00en \ud83d vår 👩‍🔬 \ud83d\ude00 \x1b\ufffe\x0b"
    answer = replace(talk.refused, question=odd, text=odd)
    assert "by\ufffden" not in markdown(talk, answer)
    assert "## Spørsmål 1: byen vår 👩‍🔬 😀\n" in markdown(talk, answer)
    assert any(one.text == "Spørsmål 1: byen vår 👩‍🔬 😀" for one in word(talk, answer).paragraphs)
    copy_text(answer, talk.documents).encode()


def test_the_same_conversation_gives_the_same_text(talk: Talk) -> None:
    assert word(talk, talk.answered).element.xml == word(talk, talk.answered).element.xml


def test_an_answer_to_paste_has_its_marks_and_its_references(talk: Talk) -> None:
    text = copy_text(talk.answered, talk.documents)
    assert text.startswith(f"{talk.answered.statements[0].text} [1]\n")
    assert "\n\nUtdrag fra kildene, gjengitt ordrett. Laget av en maskin.\n\nKilder:\n" in text
    assert f"\n{numbers(talk.answered)}: redaksjonens tekst «Drammensmodellen», skrevet på grunnlag av:\n- D" in text
    assert copy_text(talk.refused, talk.documents) == f"{talk.refused.text}\n\nIkke besvart.\n"


def test_the_page_lists_the_references_of_an_answer_one_line_for_each_text(talk: Talk) -> None:
    lines = [str(one) for one in answer_references(talk.answered, talk.documents)]
    assert len(lines) == len({one.document_id for one in talk.answered.citations})
    assert lines[0] == (
        f"{numbers(talk.answered)}: redaksjonens tekst «Drammensmodellen», skrevet på grunnlag av: "
        "Drammen kommune. (u.å.). [Nettside]. Hentet november 2026 fra https://www.drammen.kommune.no/fram/ · "
        "Smartbyene. (2021). Samtaleserien. Hentet november 2026 fra https://smartbyene.no/serien/"
    )


@pytest.mark.parametrize(
    ("language", "source", "reference"),
    [
        ("nb", Source(URL, "Smart by", "KS", 2020, "2026-11"), f"KS. (2020). Smart by. Hentet november 2026 fra {URL}"),
        ("nb", Source(URL, None, "KS", None, "2026-03"), f"KS. (u.å.). [Nettside]. Hentet mars 2026 fra {URL}"),
        ("nn", Source(URL, None, "KS", None, "2026-03"), f"KS. (u.å.). [Nettside]. Henta mars 2026 frå {URL}"),
        ("en", Source(URL, None, "KS", None, "2026-03"), f"KS. (n.d.). [Web page]. Retrieved March 2026, from {URL}"),
        ("nb", Source(URL, "Hva nå?", "Plan A.S."), f"Plan A.S. (u.å.). Hva nå? {URL}"),
        ("nb", Source(URL, "Smart by", None, 2020), f"Smart by. (2020). {URL}"),
        ("nb", Source(f"{URL}.pdf", None, None, 2019), f"[PDF-dokument]. (2019). {URL}.pdf"),
        ("nb", Source("", "Smart by", "KS", 2020, "2026-11"), "KS. (2020). Smart by. Hentet november 2026."),
    ],
)
def test_a_reference_follows_apa_whatever_is_known(
    talk: Talk, language: Language, source: Source, reference: str
) -> None:
    documents = {DRAMMEN: replace(talk.documents[DRAMMEN], sources=(source,))}
    answer = replace(talk.answered, language=language, citations=talk.answered.citations[:1])
    assert answer_references(answer, documents)[0].sources == (reference,)


def test_the_list_is_alphabetical_without_duplicates_and_with_letters_for_the_same_year(talk: Talk) -> None:
    sources = (
        Source("https://a.no/4", "Byer", "Ås kommune", 2020),
        Source("https://a.no/3", "Byer", "Øygarden", 2020),
        Source("https://a.no/2", "Åpne data", "Bergen", 2020),
        Source("https://a.no/1", "Byer", "Bergen", 2020),
        Source("https://a.no/6", None, "Bergen"),
        Source("https://a.no/5", None, "Bergen"),
        Source("https://a.no/7", "Ærlig talt"),
        Source("http://a.no/1/", retrieved="2026-11"),
    )
    documents = {DRAMMEN: replace(talk.documents[DRAMMEN], sources=sources)}
    answer = replace(talk.answered, citations=talk.answered.citations[:1])
    listed = references(cited_texts(answer, documents), "nb")
    assert [(one.source.url[-1], one.year) for one in listed] == [
        ("5", "u.å.-a"), ("6", "u.å.-b"), ("1", "2020a"), ("2", "2020b"), ("7", "u.å."), ("3", "2020"), ("4", "2020"),
    ]  # fmt: skip
    assert (listed[2].source.retrieved, len(listed[2].uses)) == ("2026-11", 1)
    assert sorted(["Aasen", "Zoo", "ærend", "Öland", "Éa", "Ea b", "El"], key=alphabetical_key) == [
        "Éa", "Ea b", "El", "Zoo", "ærend", "Öland", "Aasen",
    ]  # fmt: skip


def test_the_list_says_which_answers_use_a_source_through_which_text(talk: Talk) -> None:
    text = markdown(talk, talk.answered, talk.english)
    entry = (
        "- Smartbyene. (2021). *Samtaleserien*. Hentet november 2026 fra <https://smartbyene.no/serien/>\n"
        f"  - Spørsmål 1: {numbers(talk.answered)} i redaksjonens tekst «Drammensmodellen»\n"
        f"  - Spørsmål 2: {numbers(talk.english)} i redaksjonens tekst «Drammensmodellen»\n"
    )
    assert text.count(entry) == 1
    assert "Les originalkilden før du siterer den." in text


def test_the_municipality_s_own_document_is_itself_the_source(talk: Talk) -> None:
    source = Source("https://intranett.no/plan.pdf", None, "Drammen kommune", 2024)
    answer, documents = own_plan(talk, source, page=12)
    reference = "Drammen kommune. (2024). Kommuneplan. https://intranett.no/plan.pdf"
    assert f"Kilder:\n[1] (s. 12): {reference}\n" in copy_text(answer, documents)
    made = markdown(talk._replace(documents=documents), answer)
    assert "redaksjonens" not in made
    assert "kommune. (2024). *Kommuneplan*. <https://intranett.no/plan.pdf>\n  - Spørsmål 1: [1] (s. 12)\n" in made
    # An importer may give many documents one address; they stay as many.
    other = replace(answer.citations[0], n=2, document_id="budsjett", title="Budsjett")
    both = replace(answer, citations=(*answer.citations, other))
    texts = cited_texts(both, {**documents, "budsjett": documents["plan"]})
    assert [one.source.title for one in references(texts, "nb")] == ["Budsjett", "Kommuneplan"]


def test_a_text_that_has_left_the_corpus_is_still_accounted_for(talk: Talk) -> None:
    cited = replace(talk.answered.citations[0], url=f"{URL}#:~:text=Drammen")
    text = copy_text(replace(talk.answered, citations=(cited,)), {})
    assert "[1]: redaksjonens tekst «Drammensmodellen», som ikke lenger er i samlingen, skrevet" in text
    assert text.endswith(f" på grunnlag av: [Nettside]. (u.å.). {URL}\n")


def test_a_turn_keeps_its_language_in_a_frame_of_another(talk: Talk) -> None:
    text = markdown(talk, talk.answered, talk.nynorsk, talk.english, language="nn")
    assert {"Samtale med Vegkartassistenten", "Referansar"} <= set(shown_in(text, "heading_open"))
    assert "Lagra 1. juli 2026 kl. 08.00." in text
    assert "*Utdrag fra kildene, gjengitt ordrett. Laget av en maskin.*" in text
    assert "*Utdrag frå kjeldene, attgjevne ordrett. Laga av ei maskin.*" in text
    assert "## Question 3: What was the Drammen model about?\n\nAsked 25 November 2026 at 14:05." in text


def test_a_time_without_a_zone_is_refused(talk: Talk) -> None:
    naive = datetime(2026, 11, 25, 13, 5)
    with pytest.raises(ValueError, match="time zone"):
        Turn(talk.answered, naive)
    with pytest.raises(ValueError, match="time zone"):
        to_word([], {}, base_url=BASE, exported=naive, language="nb")


def test_every_language_says_the_same_with_the_same_placeholders() -> None:
    said = {language: [str(text) for text in words.model_dump().values()] for language, words in load_words().items()}
    assert set(said) == {"nb", "nn", "en"}
    assert all(text for texts in said.values() for text in texts)
    named = [[{name for _, name, _, _ in Formatter().parse(text)} for text in texts] for texts in said.values()]
    assert named[0] == named[1] == named[2]

"""HTML for answers and source texts; everything is escaped, for texts and questions are data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.sentences import Sentence, split_sentences
from ui.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Answer, Statement
    from corpus.document import Document, Language, Section

TEMPLATES_DIR = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class _Group:
    """Statements that stand together: paragraphs, or the bullets of one list."""

    bullets: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class _Block:
    """Sentences that stand together: a paragraph, or the items of one list."""

    is_list: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class _SectionView:
    heading: str
    editorial: bool
    blocks: tuple[_Block, ...]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_answer(answer: Answer, *, anchor: str, root: str = "") -> str:
    """Return an answer as HTML on one line, so that Markdown around it leaves it alone.

    Args:
        answer: The answer.
        anchor: What the ids of its sources begin with; unique on the page.
        root: Path prefix of the app.
    """
    texts = texts_in(answer.language)
    mode = {
        "utdrag": texts.mode_utdrag,
        "generert": texts.mode_generert.format(model=answer.model),
        "avvist": texts.mode_avvist,
    }[answer.mode]
    groups = [
        _Group(bullets, tuple(statements))
        for bullets, statements in groupby(answer.statements, lambda one: one.kind != "svar")
    ]

    def language_of(statement: Statement) -> Language:
        # An extract stands in its source's language; what a model wrote, in the reader's.
        return answer.citations[statement.citations[0] - 1].language if answer.mode == "utdrag" else answer.language

    html = (
        _environment()
        .get_template("answer.html")
        .render(
            answer=answer,
            groups=groups,
            mode=mode,
            texts=texts,
            anchor=anchor,
            root=root,
            language_of=language_of,
        )
    )
    return " ".join(html.split())


def render_lines(lines: Sequence[str]) -> str:
    """Return the statements of an answer under way, one paragraph each."""
    return "".join(Markup("<p>{}</p>").format(line) for line in lines)


def render_reader(document: Document, marked: tuple[int, int] | None, language: Language) -> str:
    """Return a source text as a whole page, with a cited stretch marked.

    Args:
        document: The document.
        marked: Offsets of the stretch to mark, if any.
        language: Language of the words around the text.
    """

    def mark(sentence: Sentence) -> Markup:
        text = document.text[sentence.start : sentence.end]
        if marked is None or not (marked[0] < sentence.end and sentence.start < marked[1]):
            return Markup("{}").format(text)
        first = max(marked[0] - sentence.start, 0)
        last = min(marked[1], sentence.end) - sentence.start
        anchor = Markup(' id="sitat"') if sentence.start <= marked[0] else Markup("")
        return Markup("{}<mark{}>{}</mark>{}").format(text[:first], anchor, text[first:last], text[last:])

    return (
        _environment()
        .get_template("reader.html")
        .render(
            document=document,
            sections=[_view(document, section) for section in document.sections],
            texts=texts_in(language),
            language=language,
            marked=mark,
        )
    )


def _view(document: Document, section: Section) -> _SectionView:
    sentences = split_sentences(document.text, section.start, section.end)
    blocks: list[_Block] = []
    for position, sentence in enumerate(sentences):
        is_list = sentence.kind != "sentence"
        gap = document.text[sentences[position - 1].end : sentence.start] if position else ""
        if blocks and blocks[-1].is_list == is_list and (is_list or "\n\n" not in gap):
            blocks[-1] = _Block(is_list, (*blocks[-1].sentences, sentence))
        else:
            blocks.append(_Block(is_list, (sentence,)))
    return _SectionView(section.heading, section.editorial, tuple(blocks))

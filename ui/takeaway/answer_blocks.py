"""The part of the outline that holds one turn: question, answer, principles and quotes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ui.takeaway.characters import on_one_line
from ui.takeaway.clock import written_moment
from ui.takeaway.links import reader_link, web_link
from ui.takeaway.outline import BulletList, Heading, Item, Paragraph, Quote, Run
from ui.takeaway.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.answer import Answer, Citation, LinkedPrinciple, Statement
    from corpus.document import Language
    from ui.takeaway.outline import Block
    from ui.takeaway.turn import Turn

_BETWEEN = " · "


def how_it_was_made(answer: Answer) -> str:
    """Return the label of how an answer was made, in its language."""
    words = words_in(answer.language)
    if answer.mode == "generert":
        return words.mode_generert.format(model=on_one_line(answer.model or words.unnamed_model))
    return words.mode_utdrag if answer.mode == "utdrag" else words.mode_avvist


def marks(numbers: Iterable[int]) -> str:
    """Return citation numbers as they follow a sentence."""
    return "".join(f" [{number}]" for number in numbers)


def turn_blocks(turn: Turn, number: int, base_url: str) -> tuple[Block, ...]:
    """Return the parts of one turn.

    Args:
        turn: The turn.
        number: Its number in the conversation, from 1.
        base_url: Address of the app.
    """
    answer, language = turn.answer, turn.answer.language
    words = words_in(language)
    question = words.question.format(turn=number, question=on_one_line(answer.question))
    asked = words.asked.format(moment=written_moment(turn.asked, language))
    return (
        Heading(2, (Run(question, language),)),
        Paragraph((Run(asked, language),)),
        Paragraph((Run(how_it_was_made(answer), language, italic=True),)),
        *_said(answer),
        *(_warning(warning, language) for warning in answer.warnings),
        *_principles(answer),
        *_quotes(answer, base_url),
    )


def _said(answer: Answer) -> Iterable[Block]:
    if not answer.statements:
        yield Paragraph((Run(answer.text, answer.language),))
    for bulleted, statements in groupby(answer.statements, lambda one: one.kind != "svar"):
        lines = [_statement(statement, answer) for statement in statements]
        if bulleted:
            yield BulletList(tuple(Item(runs) for runs in lines))
        else:
            yield from (Paragraph(runs) for runs in lines)


def _statement(statement: Statement, answer: Answer) -> tuple[Run, ...]:
    language = _language_of(statement, answer)
    label = (Run(f"{on_one_line(statement.label)}:", language, bold=True), Run(" ", language))
    return (
        *(label if statement.label else ()),
        Run(statement.text, language),
        Run(marks(statement.citations), answer.language),
    )


def _language_of(statement: Statement, answer: Answer) -> Language:
    """An extract stands in its source's language; what a model wrote, in the reader's."""
    cited = (one.language for one in answer.citations if one.n in statement.citations)
    return next(cited, answer.language) if answer.mode == "utdrag" else answer.language


def _warning(warning: str, language: Language) -> Paragraph:
    return Paragraph((Run(words_in(language).note, language, bold=True), Run(f" {warning}", language)))


def _principles(answer: Answer) -> Iterable[Block]:
    if answer.principles:
        yield Heading(3, (Run(words_in(answer.language).principles, answer.language),))
        yield BulletList(tuple(_principle(one, answer.language) for one in answer.principles))


def _principle(principle: LinkedPrinciple, language: Language) -> Item:
    name = Run(f"{principle.number}. {on_one_line(principle.name)}:", language, bold=True)
    return Item((name, Run(f" {principle.why}{marks(principle.citations)}", language)))


def _quotes(answer: Answer, base_url: str) -> Iterable[Block]:
    if answer.citations:
        yield Heading(3, (Run(words_in(answer.language).sources, answer.language),))
    for citation in answer.citations:
        yield Paragraph((*_place(citation, answer.language), *_facts(citation, answer.language, base_url)))
        yield Quote(Run(citation.quote, citation.language))


def _place(citation: Citation, language: Language) -> Iterable[Run]:
    """The number, and where in which text the quote stands."""
    place = " – ".join(on_one_line(part) for part in (citation.title, citation.section) if part)
    yield Run(f"[{citation.n}]", language, bold=True)
    yield Run(f" {place}", citation.language)
    if citation.page is not None:
        yield Run(f", {words_in(language).page.format(page=citation.page)}", language)


def _facts(citation: Citation, language: Language, base_url: str) -> Iterable[Run]:
    """What the quote stands on, how old it is, and where to read it."""
    words = words_in(language)
    year = words.year.format(year=citation.published) if citation.published else words.no_year
    for fact in (words.basis(citation.basis), words.status(citation.status), year):
        if fact:
            yield Run(_BETWEEN + fact, language)
    links = {words.original: web_link(citation.url), words.show_in_text: reader_link(base_url, citation.reader_url)}
    for label, link in links.items():
        if link:
            yield Run(_BETWEEN, language)
            yield Run(label, language, link=link)

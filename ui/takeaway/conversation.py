"""The whole outline: the turns of a conversation between what it is and what it was written from."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from ui.takeaway.answer_blocks import turn_blocks
from ui.takeaway.apa import reference_runs
from ui.takeaway.clock import written_moment
from ui.takeaway.outline import BulletList, Heading, Item, Outline, Paragraph, Run
from ui.takeaway.references import cited_texts, references
from ui.takeaway.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from corpus.document import Document, Language
    from ui.takeaway.outline import Block
    from ui.takeaway.references import CitedText, Reference
    from ui.takeaway.turn import Turn

_PACKAGE = "veikartassistenten"


def outline_of(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    *,
    base_url: str,
    exported: datetime,
    language: Language,
) -> Outline:
    """Return the outline of a conversation.

    Args:
        turns: The turns, oldest first.
        documents: The corpus, by document id.
        base_url: Address of the app, for links to the source reader.
        exported: When it is taken out, with its time zone.
        language: Language of the words around the turns; each turn keeps its own.

    Raises:
        ValueError: If ``exported`` has no time zone.
    """
    words = words_in(language)
    blocks = (
        Heading(1, (Run(words.title, language),)),
        Paragraph((Run(_provenance(turns, exported, language), language),)),
        *(block for number, turn in enumerate(turns, start=1) for block in turn_blocks(turn, number, base_url)),
        *_reference_blocks(turns, documents, language),
        Paragraph((Run(words.check, language, bold=True),)),
    )
    return Outline(words.title, language, exported, blocks)


def _provenance(turns: Sequence[Turn], exported: datetime, language: Language) -> str:
    """When it was taken out, by which version, from which corpus; the corpus may have changed between two turns."""
    words = words_in(language)
    lines = [
        words.exported.format(moment=written_moment(exported, language)),
        words.app.format(version=version(_PACKAGE)),
    ]
    versions = dict.fromkeys(turn.answer.corpus_version for turn in turns)
    if versions:
        lines.append(words.corpus.format(versions=", ".join(versions)))
    return "\n".join(lines)


def _reference_blocks(turns: Sequence[Turn], documents: Mapping[str, Document], language: Language) -> Iterable[Block]:
    texts = [text for number, turn in enumerate(turns, start=1) for text in cited_texts(turn.answer, documents, number)]
    if not texts:
        return
    words = words_in(language)
    yield Heading(2, (Run(words.references, language),))
    if not all(text.own for text in texts):
        yield Paragraph((Run(words.references_note, language),))
    yield BulletList(tuple(_reference_item(one, language) for one in references(texts, language)))


def _reference_item(reference: Reference, language: Language) -> Item:
    uses = (Item((Run(_use(text, language), language),)) for text in reference.uses)
    return Item(reference_runs(reference.source, reference.year, language), tuple(uses))


def _use(text: CitedText, language: Language) -> str:
    words, numbers = words_in(language), text.numbers(language)
    if text.own:
        return words.used.format(turn=text.turn, numbers=numbers)
    return words.used_in_text.format(turn=text.turn, numbers=numbers, text=text.named(language))

"""A source as a reference in the Norwegian form of APA 7 (Norsk APA-manual)."""

from __future__ import annotations

from collections import Counter
from string import ascii_lowercase
from typing import TYPE_CHECKING

from assistant.source_links import is_pdf
from ui.takeaway.alphabet import alphabetical_key
from ui.takeaway.characters import on_one_line
from ui.takeaway.clock import written_month
from ui.takeaway.links import web_link
from ui.takeaway.outline import Run
from ui.takeaway.words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.document import Language, Source


def order(source: Source, language: Language) -> tuple[str, int, str, str]:
    """Return what to sort a source by in a list of references.

    By author, then those without a year, then by year, then by title.

    Args:
        source: The source.
        language: Language of the list.
    """
    author, title = _author(source, language), _title(source, language)
    return alphabetical_key(author.text), source.published or 0, alphabetical_key(title.text), source.url


def years(sources: Sequence[Source], language: Language) -> tuple[str, ...]:
    """Return the year of each source as its reference gives it, with a letter where author and year are shared.

    Args:
        sources: All sources of the list, in its order.
        language: Language of the list.
    """
    groups = [(_author(source, language).text.casefold(), source.published) for source in sources]
    shared = Counter(groups)
    seen: Counter[tuple[str, int | None]] = Counter()
    written = []
    for group in groups:
        year = words_in(language).no_date if group[1] is None else str(group[1])
        if shared[group] > 1:
            # APA joins the letter to a year (2021a), and sets a hyphen after "n.d." (n.d.-a).
            year += ("-" if group[1] is None else "") + _letters(seen[group])
        seen[group] += 1
        written.append(year)
    return tuple(written)


def reference_runs(source: Source, year: str, language: Language) -> tuple[Run, ...]:
    """Return a source as a reference: author, year, title, when it was read, and address.

    A title stands in the author's place where no publisher is known, and a description in brackets where no title is.
    The publisher is not named again as the site.

    Args:
        source: The source.
        year: Its year, from ``years``.
        language: Language of the list.
    """
    author, title = _author(source, language), _title(source, language)
    runs = [author, Run(f"{_stop(author.text)} ({year}).", language)]
    if author != title:
        runs += [Run(" ", language), title, Run(_stop(title.text), language)]
    return (*runs, *_retrieval(source, language))


def _retrieval(source: Source, language: Language) -> tuple[Run, ...]:
    words = words_in(language)
    month = written_month(source.retrieved, language) if source.retrieved else ""
    if not source.url:
        return (Run(f" {words.retrieved_nowhere.format(month=month)}", language),) if month else ()
    lead = f" {words.retrieved.format(month=month)} " if month else " "
    return Run(lead, language), Run(source.url, language, link=web_link(source.url))


def _author(source: Source, language: Language) -> Run:
    publisher = on_one_line(source.publisher or "")
    return Run(publisher, language) if publisher else _title(source, language)


def _title(source: Source, language: Language) -> Run:
    title = on_one_line(source.title or "")
    if title:
        return Run(title, language, italic=True)
    words = words_in(language)
    if is_pdf(source.url):
        return Run(words.pdf, language)
    return Run(words.web_page if web_link(source.url) else words.document, language)


def _stop(text: str) -> str:
    return "" if text.endswith((".", "?", "!")) else "."


def _letters(position: int) -> str:
    """Return a, b to z, aa, ab and so on, for 0, 1 and so on."""
    before, last = divmod(position, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[last]

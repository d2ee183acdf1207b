"""One page of the list of texts: those that a filter lets through, by type."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.document import DocumentType
    from ui.site.collection import Entry

ON_A_PAGE = 25
_LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Group:
    """The texts of one type on a page, and how many of the type there are on all pages."""

    type: DocumentType
    count: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Listing:
    """One page of a list.

    Args:
        total: How many texts the whole list has.
        groups: The texts on this page.
        page: Which page this is, from 1.
        pages: How many there are.
        missed: Whether a page was asked for that does not exist.
    """

    total: int
    groups: tuple[Group, ...]
    page: int
    pages: int
    missed: bool


def list_page(entries: Sequence[Entry], wanted: str) -> Listing:
    """Return a page of a list.

    Args:
        entries: The whole list, by type.
        wanted: The page's number as it stands in an address, which may hold anything.
    """
    pages = max(-(-len(entries) // ON_A_PAGE), 1)
    number = int(wanted) if wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER else 0
    page = number if 1 <= number <= pages else 1
    shown = entries[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    groups = tuple(
        Group(kind, sum(entry.original.type == kind for entry in entries), tuple(group))
        for kind, group in groupby(shown, lambda entry: entry.original.type)
    )
    return Listing(len(entries), groups, page, pages, missed=page != number)

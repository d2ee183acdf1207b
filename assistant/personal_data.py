"""Find personal data in what a reader typed: national identity, account and telephone numbers, and e-mail addresses.

An answer to it offers the question without them; they never reach search, a log or a language model.

Meant to warn, so it leans towards finding: any eleven digits that are not an account number are taken for a national
identity number, whether or not the check digits hold, for a mistyped one still points at somebody. What would give
false alarms is left alone: amounts, dates, years, organisation numbers and an office's shared mailbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from stdnum.no import kontonr

from assistant.frames import frame

if TYPE_CHECKING:
    from corpus.document import Language

Kind = Literal["national_id", "account", "phone", "email"]

_ELEVEN = re.compile(r"(?<![\d.,/-])(?:\d{6}[ -]?\d{5}|\d{4}([. ])\d{2}\1\d{5})(?![\d/]|[.,-]\d)")
_PHONE = re.compile(
    r"(?<![\d.,/+-])(?P<code>(?:\+|00)47 ?)?"
    r"(?:[2-9]\d(?: \d{2}){3}|[2-9]\d{2} \d{2} \d{3}|[2-9]\d{7})(?![\d%/]|[.,-]\d| \d)"
)
_EMAIL = re.compile(r"(?<![\w.+-])(?P<name>[\w.+-]+)@[\w-]+(?:\.[\w-]+)+")
_AMOUNT_AFTER = re.compile(
    r"\s?(?:kr\b|kroner|nok\b|,-|mill|mrd|euro|tonn|kwh|mwh|m2|kvm|innbygg|prosent)", re.IGNORECASE
)
_SHARED_MAILBOX = re.compile(
    r"(?:firma)?post(?:mottak)?|info|kontakt|contact|kundeservice|support|noreply", re.IGNORECASE
)


@dataclass(frozen=True, order=True)
class PersonalData:
    """Personal data found in a text.

    Args:
        start: Offset of its first character.
        end: Offset just past it.
        kind: What it is.
    """

    start: int
    end: int
    kind: Kind


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """Return what was found, in order; nothing overlaps.

    Example:
        >>> [found.kind for found in find_personal_data("Ring Kari på 412 34 567 eller kari@example.org")]
        ['phone', 'email']
        >>> find_personal_data("Prosjektet fikk 12 500 000 kroner i 2024")
        ()
    """
    found = [PersonalData(*match.span(), _kind_of_eleven(match[0])) for match in _ELEVEN.finditer(text)]
    found += [PersonalData(*match.span(), "phone") for match in _PHONE.finditer(text) if _is_phone(text, match)]
    found += [
        PersonalData(*match.span(), "email")
        for match in _EMAIL.finditer(text)
        if not _SHARED_MAILBOX.fullmatch(match["name"])
    ]
    kept: list[PersonalData] = []
    for one in sorted(found):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def anonymised(text: str, language: Language) -> str:
    """Return a text with the personal data in it replaced by what it was.

    Example:
        >>> anonymised("Hva skjer med 010190 12345?", "nb")
        'Hva skjer med (fødselsnummer fjernet)?'
    """
    for found in reversed(find_personal_data(text)):
        text = f"{text[: found.start]}{frame(language, f'removed_{found.kind}')}{text[found.end :]}"
    return text


def _kind_of_eleven(number: str) -> Kind:
    grouped_as_account = re.fullmatch(r"\d{4}([. ])\d{2}\1\d{5}", number) is not None
    digits = re.sub(r"\D", "", number)
    plausible_day = 1 <= int(digits[:2]) % 40 <= 31  # noqa: PLR2004 - D numbers add 40 to the day
    return "account" if grouped_as_account or (kontonr.is_valid(digits) and not plausible_day) else "national_id"


def _is_phone(text: str, match: re.Match[str]) -> bool:
    if match["code"]:
        return True
    number = match[0]
    return not _AMOUNT_AFTER.match(text, match.end()) and not (number.isdigit() and _is_date(number))


def _is_date(digits: str) -> bool:
    """Eight digits as year, month and day, or the other way round."""
    for layout in ("%Y%m%d", "%d%m%Y"):
        try:
            year = datetime.strptime(digits, layout).year
        except ValueError:
            continue
        if 1900 <= year <= 2100:  # noqa: PLR2004
            return True
    return False

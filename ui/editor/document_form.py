"""The form of a document: what an editor may say of it, and the text itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from corpus.document import Basis, DocumentType, Language, Status
from corpus.front_matter import FrontMatter, FrontMatterError, make_front_matter
from corpus.own.intake import Given
from corpus.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from corpus.own.entry import Entry
    from ui.editor.forms import Form
    from ui.editor.texts import EditorTexts

LANGUAGES: tuple[Language, ...] = get_args(Language)
BASES: tuple[Basis, ...] = get_args(Basis)
GIVEN_TYPE: DocumentType = "egen"
GIVEN_BASIS: Basis = "offentlig"
STATUSES: tuple[Status, ...] = ("gjeldende", "historisk")
PLAIN = ("title", "type", "language", "basis", "status", "publisher", "url", "year", "period", "municipality")
_YEARS = range(1900, 2101)
_URL = re.compile(r"https?://[^\s/]+\.\S+")


@dataclass(frozen=True)
class Fault:
    """Something that has to be mended before the form can be used.

    Args:
        field: Id of its field on the page; empty if it is none of them.
        text: What is wrong.
    """

    field: str
    text: str


class FormFaultsError(ValueError):
    """The form cannot be used as it is; ``faults`` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.text for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class DocumentForm:
    """What stands in the form.

    Args:
        plain: The single fields as they are written.
        principles: The principles that are ticked.
        malbilder: The målbilder that are ticked.
        questions: The questions, one a line.
        body: The text.
    """

    plain: dict[str, str]
    principles: tuple[int, ...] = ()
    malbilder: tuple[str, ...] = ()
    questions: str = ""
    body: str = ""

    @classmethod
    def of(cls, entry: Entry) -> DocumentForm:
        """Return the form as it stands before anything is changed."""
        fields = entry.fields
        source = fields.sources[0]
        plain = {
            "title": fields.title,
            "type": fields.type,
            "language": fields.language,
            "basis": fields.basis,
            "status": fields.status,
            "publisher": source.publisher or "",
            "url": source.url or "",
            "year": str(source.published or ""),
            "period": fields.period or "",
            "municipality": ", ".join(fields.municipality),
        }
        questions = "\n".join(fields.questions)
        return cls(plain, tuple(fields.principles), tuple(fields.malbilder), questions, entry.body)

    @classmethod
    def read(cls, form: Form) -> DocumentForm:
        """Return what an editor has written."""
        ticked = [int(one) for one in form.all("principles") if one.isdecimal() and len(one) == 1]
        return cls(
            {name: form.text(name) for name in PLAIN},
            tuple(sorted(set(ticked))),
            tuple(one for one in load_taxonomy().malbilder if one in form.all("malbilder")),
            form.text("questions"),
            form.text("body"),
        )

    @property
    def asked(self) -> list[str]:
        """The questions, each once."""
        return list(dict.fromkeys(line.strip() for line in self.questions.splitlines() if line.strip()))

    @property
    def municipalities(self) -> list[str]:
        """The municipalities, each once."""
        return list(dict.fromkeys(one.strip() for one in self.plain["municipality"].split(",") if one.strip()))

    def given(self, texts: EditorTexts) -> Given:
        """Return what an editor says of a document that is imported.

        Raises:
            FormFaultsError: If something cannot be.
        """
        if faults := self._faults(texts, imported=True):
            raise FormFaultsError(faults)
        plain = {name: value or None for name, value in self.plain.items()}
        return Given(
            title=plain["title"],
            # What the form says by itself is nothing that the editor says; a new version keeps what was said before.
            type=_one_of(plain["type"], get_args(DocumentType), GIVEN_TYPE),
            basis=_one_of(plain["basis"], BASES, GIVEN_BASIS),
            language=_one_of(plain["language"], LANGUAGES),
            publisher=plain["publisher"],
            url=plain["url"],
            published=int(plain["year"]) if plain["year"] else None,
            period=plain["period"],
            municipality=tuple(self.municipalities),
            principles=self.principles,
            questions=tuple(self.asked),
        )

    def fields(self, before: FrontMatter, texts: EditorTexts) -> FrontMatter:
        """Return a document's front matter with what the form says.

        Args:
            before: Its front matter as it is; what the form has no field for stays.
            texts: The words of the faults.

        Raises:
            FormFaultsError: If something cannot be.
        """
        faults = self._faults(texts)
        if not self.body:
            faults.append(Fault("body", texts.body_missing))
        if faults:
            raise FormFaultsError(faults)
        values: dict[str, Any] = before.model_dump()
        values |= {name: self.plain[name] for name in ("title", "type", "language", "basis", "status")}
        values |= {"period": self.plain["period"] or None, "municipality": self.municipalities}
        values |= {"principles": list(self.principles), "malbilder": list(self.malbilder), "questions": self.asked}
        values["principles_basis"] = (before.principles_basis or "redaksjonell") if self.principles else None
        first = values["sources"][0]
        if first["title"] == before.title:
            first["title"] = self.plain["title"]
        first |= {"url": self.plain["url"] or None, "publisher": self.plain["publisher"] or None}
        first["published"] = int(self.plain["year"]) if self.plain["year"] else None
        try:
            return make_front_matter(values)
        except FrontMatterError as error:
            raise FormFaultsError([Fault("", fault.message) for fault in error.faults]) from error

    def _faults(self, texts: EditorTexts, *, imported: bool = False) -> list[Fault]:
        faults = []
        if not self.plain["title"] and not imported:
            faults.append(Fault("title", texts.title_missing))
        if (url := self.plain["url"]) and not _URL.fullmatch(url):
            faults.append(Fault("url", texts.url_wrong.format(url=url)))
        if (year := self.plain["year"]) and not (_is_number(year) and int(year) in _YEARS):
            faults.append(Fault("year", texts.year_wrong.format(year=year)))
        return faults


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(_YEARS.stop))


def _one_of(value: str | None, known: tuple[Any, ...], but: str = "") -> Any:  # noqa: ANN401 - one of the literals
    return value if value in known and value != but else None

"""The front matter of a text: its fields, and faults with the line that they stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from corpus.document import Basis, DocumentType, Language, PrinciplesBasis, Source, Status

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FENCE = "---"
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_NO_DATE = "må være en dato, som 2026-01-31"
_MESSAGES = {
    "extra_forbidden": "ukjent felt",
    "missing": "feltet mangler",
    "too_short": "kan ikke være tom",
    "string_too_short": "kan ikke være tom",
    "literal_error": "må være en av: {expected}",
    "string_pattern_mismatch": "har feil form (må passe {pattern})",
    "greater_than_equal": "må være minst {ge}",
    "less_than_equal": "må være høyst {le}",
    "string_type": "må være tekst; sett anførselstegn rundt en dato eller et tall",
    "int_type": "må være et helt tall",
    "int_parsing": "må være et helt tall",
    "int_from_float": "må være et helt tall",
    "list_type": "må være en liste, som [a, b]",
    "tuple_type": "må være en liste, som [a, b]",
    "model_type": "må være felt på formen 'navn: verdi'",
    "date_type": _NO_DATE,
    "date_parsing": _NO_DATE,
    "date_from_datetime_parsing": _NO_DATE,
    "date_from_datetime_inexact": _NO_DATE,
    "bool_type": "må være true eller false",
    "bool_parsing": "må være true eller false",
}
# What PyYAML lets out for values that look like a date, a number or a tag and are none, and for very deep ones.
_YAML_SLIPS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_LONGEST_SHOWN = 100


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with a text.

    Args:
        path: The file.
        line: Line in the file, from 1.
        message: What is wrong and how to mend it, in Norwegian.
    """

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.message.split())}"


class FrontMatterError(ValueError):
    """The front matter cannot be used; ``faults`` holds every fault in it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def _as_list(value: Any) -> Any:  # noqa: ANN401 - raw YAML
    return [value] if isinstance(value, str) else value


def _as_text(value: Any) -> Any:  # noqa: ANN401 - raw YAML
    """A bare year is a number to YAML."""
    return str(value) if isinstance(value, int) else value


class SourceFields(BaseModel):
    """One entry of ``sources``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+\.[^\s]+$")] | None = None
    title: Annotated[str, Field(min_length=1)] | None = None
    publisher: Annotated[str, Field(min_length=1)] | None = None
    published: Annotated[int, Field(ge=1900, le=2100)] | None = None
    retrieved: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = None

    def to_source(self) -> Source:
        """Return the plain value."""
        return Source(**{**self.model_dump(), "url": self.url or ""})


class FrontMatter(BaseModel):
    """The fields that a text may have; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=f"^{_ID}$")]
    title: Annotated[str, Field(min_length=1)]
    type: DocumentType
    language: Language
    basis: Basis
    sources: Annotated[list[SourceFields], Field(min_length=1)]
    principles: list[Annotated[int, Field(ge=1, le=8)]] = []
    principles_basis: PrinciplesBasis | None = None
    malbilder: list[str] = []
    sdg: list[Annotated[int, Field(ge=1, le=17)]] = []
    municipality: Annotated[list[str], BeforeValidator(_as_list)] = []
    period: Annotated[str, BeforeValidator(_as_text)] | None = None
    status: Status = "gjeldende"
    questions: list[Annotated[str, Field(min_length=1)]] = []
    related: list[str] = []
    translation_of: str | None = None
    original: Annotated[str, Field(pattern=r"^[0-9a-f]{16}\.[a-z0-9]{1,5}$")] | None = None
    imported_from: Annotated[str, Field(min_length=1)] | None = None
    import_notes: list[str] = []
    withdrawn: date | None = None

    @field_validator("principles", "malbilder", "sdg", "municipality", "questions", "related")
    @classmethod
    def _no_repeats(cls, values: list[Any]) -> list[Any]:
        repeated = sorted({str(value) for value in values if values.count(value) > 1})
        if repeated:
            msg = f"står to ganger: {', '.join(repeated)}"
            raise ValueError(msg)
        return values


def split_front_matter(path: Path, text: str) -> tuple[str, int]:
    """Return the YAML between the fences and the offset where the body starts.

    Raises:
        FrontMatterError: If a fence is missing.
    """
    match = re.match(rf"{FENCE}[ \t]*\n(.*?\n){FENCE}[ \t]*(\n|$)", text, re.DOTALL)
    if match is None:
        fault = Fault(path, 1, "teksten må begynne med metadata mellom to linjer med ---")
        raise FrontMatterError([fault])
    return match[1], match.end()


def parse_front_matter(path: Path, text: str) -> FrontMatter:
    """Parse and check the YAML of a text's front matter.

    Args:
        path: The file, for the faults.
        text: The YAML, without its fences.

    Raises:
        FrontMatterError: With every fault and its line.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        fault = Fault(path, line, f"metadata er ikke gyldig YAML: {getattr(error, 'problem', error)}")
        raise FrontMatterError([fault]) from error
    except _YAML_SLIPS as error:
        fault = Fault(path, 2, "metadata er ikke gyldig YAML: en verdi kan ikke leses, som en dato som ikke finnes")
        raise FrontMatterError([fault]) from error
    if not isinstance(values, dict):
        raise FrontMatterError([Fault(path, 2, "metadata må være felt på formen 'navn: verdi'")])
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        faults = [Fault(path, _line_of(root, item["loc"]), _message(item)) for item in error.errors()]
        raise FrontMatterError(faults) from error


def make_front_matter(values: dict[str, Any]) -> FrontMatter:
    """Return front matter made of plain values, such as a form's.

    Raises:
        FrontMatterError: With every fault.
    """
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        raise FrontMatterError([Fault(Path(), 1, _message(item)) for item in error.errors()]) from error


def field_line(text: str, field: str) -> int:
    """Return the line in the file on which a top-level field stands, or 1; ``text`` is the whole file."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(f"{field}:"):
            return number
    return 1


def _message(item: ErrorDetails) -> str:
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in item["loc"])
    template = _MESSAGES.get(item["type"])
    context = {key: str(value).replace(" or ", ", ") for key, value in item.get("ctx", {}).items()}
    text = template.format(**context) if template else item["msg"].removeprefix("Value error, ")
    return f"{field}: {text}{_shown(item['input'])}"


def _shown(value: Any) -> str:  # noqa: ANN401 - raw YAML
    try:
        shown = repr(value) if isinstance(value, str | int) else ""
    except ValueError:  # a number of thousands of digits
        return ""
    return f" (her: {shown[:_LONGEST_SHOWN]}{'…' if len(shown) > _LONGEST_SHOWN else ''})" if shown else ""


def _line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Follow the location through the YAML tree; the front matter starts on the file's second line."""
    line = node.start_mark.line if node else 0
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line
    return line + 2

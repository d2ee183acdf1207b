"""Changes: what is different between two states of a document, field by field, for the audit log."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from assistant.audit import Change

if TYPE_CHECKING:
    from corpus.own.entry import Entry

_COUNTED = ("questions", "import_notes")
_UNTOLD = ("id", "withdrawn", "sources")
_MARK = 6  # characters of a hash: enough to see that a long field is another one


def changes_between(before: Entry | None, after: Entry) -> list[Change]:
    """Return what is different.

    Args:
        before: The document as it was; None if it is new.
        after: The document as it is.
    """
    old, new = _told(before) if before else {}, _told(after)
    return [Change(name, old.get(name, ""), value) for name, value in new.items() if old.get(name, "") != value]


def _told(entry: Entry) -> dict[str, str]:
    """Every field in short; long ones by how much they hold, and a mark of what."""
    values: dict[str, Any] = entry.fields.model_dump(mode="json", exclude={*_UNTOLD, *_COUNTED})
    told = {name: _short(value) for name, value in values.items()}
    for number, source in enumerate(entry.fields.sources, start=1):
        told |= {f"sources.{number}.{name}": _short(value) for name, value in source.model_dump(mode="json").items()}
    for name in _COUNTED:
        held: list[str] = getattr(entry.fields, name)
        told[name] = _marked(len(held), "\n".join(held))
    told["body"] = _marked(len(entry.body), entry.body)
    return told


def _marked(size: int, text: str) -> str:
    return f"{size} (#{hashlib.sha256(text.encode()).hexdigest()[:_MARK]})" if size else ""


def _short(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)

"""Write a text to its file's form: front matter and body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from corpus.front_matter import FrontMatter

_WIDE = 10_000  # one value a line: what an editor reads and what a diff shows


def write_text(fields: FrontMatter, body: str) -> str:
    """Return the whole file of a text.

    Args:
        fields: Its front matter; empty fields are left out.
        body: Its body, with page marks.
    """
    values = {name: _plain(value) for name, value in fields.model_dump(mode="json").items() if value not in (None, [])}
    front = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=_WIDE)
    return f"---\n{front}---\n\n{body.strip()}\n"


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value without its empty fields."""
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if part is not None}
    return [_plain(part) for part in value] if isinstance(value, list) else value

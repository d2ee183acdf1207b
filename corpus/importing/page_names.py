"""Name pages as an editor reads them."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_NAMED = 20


def name_pages(pages: Sequence[int]) -> str:
    """Return the pages as an editor reads them.

    Example:
        >>> name_pages([2]), name_pages([1, 2, 3, 7])
        ('Side 2', 'Sidene 1–3 og 7')
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    named = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"{len(named) - _MOST_NAMED} stykker til"]
    listed = " og ".join([*([", ".join(named[:-1])] if named[1:] else []), named[-1]])
    return f"{'Side' if len(pages) == 1 else 'Sidene'} {listed}"

"""Texts of every kind for laws that hold for all of them, and how hard they are tried."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

calm = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_PIECES = (
    *(
        "Kommunen",
        "bruker",
        "ca.",
        "3",
        "mill.",
        "kr.",
        "Målet",
        "er:",
        "–",
        "§",
        "2.",
        "nr.",
        "EU",
        "«sitat»",
        "A.",
        "🚲",
    ),
    *("1)", "\n", "\n\n", ". ", "? ", "! ", "\n- ", "\n1. ", "\n| a | b |\n", "|---|\n", "\n## Del ", " ", "…", "\t"),
    *("\u00a0", "\r", "\u2028", "\x0c"),
)
bodies = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=60).map("".join)

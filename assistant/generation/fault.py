"""What can go wrong with a language model, as one error with a kind that the reader is told of and that is counted."""

from __future__ import annotations

from typing import Literal

Fault = Literal[
    "unreachable",  # no connection
    "slow",  # over the time that an answer may take
    "busy",  # too many answers at once, or the server said 429
    "refused",  # the server wants another key
    "unknown_model",  # the server has no such model
    "too_long",  # the passages do not fit the model's context
    "broken",  # the stream ended half-way, or what came is no stream
    "filtered",  # the server's own filter stopped it
    "not_covered",  # the model says that the passages do not answer
    "unsupported",  # too little of what came stands in the passages
    "left",  # the reader has gone
]


class GenerationError(Exception):
    """No generated answer can be given.

    Args:
        fault: What went wrong.
        detail: One line for the log; holds no question and no key.
    """

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(detail or fault)
        self.fault = fault

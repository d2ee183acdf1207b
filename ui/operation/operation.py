"""What the app needs to know of how it is run."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.operation.metrics import Metrics
from ui.operation.readiness import Readiness

LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Operation:
    """How the app is run.

    Args:
        questions_at_once: How many questions may be under way; 0 for no limit.
        metrics_from: Networks from which the metrics may be read.
        readiness: Where it is between start and stop.
        metrics: What is measured.
    """

    questions_at_once: int = 0
    metrics_from: tuple[str, ...] = LOOPBACK
    readiness: Readiness = field(default_factory=Readiness)
    metrics: Metrics = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "metrics", Metrics(self.readiness))

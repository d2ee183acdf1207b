"""Metrics: what is counted and timed, for Prometheus; no question, no address, nothing about a person.

Names and units follow the conventions of https://prometheus.io/docs/practices/naming/.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from ui.operation.readiness import Readiness

disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for every count, which nobody asks for

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_MILLISECONDS = 1000


class Metrics:
    """What is measured while the server runs.

    Args:
        readiness: Whether it can answer.
    """

    def __init__(self, readiness: Readiness) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "veikart_questions", "Questions answered or refused.", ["mode", "language"], registry=registry
        )
        self._dropped = Counter(
            "veikart_dropped_citations", "Marks taken away since no passage held them.", registry=registry
        )
        self._stages = Histogram(
            "veikart_stage_seconds", "Time of a question by stage.", ["stage", "mode"],
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.requests = Counter(
            "veikart_http_requests", "Requests by route.", ["method", "route", "status"], registry=registry
        )
        self.in_hand = Gauge(
            "veikart_questions_in_hand",
            "Questions and searches under way over HTTP; the page has a queue of its own.",
            registry=registry,
        )
        ready = Gauge("veikart_ready", "1 if questions should be sent here.", registry=registry)
        ready.set_function(lambda: readiness.is_ready)
        registry.register(_ConditionsCollector(readiness))

    def watch(self, assistant: Assistant) -> None:
        """Tell of an assistant's index and models as well."""
        self.registry.register(_AssistantCollector(assistant))

    def count_answer(self, answer: Answer) -> None:
        """Count an answer, and how long its stages took."""
        self._questions.labels(answer.mode, answer.language).inc()
        self._dropped.inc(answer.dropped_citations)
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage, answer.mode).observe(milliseconds / _MILLISECONDS)

    def as_text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _ConditionsCollector:
    """Tells whether what the server needs was there when it was looked at last."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    def collect(self) -> Iterator[Metric]:
        for condition in self._readiness.conditions:
            yield GaugeMetricFamily(
                f"veikart_{condition.name}_up",
                f"1 if the {condition.name} can be used.",
                value=0 if condition.reason else 1,
            )


class _AssistantCollector:
    """Reads the index and the models when it is asked, so that a new index is told of at once."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def collect(self) -> Iterator[Metric]:
        manifest = self._assistant.snapshot.manifest
        age = datetime.now(UTC) - datetime.fromisoformat(manifest.created)
        yield GaugeMetricFamily(
            "veikart_snapshot_age_seconds", "Time since the index was built.", value=age.total_seconds()
        )
        writer = self._assistant.writer
        yield _info("veikart_snapshot", "The index in use.", corpus_version=self._assistant.corpus_version)
        yield _info(
            "veikart_model",
            "The models in use.",
            embedding=manifest.model.name,
            precision=self._assistant.embedder.precision,
            language_model=writer.model.name if writer else "",
        )
        texts = GaugeMetricFamily("veikart_snapshot_items", "What the index holds.", labels=["kind"])
        for kind, count in manifest.counts.items():
            texts.add_metric([kind], count)
        yield texts
        faults = CounterMetricFamily(
            "veikart_generation_faults", "Answers that the language model could not give.", labels=["fault"]
        )
        for fault, count in (dict(writer.failures) if writer else {}).items():
            faults.add_metric([fault], count)
        yield faults


def _info(name: str, meaning: str, **labels: str) -> Metric:
    info = GaugeMetricFamily(f"{name}_info", meaning, labels=list(labels))
    info.add_metric(list(labels.values()), 1)
    return info

"""Run a question set or a BEIR set through the real pipeline, into a run folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.assistant import Assistant
from assistant.index_state import read_texts, ready_snapshot
from eval.beir import beir_hash, read_beir
from eval.checks import require_whole_questions, require_whole_texts
from eval.observer import AssistantObserver, RetrievalObserver
from eval.provenance import RunConfig, describe_machine, measured_settings
from eval.question_set import file_hash, read_questions
from eval.report import render_report
from eval.run_folder import RunFolder
from eval.summary import summarize
from index.builder import build_passage_index
from index.embedding_cache import EmbeddingCache
from index.manifest import corpus_hash
from index.model.embedder import load_embedder

if TYPE_CHECKING:
    from assistant.settings import Settings
    from eval.record import Record


class _Asked(Protocol):
    """Anything that can be asked: it has an id and a question."""

    @property
    def id(self) -> str: ...
    @property
    def question(self) -> str: ...


# What figures say of themselves, so that they can serve as a baseline on their own.
_SHOWN_CONFIG = {
    "kind", "question_set", "question_set_hash", "split", "questions", "corpus_hash", "model", "precision", "commit"
}  # fmt: skip
_Row = TypeVar("_Row", bound=_Asked)
Track = Callable[[Sequence[Any]], Iterator[Any]]


def run_questions(path: Path, out: Path, settings: Settings, *, split: str = "", track: Track = iter) -> RunFolder:
    """Ask every question of a set over the current texts, and measure answers and retrieval.

    Args:
        path: The question set.
        out: The run folder; a run that was killed goes on.
        settings: The settings in force.
        split: Only questions of this split.
        track: Iterates over the questions that are left, for a progress bar.

    Raises:
        CorpusError: If a text has a fault; the old index is not measured instead.
        DegradedError: If the model cuts texts or questions.
        QuestionSetError: If the set has faults.
        RunFolderError: If ``out`` holds something else.
    """
    documents = read_texts(settings)
    rows = read_questions(path, documents, split=split)
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    snapshot = ready_snapshot(settings, embedder)
    config = RunConfig(
        kind="answers",
        question_set=path.name,
        question_set_hash=file_hash(path),
        split=split,
        questions=len(rows),
        corpus_hash=snapshot.manifest.corpus_hash,
        settings=measured_settings(settings),
        created=_now(),
        **describe_machine(embedder),
    )
    run = RunFolder.start(out, config)
    require_whole_texts(snapshot.passages, embedder)
    require_whole_questions([(row.id, row.question) for row in rows], embedder)
    assistant = Assistant(
        snapshot,
        embedder,
        language=None if settings.language == "auto" else settings.language,
        max_question_characters=settings.max_question_characters,
        search_without=settings.search_without,
    )
    return _measure(run, rows, AssistantObserver(assistant).observe, track)


def run_beir(
    folder: Path, out: Path, settings: Settings, *, split: str = "", track: Track = iter, progress: bool = False
) -> RunFolder:
    """Index a BEIR set in memory with the assistant's own pipeline, and measure retrieval.

    Args:
        folder: The set.
        out: The run folder; a run that was killed goes on.
        settings: The settings in force.
        split: Only the judgements of this split.
        track: Iterates over the queries that are left, for a progress bar.
        progress: Whether to show a progress bar while indexing.

    Raises:
        DegradedError: If the model cuts texts or queries.
        QuestionSetError: If the set has faults.
        RunFolderError: If ``out`` holds something else.
    """
    found = read_beir(folder, split=split)
    embedder = load_embedder(settings.model, settings.data, settings.precision)
    config = RunConfig(
        kind="retrieval",
        question_set=folder.name,
        question_set_hash=beir_hash(folder),
        split=split,
        questions=len(found.queries),
        corpus_hash=corpus_hash({document.id: document for document in found.documents}),
        settings=measured_settings(settings),
        created=_now(),
        **describe_machine(embedder),
    )
    run = RunFolder.start(out, config)
    require_whole_questions([(query.id, query.question) for query in found.queries], embedder)
    cache = EmbeddingCache(settings.data / "eval-embeddings.sqlite", embedder)
    index = build_passage_index(found.documents, embedder, cache=cache, progress=progress, sentences=False)
    require_whole_texts(index, embedder)
    return _measure(run, found.queries, RetrievalObserver(index, embedder, settings.search_without).observe, track)


def _measure(
    run: RunFolder,
    rows: Sequence[_Row],
    observe: Callable[[_Row], Record],
    track: Callable[[Sequence[_Row]], Iterable[_Row]],
) -> RunFolder:
    """Ask what has not been asked, and write figures and report; records are kept in the set's order."""
    done = {record.id for record in run.records}
    for row in track([row for row in rows if row.id not in done]):
        run.append(observe(row))
    summary = {"run": run.config.model_dump(include=_SHOWN_CONFIG)} | summarize(run.records)
    run.finish(summary, render_report(run.config, summary, run.records))
    return run


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

"""Assembly: the sentences chosen for a question, or a refusal, as an answer with everything needed to check it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.cautions import cautions_on
from assistant.draft import Draft
from assistant.extent import measure_extent
from assistant.frames import frame
from assistant.goals import central_malbilder, central_sdg
from assistant.principles import link_principles
from assistant.refusal import nearby_documents, refusal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.coverage import Coverage
    from assistant.followups import FollowUps
    from assistant.generation.writer import Tally
    from assistant.retrieval import Retrieval
    from assistant.shapes import ChosenSentence
    from index.filters import Filters
    from index.home import Snapshot


@dataclass(frozen=True)
class Assembly:
    """Makes the answer to one question over one snapshot.

    Args:
        snapshot: The index searched.
        retrieval: What was found.
        coverage: How likely it is that it answers.
        filters: Which documents could be used.
        follow_ups: Suggests questions to go on with.
    """

    snapshot: Snapshot
    retrieval: Retrieval
    coverage: Coverage
    filters: Filters | None
    follow_ups: FollowUps

    def extracts(self, chosen: Sequence[ChosenSentence], notice: str = "") -> Answer:
        """Return the answer that the chosen sentences make; a refusal if none of them can be located.

        Args:
            chosen: The sentences in order.
            notice: What the reader should know first.
        """
        draft = Draft()
        for one in chosen:
            draft.add(one.quotes, one.kind, label=one.label)
        return self._of_draft(draft, notice, mode="utdrag") if draft.statements else self.refusal()

    def generated(self, draft: Draft, tally: Tally, model: str) -> Answer:
        """Return the answer that a model wrote.

        Args:
            draft: Its statements, each with the place that it stands on.
            tally: How it held.
            model: The model's name.
        """
        left_out = tally.written - tally.held
        language = self.retrieval.question.language
        notice = frame(language, "left_out", count=left_out, written=tally.written) if left_out else ""
        answer = self._of_draft(draft, notice, mode="generert", model=model, supported_share=round(tally.share, 3))
        return replace(answer, dropped_citations=draft.dropped + tally.dropped_marks)

    def _of_draft(self, draft: Draft, notice: str, **parts: Any) -> Answer:  # noqa: ANN401 - fields of Answer
        documents = self.retrieval.index.documents
        cited = [documents[name] for name in dict.fromkeys(one.document_id for one in draft.citations)]
        language = self.retrieval.question.language
        extent = measure_extent(self.retrieval, [one.id for one in cited])
        return self._answer(
            statements=draft.statements,
            text=draft.text,
            citations=draft.citations,
            principles=link_principles(self.retrieval, self.retrieval.index, draft.citations),
            malbilder=central_malbilder(draft.citations, documents),
            sdg=central_sdg(draft.citations, documents),
            follow_ups=self.follow_ups.suggest(self.retrieval, cited),
            dropped_citations=draft.dropped,
            warnings=(
                *([notice] if notice else []),
                *self._readings(),
                *([extent.in_words(language)] if extent else []),
                *cautions_on(draft.citations, language),
            ),
            **parts,
        )

    def refusal(self) -> Answer:
        """Return the answer that the sources do not cover the question."""
        near = nearby_documents(self.retrieval, self.coverage)
        return self._answer(
            mode="avvist",
            text=refusal_text(self.retrieval, self.coverage),
            follow_ups=self.follow_ups.suggest(self.retrieval, near) if near else (),
            warnings=self._readings(),
        )

    def _answer(self, **parts: Any) -> Answer:  # noqa: ANN401 - fields of Answer
        asked = self.retrieval.question
        key = "\x1f".join([self.snapshot.corpus_version, asked.language, asked.standalone, repr(self.filters)])
        return Answer(
            id=hashlib.sha256(key.encode()).hexdigest()[:16],
            question=asked.text,
            standalone_question=asked.standalone,
            language=asked.language,
            confidence=round(self.coverage.probability, 3),
            corpus_version=self.snapshot.corpus_version,
            **parts,
        )

    def _readings(self) -> tuple[str, ...]:
        """How the question was read: misspelt words, names that may be meant, and what it was a follow-up to."""
        asked = self.retrieval.question
        leaned = [frame(asked.language, "read_with", earlier=asked.earlier)] if asked.earlier else []
        mended = [
            frame(asked.language, "did_you_mean" if one.is_name else "read_as", written=one.written, meant=one.meant)
            for one in self.retrieval.mended
            if not one.is_inflection
        ]
        return (*leaned, *mended)

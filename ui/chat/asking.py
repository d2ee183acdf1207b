"""Asking: one turn of the conversation, from the reader's question to the answer on the page.

Gradio reads the type hints of handlers at run time, so what they name is imported for real.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import gradio as gr

from assistant.events import AnswerEvent, DeltaEvent, StatusEvent
from assistant.question import QuestionError
from index.filters import Filters
from index.manifest import SnapshotError
from ui.chat.answer_html import render_answer, render_lines
from ui.chat.conversation import Conversation, Message, Shown, kept_by_reader, noticed, questions_kept, replied, said
from ui.chat.filter_form import chosen_filters
from ui.chat.texts import ChatTexts
from ui.chat.under_way import Leaving, UnderWay
from ui.operation.request_id import HEADER, under_request
from ui.takeaway.turn import Turn
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from corpus.document import Language
    from ui.chat.parts import Parts

logger = logging.getLogger(__name__)

Updates = dict[Any, Any]


class Asking:
    """Answers questions on a page.

    Args:
        assistant: Who answers.
        language: The reader's.
        parts: The page.
    """

    def __init__(self, assistant: Assistant, language: Language, parts: Parts) -> None:
        self._assistant = assistant
        self._language: Language = language
        self._texts = texts_in(ChatTexts, language)
        self._site = texts_in(SiteTexts, language)
        self._parts = parts
        self._under_way = UnderWay()

    def ask(
        self,
        question: str,
        conversation: Conversation,
        kept: str,
        types: list[str],
        principles: list[str],
        places: list[str],
        age: int | None,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Answer what stands in the box."""
        filters = chosen_filters(types, principles, places, age)
        yield from self._turn(question, self._recovered(conversation, kept), filters, request)

    def ask_again(
        self,
        pending: str,
        conversation: Conversation,
        kept: str,
        types: list[str],
        principles: list[str],
        places: list[str],
        age: int | None,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Answer the last question again, with the sources that are chosen now."""
        filters = chosen_filters(types, principles, places, age)
        yield from self._anew(pending, self._recovered(conversation, kept), filters, request)

    def ask_with_sources(
        self, pending: str, conversation: Conversation, kept: str, documents: list[str], request: gr.Request
    ) -> Iterator[Updates]:
        """Answer the last question again, with those of its sources that are still ticked."""
        filters = Filters(documents=tuple(documents))
        yield from self._anew(pending, self._recovered(conversation, kept), filters, request)

    def ask_suggested(
        self, conversation: Conversation, kept: str, event: gr.SelectData, request: gr.Request
    ) -> Iterator[Updates]:
        """Ask a suggested question."""
        yield from self._turn(str(event.value), self._recovered(conversation, kept), Filters(), request)

    def restore(self, conversation: Conversation, kept: str) -> Updates:
        """Show the conversation again after the page had to be loaded anew."""
        recovered = self._recovered(conversation, kept)
        if not recovered.questions:
            return {self._parts.conversation: recovered}
        if recovered.shown:
            return {**self._begun(), **self._answered(recovered)}
        parts = self._parts
        return {
            **self._begun(),
            parts.talk: self._messages(recovered),
            parts.conversation: recovered,
            **self._at_rest(recovered),
        }

    def stop(self, request: gr.Request) -> None:
        """Stop what is under way; the turn itself then gives the question back.

        Two that write to the page would race: what the turn had sent would come after what was shown for the stop.
        """
        self._under_way.end(request.session_hash or "", "stopped")

    def leave(self, request: gr.Request) -> None:
        """Stop the work for a reader who has left."""
        self._under_way.end(request.session_hash or "", "gone")

    def begin_anew(self, request: gr.Request) -> Any:  # noqa: ANN401 - updates, or Gradio's word for "leave it"
        """Forget the conversation; a turn that is under way does so itself."""
        return gr.skip() if self._under_way.end(request.session_hash or "", "begun anew") else self._emptied()

    def _recovered(self, conversation: Conversation, kept: str) -> Conversation:
        """The conversation, made again from the reader's questions if the service has lost it.

        Extracts are the same each time, so they are made again; what a language model wrote is gone.
        """
        questions = () if conversation.questions else questions_kept(kept)
        if self._assistant.writer is not None:
            return Conversation(lost=questions) if questions else conversation
        for question in questions:
            asked = datetime.now(UTC)
            try:
                answer = self._assistant.ask(question, conversation.questions, reader_language=self._language)
            except QuestionError:
                continue
            conversation = conversation.with_turn(self._shown(answer, asked, Filters()))
        return conversation

    def _anew(
        self, pending: str, conversation: Conversation, filters: Filters, request: gr.Request
    ) -> Iterator[Updates]:
        last = conversation.questions[-1:]
        if last and pending in ("", last[0]):
            yield from self._turn(last[0], conversation.without_last(), filters, request)
        elif pending:
            yield from self._turn(pending, conversation, filters, request)

    def _turn(
        self, question: str, conversation: Conversation, filters: Filters, request: gr.Request
    ) -> Iterator[Updates]:
        parts, texts = self._parts, self._texts
        before = self._messages(conversation)
        visit = request.session_hash or ""
        turn = self._under_way.begin(visit)
        try:
            yield {
                parts.talk: [*before, self._said(question), self._noticed(texts.working)],
                parts.pending: question,
                parts.question: "",
                parts.conversation: conversation,
                **self._at_work(),
            }
            for reply in self._replies(question, conversation, filters, turn.event, request.headers.get(HEADER)):
                if turn.why:
                    break
                if isinstance(reply, Shown):
                    turn.is_answered = True
                    yield self._answered(conversation.with_turn(reply))
                else:
                    yield {parts.talk: [*before, self._said(question), reply]}
            yield from self._ended(turn, question, conversation)
        except QuestionError as error:
            yield self._failed([*before, self._said(question), self._noticed(str(error))], question, conversation)
        except Exception as error:
            logger.exception("a question could not be answered")
            failed = self._noticed(self._site.unreachable if isinstance(error, SnapshotError) else self._site.error)
            yield self._failed([*before, self._said(question), failed], question, conversation)
        finally:
            self._under_way.done(visit, turn)

    def _replies(
        self,
        question: str,
        conversation: Conversation,
        filters: Filters,
        left: Event,
        request_id: str | None,
    ) -> Iterator[Message | Shown]:
        """The reply as it comes: what is being done, the statements so far, and last the whole turn."""
        written: list[str] = []
        asked = datetime.now(UTC)
        events = self._assistant.stream(
            question, conversation.questions, filters, left=left, reader_language=self._language
        )
        for event in under_request(events, request_id):
            match event:
                case StatusEvent(text=status, language=language):
                    yield noticed(status, language)
                case DeltaEvent(text=statement):
                    written.append(statement)
                    yield replied(render_lines(written))
                case AnswerEvent(answer=answer):
                    yield self._shown(answer, asked, filters)

    def _shown(self, answer: Answer, asked: datetime, filters: Filters) -> Shown:
        note = self._texts.filters_refused if answer.mode == "avvist" and filters != Filters() else ""
        html = render_answer(answer, self._assistant.snapshot.passages, anchor=f"svar-{uuid4().hex[:8]}", note=note)
        options = [{"value": suggested, "label": suggested} for suggested in answer.follow_ups]
        # A question with personal data comes back without them; what was typed is not shown or kept.
        messages = (self._said(answer.question), {**replied(html), "options": options})
        return Shown(Turn(answer, asked), messages)

    def _answered(self, conversation: Conversation) -> Updates:
        parts = self._parts
        answer = conversation.shown[-1].turn.answer
        used = {citation.document_id: citation.title for citation in answer.citations}
        return {
            parts.talk: self._messages(conversation),
            parts.conversation: conversation,
            parts.kept: kept_by_reader(conversation),
            parts.pending: answer.question,
            parts.used: gr.update(choices=_choices(used), value=list(used), visible=len(used) > 1),
            parts.again_sources: gr.update(visible=len(used) > 1),
            parts.complaint: gr.update(visible=False),
            parts.reasons: [],
            parts.comment: "",
            parts.include: False,
            parts.thanks: "",
            parts.download: "",
            **self._at_rest(conversation),
        }

    def _ended(self, turn: Leaving, question: str, conversation: Conversation) -> Iterator[Updates]:
        """What is shown last of a turn that ended before its answer."""
        if turn.why == "stopped":
            said = [*self._messages(conversation), self._said(question), self._noticed(self._texts.stopped)]
            yield self._failed(said, question, conversation)
        elif turn.why == "begun anew":
            yield self._emptied()

    def _emptied(self) -> Updates:
        parts = self._parts
        shown = gr.update(visible=True)
        return {
            parts.talk: [], parts.conversation: Conversation(), parts.kept: "", parts.pending: "", parts.question: "",
            parts.guide: shown, parts.examples_box: shown, **self._at_rest(Conversation()),
        }  # fmt: skip

    def _failed(self, messages: Sequence[Message], question: str, conversation: Conversation) -> Updates:
        parts = self._parts
        return {parts.talk: list(messages), parts.question: question, **self._at_rest(conversation)}

    def _messages(self, conversation: Conversation) -> list[Message]:
        return conversation.messages(self._texts.asked, self._noticed(self._texts.lost))

    def _said(self, question: str) -> Message:
        return said(question, self._texts.asked)

    def _noticed(self, text: str) -> Message:
        return noticed(text, self._language)

    def _begun(self) -> Updates:
        hidden = gr.update(visible=False)
        return {self._parts.guide: hidden, self._parts.examples_box: hidden}

    def _at_work(self) -> Updates:
        parts = self._parts
        hidden = gr.update(visible=False)
        return {
            **self._begun(), parts.send: hidden, parts.again: hidden, parts.stop: gr.update(visible=True)
        }  # fmt: skip

    def _at_rest(self, conversation: Conversation) -> Updates:
        parts = self._parts
        asked = gr.update(visible=bool(conversation.questions))
        return {
            parts.send: gr.update(visible=True),
            parts.stop: gr.update(visible=False),
            parts.again: asked,
            parts.after: gr.update(visible=bool(conversation.shown)),
        }


def _choices(used: dict[str, str]) -> list[tuple[str, str]]:
    return [(title, document_id) for document_id, title in used.items()]

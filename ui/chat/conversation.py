"""The conversation on the page: what was asked and answered, and how it is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from corpus.document import Language
    from ui.takeaway.turn import Turn

MAX_TURNS = 20

Message = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A turn with the messages that show it.

    Args:
        turn: What was asked and answered.
        messages: The question and the answer, as Gradio shows them.
    """

    turn: Turn
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Conversation:
    """What has been asked and answered, oldest first.

    Args:
        shown: The turns.
        lost: Earlier questions whose answers are gone, since the service was restarted.
    """

    shown: tuple[Shown, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def questions(self) -> list[str]:
        """The questions, oldest first, for a follow-up to lean on."""
        return [*self.lost, *(one.turn.answer.question for one in self.shown)]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns that can be taken along."""
        return tuple(one.turn for one in self.shown)

    def messages(self, label: str, notice: Message) -> list[Message]:
        """Return all messages.

        Args:
            label: What tells that a message is a question.
            notice: What stands in the place of an answer that is gone.
        """
        gone = [message for question in self.lost for message in (said(question, label), notice)]
        return [*gone, *(message for one in self.shown for message in one.messages)]

    def with_turn(self, shown: Shown) -> Conversation:
        """Return the conversation with one more turn; the oldest goes when it grows too long."""
        return replace(self, shown=(*self.shown, shown)[-MAX_TURNS:])

    def without_last(self) -> Conversation:
        """Return the conversation without its last turn, which is to be answered anew."""
        return replace(self, shown=self.shown[:-1])


def said(question: str, label: str) -> Message:
    """Return a question as a message: escaped, so that nothing in it is taken for markup.

    Args:
        question: The question.
        label: What tells those who cannot see its place and colour that it is one.
    """
    content = Markup('<p><span class="va-unseen">{}</span> {}</p>').format(label, " ".join(question.split()))
    return {"role": "user", "content": content}


def replied(html: str) -> Message:
    """Return an answer, or a part of one, as a message."""
    return {"role": "assistant", "content": html}


def noticed(text: str, language: Language) -> Message:
    """Return a line in the place of an answer: what is being done, or why there is none."""
    return replied(Markup('<p class="va-notice" lang="{}">{}</p>').format(language, text))


def kept_by_reader(conversation: Conversation) -> str:
    """Return the questions as the reader's page keeps them, in case the connection or the service is lost."""
    return json.dumps(conversation.questions[-MAX_TURNS:], ensure_ascii=False)


def questions_kept(kept: str) -> tuple[str, ...]:
    """Return the questions that the reader's page remembers.

    Args:
        kept: What the page sent; untrusted.
    """
    try:
        questions = json.loads(kept or "[]")
    except (ValueError, RecursionError):
        return ()
    if not isinstance(questions, list):
        return ()
    return tuple(one for one in questions[-MAX_TURNS:] if isinstance(one, str))

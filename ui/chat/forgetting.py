"""Forgetting: what Gradio would keep of a conversation in memory after the reader has closed the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr


async def forget(page: gr.Blocks, session: str) -> None:
    """Drop all that the server holds of a reader's visit.

    Gradio itself keeps it for the next 10,000 visits, and messages that nobody fetched for as long as it runs. A page
    that is still open, and only lost its connection, sends its questions along with the next one.

    Args:
        page: The page.
        session: The visit, as Gradio names it.
    """
    queue = page._queue  # Gradio has no other way to it; a test holds this
    await queue.clean_events(session_hash=session)
    queue.pending_messages_per_session.pop(session, None)
    queue.pending_event_ids_session.pop(session, None)
    page.state_holder.session_data.pop(session, None)
    page.state_holder.time_last_used.pop(session, None)

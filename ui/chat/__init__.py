"""The Gradio page: the conversation."""

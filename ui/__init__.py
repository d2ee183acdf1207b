"""Every way in: command line, HTTP API, the Gradio page, the source reader, and what guards them."""

"""The widget and the embedded page: the assistant on other sites."""

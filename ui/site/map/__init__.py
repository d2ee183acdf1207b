"""The map of Norway: its outline, and where each municipality lies."""

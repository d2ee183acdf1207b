"""Operation: log lines, request ids, metrics, probes, back-pressure, and how the server starts and stops."""

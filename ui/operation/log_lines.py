"""Log lines: one a happening, with the id of the request that it belongs to, as text or as JSON; never a question."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal

from asgi_correlation_id import CorrelationIdFilter

LogFormat = Literal["text", "json"]

_OWN = ("assistant", "corpus", "index", "ui", "eval")
_TEXT = "%(levelname)s %(name)s: %(message)s"
# What a log record holds in any case; the rest was given by whoever logged it.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "correlation_id"}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request id, and the fields that were logged with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := getattr(record, "correlation_id", None):
            line["request_id"] = request
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """A line for people, with the request id at the end."""

    def __init__(self) -> None:
        super().__init__(_TEXT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line without the traceback."""
        request = getattr(record, "correlation_id", None)
        return super().formatMessage(record) + (f" [{request}]" if request else "")


def configure_logging(level: str, form: LogFormat = "text") -> None:
    """Log our own packages at a level, and others' warnings, to standard error.

    Args:
        level: ``debug``, ``info``, ``warning`` or ``error``.
        form: How a line is written.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    handler.addFilter(CorrelationIdFilter())
    logging.basicConfig(level="WARNING", handlers=[handler])
    # It warns of every malformed id that a client sends, by which anybody could fill the log.
    logging.getLogger("asgi_correlation_id").setLevel("ERROR")
    for name in _OWN:
        logging.getLogger(name).setLevel(level.upper())

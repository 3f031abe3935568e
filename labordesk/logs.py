"""A rotating log for support: what the program did, never whom it was about.

Only our own loggers write here, messages are fixed texts with ids and counts, and an exception is written as its
class and code positions without its message, because a message may quote a name or a number.
"""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from labordesk.paths import log_folder

LOGGER = logging.getLogger("labordesk")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _WithoutMessages(logging.Formatter):
    """Formats exceptions as class names and code positions only."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - name given by logging
        kind, _value, trace = ei
        frames = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "?", *frames])


class _NeverHeard(RotatingFileHandler):
    """A log whose own faults stay silent: on a full disk the user gets his sentence, not how a line was lost."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - name given by logging
        """Lose the line."""


def start_log(folder: Path | None = None) -> None:
    """Write the log to the user's log folder (5 files of 500 kB); an unwritable folder is no reason to stop."""
    if LOGGER.handlers:
        return
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    try:
        target = folder or log_folder()
        target.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _NeverHeard(
            target / "labordesk.log", maxBytes=500_000, backupCount=4, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_WithoutMessages("%(asctime)s %(levelname)s %(name)s %(message)s"))
    LOGGER.addHandler(handler)


def log_bug(error: BaseException) -> str:
    """Log a bug without its message and return the code shown to the user (file:line of our innermost frame)."""
    LOGGER.error("bug", exc_info=(type(error), error, error.__traceback__))
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "labordesk" in Path(frame.filename).parts] or frames
    where = f"{Path(ours[-1].filename).stem}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__}@{where}"

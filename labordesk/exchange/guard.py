"""Texts a spreadsheet would run: marked in a CSV so that they stay text, and unmarked when they come back.

OWASP, "CSV Injection": = + - @, tab and carriage return, and the full-width forms that some input methods type.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
"""What Excel itself puts before a text that only looks like a formula."""
_RUN: Final = re.compile(rf"{MARK}*[=+\-@\t\r\n＝＋－＠]")


def is_run(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula, or would once its marks are gone."""
    return _RUN.match(text) is not None


def guarded(text: str) -> str:
    """Return the text as a CSV may hold it; ``unguarded`` gives exactly the text back."""
    return MARK + text if is_run(text) else text


def unguarded(text: str) -> str:
    """Take the mark off that ``guarded`` put there; any other text stays as it is."""
    return text[1:] if text.startswith(MARK) and is_run(text) else text

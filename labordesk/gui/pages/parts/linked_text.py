"""``LinkedText``: a line of words of which some open what they speak of, by mouse and by Tab and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel


class LinkedText(QLabel):
    """``opened`` brings the key of the words that were pressed."""

    opened = Signal(str)

    def __init__(self, role: str = "small") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._parts: list[tuple[str, str]] = []
        self.linkActivated.connect(self.opened)

    def set(self, parts: Sequence[tuple[str, str]]) -> None:
        """Show (words, key) parted by dots; words without a key are plain."""
        self._parts = [part for part in parts if part[0]]
        self.setText(" · ".join(_html(words, key) for words, key in self._parts))
        self.setAccessibleName(self.words())
        has_link = any(key for _words, key in self._parts)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_link else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(self._parts))

    def words(self) -> str:
        """Return what is read, without marks of links."""
        return " · ".join(words for words, _key in self._parts)

    def keys(self) -> list[str]:
        """Return what can be opened from here."""
        return [key for _words, key in self._parts if key]


SHORT = 18
"""Words of so few letters stay on one line."""


def _html(words: str, key: str) -> str:
    whole = escape(words)
    if len(words) <= SHORT:
        whole = whole.replace(" ", "&nbsp;")
    return f'<a href="{escape(key)}" style="text-decoration: none">{whole}</a>' if key else whole

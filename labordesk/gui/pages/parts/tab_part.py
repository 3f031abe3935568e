"""``TabPart``: what a tab of a page shows, read when it is looked at and something was written since."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class TabPart(QWidget):
    """Give ``reload``; the page calls ``load_when_stale`` as the tab comes to the front, ``go_stale`` after writing."""

    def __init__(self) -> None:
        super().__init__()
        self._is_stale = True

    def load_when_stale(self) -> None:
        """Read the rows if they were never read or something was written since."""
        if self._is_stale:
            self._is_stale = False
            self.reload()

    def go_stale(self) -> None:
        """Read again, at once or when this part is shown."""
        self._is_stale = True
        if self.isVisible():
            self.load_when_stale()

    def reload(self) -> None:
        """Read the rows now."""
        raise NotImplementedError

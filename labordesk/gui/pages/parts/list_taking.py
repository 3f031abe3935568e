"""The way from a list on the screen to the page of imports: a button, a key, files dropped on the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from labordesk.gui.buttons import Button, secondary_button
from labordesk.gui.pages.parts.file_drop import FileDrop
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.page import Page

KEYS = "Ctrl+Shift+I"


def _none() -> int | None:
    return None


class ListTaking(QObject):
    """Lists for ``kind`` ("people", "gifts" …), into the campaign ``campaign()`` names at that moment."""

    def __init__(self, page: Page, target: QWidget, kind: str, campaign: Callable[[], int | None] = _none) -> None:
        super().__init__(page)
        self._page = page
        self._kind = kind
        self._campaign = campaign
        self.drop = FileDrop(target)
        self.drop.dropped.connect(lambda paths, _place: self.take(paths))
        page.add_key(KEYS, _("Nhập danh sách từ Excel"), self.ask)

    def button(self) -> Button:
        """Return the button "Nhập từ Excel…"."""
        button = secondary_button(_("Nhập từ Excel…"), self.ask, icon="file-input")
        button.setToolTip(_("Nhập danh sách từ Excel, .ods hoặc .csv (Ctrl+Shift+I)"))
        return button

    def ask(self) -> None:
        """Let the officer choose files for this list."""
        self._page.context.go("imports", kind=self._kind, campaign=self._campaign())

    def take(self, paths: list[Path]) -> None:
        """Read files that were dropped here."""
        self._page.context.go("imports", paths=paths, kind=self._kind, campaign=self._campaign())

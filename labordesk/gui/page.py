"""What every page of the window is: a header, a body, and the actions its keys reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.entries import COMMON_KEYS, Key, PageEntry
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.table.table import Table

__all__ = ["Key", "Page", "PageEntry", "PageHeader"]


class ElidedLabel(QLabel):
    """One line that gives way to the buttons beside it: cut with "…", whole in the tooltip."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._whole = text

    def set_whole(self, text: str) -> None:
        """Change the text."""
        self._whole = text
        self.updateGeometry()
        self._fit()

    def whole(self) -> str:
        """Return the text as it was given."""
        return self._whole

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown if self.isVisible() else self._whole)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()


class PageHeader(QWidget):
    """Title, line below it, breadcrumb above it, and buttons at the right (the primary one last)."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = ElidedLabel(title)
        self._title.setProperty("role", "title")
        self._subtitle = ElidedLabel()
        self._subtitle.setProperty("role", "secondary")
        self._subtitle.setVisible(False)
        self._trail = QHBoxLayout()
        self._trail.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addLayout(self._trail)
        texts.addWidget(self._title)
        texts.addWidget(self._subtitle)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(texts, 1)
        row.addLayout(self._buttons)

    def set_title(self, text: str) -> None:
        """Change the title."""
        self._title.set_whole(text)

    def title(self) -> str:
        """Return the title now shown."""
        return self._title.whole()

    def set_subtitle(self, text: str) -> None:
        """Change the line under the title; an empty text hides it."""
        self._subtitle.set_whole(text)
        self._subtitle.setVisible(bool(text))

    def subtitle(self) -> str:
        """Return the line under the title now shown."""
        return self._subtitle.text()

    def set_trail(self, steps: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Show where the page stands: links to the pages above it."""
        while (item := self._trail.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text, go in steps:
            self._trail.addWidget(Link(text, go))
            arrow = QLabel("›")
            arrow.setProperty("role", "secondary")
            self._trail.addWidget(arrow)
        self._trail.addStretch(1)

    def add_button(self, button: QWidget) -> None:
        """Add a button at the right."""
        self.insert_button(self._buttons.count(), button)

    def insert_button(self, place: int, button: QWidget) -> None:
        """Put a button before those at the right, counted from 0."""
        self._buttons.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignVCenter)


class Page(QWidget):
    """Base of all pages; define a method of ``COMMON_KEYS`` and its shortcut works and is listed."""

    title: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("role", "page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = PageHeader(_(self.title))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 14)
        outer.setSpacing(12)
        outer.addWidget(self.header)
        outer.addLayout(self.body, 1)
        self._keys: list[Key] = []

    def add_key(self, keys: str, does: str, run: Callable[[], None], on: QWidget | None = None) -> QShortcut:
        """Bind a key while the page (or the widget ``on``) has the focus, and list it under F1."""
        shortcut = QShortcut(QKeySequence(keys), on or self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)
        self._keys.append(Key(keys, does))
        return shortcut

    def list_key(self, keys: str, does: str) -> None:
        """List a key under F1 that a widget of the page handles itself."""
        self._keys.append(Key(keys, does))

    def keys(self) -> list[Key]:
        """Return the keys of this page for the F1 list, common ones first."""
        common = [Key(keys, _(does)) for method, keys, does in COMMON_KEYS if self.offers(method)]
        return common + self._keys

    def offers(self, method: str) -> bool:
        """Say whether the page defines one of the common actions itself; any list in sight can be taken out."""
        if method == "export_list" and self.table_in_front() is not None:
            return True
        if method == "show_history":
            return type(self).record_in_front is not Page.record_in_front
        return getattr(type(self), method) is not getattr(Page, method)

    def new_record(self) -> None:
        """Start a new record here (Ctrl+N)."""

    def save(self) -> None:
        """Save what is open here (Ctrl+S)."""

    def focus_search(self) -> None:
        """Put the cursor into the search field (Ctrl+F)."""

    def print_page(self) -> None:
        """Print what is shown (Ctrl+P)."""

    def undo(self) -> bool:
        """Take back what was done last on this page and say whether there was anything (Ctrl+Z).

        Otherwise the window takes back the last deed of the register.
        """
        return False

    def record_in_front(self) -> tuple[str, int, str] | None:
        """Return table, key and name of the record that is open here, None when none is."""
        return None

    def show_history(self) -> None:
        """Show every change of the record that is open here (Ctrl+H)."""
        record = self.record_in_front()
        if record is not None:
            from labordesk.gui.pages.parts.record_history import show_history

            show_history(self.context, *record)

    def export_list(self) -> None:
        """Take the list in front out as Excel or CSV (Ctrl+Shift+E)."""
        table = self.table_in_front()
        if table is not None:
            table.export()

    def table_in_front(self) -> Table | None:
        """Return the table the keyboard is in, else the largest one to be seen."""
        from labordesk.gui.table.table import Table

        tables = [one for one in self.findChildren(Table) if one.isVisible()]
        here = QApplication.focusWidget()
        focused = next((one for one in tables if here is not None and one.isAncestorOf(here)), None)
        return focused or max(tables, key=lambda one: one.width() * one.height(), default=None)

    def refresh(self, changes: Any) -> None:
        """React to a write made anywhere; look at the flags of ``changes`` and reload only when concerned."""

    def arrived(self) -> None:
        """Called each time the page comes to the front."""

    def show_target(self, **target: Any) -> None:
        """Open what another page asked for with ``context.go(key, **target)``."""

    def can_leave(self) -> bool:
        """Return False to keep the page in front (after asking the user)."""
        return True

    def escape(self) -> bool:
        """Close the innermost open thing (Esc) and say whether there was one."""
        return False

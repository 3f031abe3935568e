"""Ctrl+K: one box that finds screens, actions and people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView

from labordesk.gui.context import Context
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _

SHOWN = 12


@dataclass(frozen=True)
class Command:
    """One line of the box; ``also`` holds other words it is found by."""

    label: str
    run: Callable[[], None]
    detail: str = ""
    icon: str = "arrow-right"
    also: str = ""


Source = Callable[[str], Sequence[Command]]
"""Called on the reading pool with the text typed (at least two characters)."""


class CommandBox(ViLineEdit):
    """The box in the header; its list hangs below it without taking the focus from the input method."""

    def __init__(self, context: Context, local: Callable[[], Sequence[Command]]) -> None:
        super().__init__()
        self._context = context
        self._local = local
        self._sources: list[Source] = []
        self._found: list[Command] = []
        self.setPlaceholderText(_("Tìm người, số CCCD, điện thoại, màn hình…"))
        self.setAccessibleName(_("Ô lệnh: tìm người, màn hình, việc cần làm (Ctrl+K)"))
        self.setFixedWidth(420)
        self._list: QListView | None = None
        self._wait = QTimer(self, interval=60, singleShot=True)
        self._wait.timeout.connect(self._ask_sources)
        self.live_text.connect(self._search)

    def add_source(self, source: Source) -> None:
        """Add a search of the register; its answers follow the screens and actions."""
        self._sources.append(source)

    def commands(self) -> list[Command]:
        """Return what the list now shows."""
        return list(self._found)

    def _search(self, text: str) -> None:
        self._show(matching(self._local(), text))
        self._wait.start()

    def _ask_sources(self) -> None:
        text = self.seen_text().strip()
        if len(text) < 2 or self._context.register is None:
            return
        sources = tuple(self._sources)
        self._context.work.read(
            lambda: [command for source in sources for command in source(text)],
            self._add_answers,
            latest="command box",
        )

    def _add_answers(self, answers: list[Command]) -> None:
        if self.hasFocus():
            local = matching(self._local(), self.seen_text())
            self._show([*local[: SHOWN // 2], *answers])

    def _show(self, commands: Sequence[Command]) -> None:
        self._found = list(commands)[:SHOWN]
        if not self._found or not self.seen_text().strip():
            self._hide()
            return
        shown = self._popup()
        model = shown.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        for command in self._found:
            model.appendRow(_item(command))
        self._place(shown)
        shown.setCurrentIndex(model.index(0, 0))

    def _popup(self) -> QListView:
        if self._list is None:
            self._list = QListView(self.window())
            self._list.setModel(QStandardItemModel(self._list))
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setFocusProxy(self)
            self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self._list.setIconSize(QSize(16, 16))
            self._list.setAccessibleName(_("Kết quả của ô lệnh"))
            self._list.clicked.connect(lambda index: self._run(index.row()))
        return self._list

    def _place(self, shown: QListView) -> None:
        under = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        rows = min(len(self._found), SHOWN)
        shown.setGeometry(under.x(), under.y(), max(self.width(), 560), rows * (sizes().control - 3) + 12)
        shown.show()
        shown.raise_()

    def _hide(self) -> None:
        if self._list is not None:
            self._list.hide()

    def is_open(self) -> bool:
        """Say whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def _run(self, row: int) -> None:
        command = self._found[row]
        self._close()
        command.run()

    def _close(self) -> None:
        self._wait.stop()
        self._hide()
        self.clear()
        window = self.window()
        if self.hasFocus():
            self.clearFocus()
            window.setFocus()

    def _move(self, step: int) -> None:
        shown = self._popup()
        row = (shown.currentIndex().row() + step) % len(self._found)
        shown.setCurrentIndex(shown.model().index(row, 0))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._close()
        elif self.is_open() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif self.is_open() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(max(0, self._popup().currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(sizes().small - 1))
        words = "Ctrl K"
        width = painter.fontMetrics().horizontalAdvance(words) + 12
        area = self.rect().adjusted(self.width() - width - 8, 6, -8, -6)
        painter.setPen(QColor(c.control))
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor(c.secondary))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)


def matching(commands: Sequence[Command], text: str) -> list[Command]:
    """Return the commands in which every typed word begins a word, marks or not; the label's beginning first."""
    from labordesk.vietnamese.fold import plain_key

    wanted = plain_key(text).split()
    if not wanted:
        return []
    ranked: list[tuple[bool, int, Command]] = []
    for place, command in enumerate(commands):
        words = plain_key(f"{command.label} {command.also}").split()
        if all(any(word.startswith(part) for word in words) for part in wanted):
            ranked.append((not plain_key(command.label).startswith(wanted[0]), place, command))
    return [command for _later, _place, command in sorted(ranked, key=lambda one: one[:2])]


def _item(command: Command) -> QStandardItem:
    from labordesk.gui.icons import icon

    text = f"{command.label}   ·   {command.detail}" if command.detail else command.label
    item = QStandardItem(icon(command.icon, "secondary", 16), text)
    item.setAccessibleText(text)
    return item

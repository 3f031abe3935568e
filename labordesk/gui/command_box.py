"""Ctrl+K: one box that finds screens, actions and people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent

from labordesk.gui.context import Context
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.suggestions import Suggestions

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

    left_by_key = Signal()
    """Esc or a chosen line gave the keyboard back to the page."""

    def __init__(self, context: Context, local: Callable[[], Sequence[Command]]) -> None:
        super().__init__()
        self._context = context
        self._local = local
        self._sources: list[Source] = []
        self._found: list[Command] = []
        self.setPlaceholderText(_("Tìm người, số CCCD, điện thoại, màn hình…"))
        self.setAccessibleName(_("Ô lệnh: tìm người, màn hình, việc cần làm (Ctrl+K)"))
        self.setFixedWidth(420)
        self._list: Suggestions | None = None
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
        from labordesk.gui.suggestions import Found

        self._found = list(commands)[:SHOWN]
        if not self.seen_text().strip():
            self._found = []
        rows = [Found(number, one.label, one.detail, one.icon) for number, one in enumerate(self._found)]
        self._suggestions().show_rows(rows)

    def _suggestions(self) -> Suggestions:
        if self._list is None:
            from labordesk.gui.suggestions import Suggestions  # late: only who types here waits for it

            self._list = Suggestions(self, _("Kết quả của ô lệnh"), width=560, rows=SHOWN)
            self._list.picked.connect(self._run)
        return self._list

    def is_open(self) -> bool:
        """Say whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def _run(self, row: int) -> None:
        command = self._found[row]
        self._close()
        command.run()

    def _close(self) -> None:
        self._wait.stop()
        self._found = []
        self._hide()
        self.clear()
        if self.hasFocus():
            self.left_by_key.emit()

    def _hide(self) -> None:
        if self._list is not None:
            self._list.hide()

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif self._list is None or not self._list.handles(event):
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

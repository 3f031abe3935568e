"""The board of houses: a column for each stage, a card for each house; arrows move between them, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from labordesk.fields.choices import STAGES, WORKS
from labordesk.gui.cards import SectionHeader
from labordesk.gui.pages.houses_words import due_words, missing_count, missing_words
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _
from labordesk.rules.house_stages import ENDED, milestone_label
from labordesk.services.house_lists import HouseRow
from labordesk.vietnamese.numbers import number

HOUSE = Qt.ItemDataRole.UserRole
COLUMN_WIDTH = 236
ALWAYS = tuple(code for code, _label in STAGES if code not in (*ENDED, "suspended"))
"""Stages whose column stands there even when it is empty."""

_WORKS = dict(WORKS)


class HouseBoard(QScrollArea):
    """All houses of a list by stage."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "form")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(10)
        self.columns = {code: _StageColumn(self, code) for code, _label in STAGES}
        for column in self.columns.values():
            row.addWidget(column)
        row.addStretch(1)
        self.setWidget(inside)

    def set_rows(self, rows: Sequence[HouseRow]) -> None:
        """Show other houses, staying on the card the keyboard is on."""
        current = self.current()
        for code, column in self.columns.items():
            found = [row for row in rows if row.stage == code]
            column.set_rows(found)
            column.setVisible(bool(found) or code in ALWAYS)
        if current is not None:
            self.select(current.id)

    def current(self) -> HouseRow | None:
        """Return the house of the card the keyboard is on."""
        for column in self.columns.values():
            if column.cards.hasFocus() and column.cards.currentIndex().isValid():
                found: HouseRow = column.cards.currentIndex().data(HOUSE)
                return found
        return None

    def select(self, house_id: int) -> bool:
        """Go to the card of a house and say whether it is on the board."""
        for column in self.columns.values():
            if column.select(house_id):
                self._go_to(column)
                return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the first card there is."""
        for column in self.columns.values():
            if column.cards.count():
                self._go_to(column)
                return

    def move_from(self, column: _StageColumn, step: int) -> None:
        """Go from a column to the next one with cards, to the left or to the right."""
        shown = [one for one in self.columns.values() if one.cards.count()]
        place = shown.index(column) + step if column in shown else 0
        if 0 <= place < len(shown):
            self._go_to(shown[place])

    def _go_to(self, column: _StageColumn) -> None:
        column.cards.setFocus(Qt.FocusReason.TabFocusReason)
        if not column.cards.currentIndex().isValid():
            column.cards.setCurrentIndex(column.cards.rows.index(0, 0))
        self.ensureWidgetVisible(column, 10, 0)


class _StageColumn(QFrame):
    """A stage: its name and how many houses stand in it, above their cards."""

    def __init__(self, board: HouseBoard, stage: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFixedWidth(COLUMN_WIDTH)
        self._name = milestone_label(stage)
        self.head = SectionHeader(self._name)
        self.cards = _Cards(board, self)
        self.cards.setAccessibleName(_("Giai đoạn {stage}").format(stage=self._name))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.cards, 1)

    def set_rows(self, rows: Sequence[HouseRow]) -> None:
        """Show other cards."""
        self.head.set(self._name, number(len(rows)))
        self.cards.show_rows(rows)

    def select(self, house_id: int) -> bool:
        """Make a card current and say whether it is here."""
        for place in range(self.cards.count()):
            index = self.cards.rows.index(place, 0)
            if index.data(HOUSE).id == house_id:
                self.cards.setCurrentIndex(index)
                return True
        return False


class _Cards(QListView):
    """The cards of one stage."""

    def __init__(self, board: HouseBoard, column: _StageColumn) -> None:
        super().__init__()
        self._board = board
        self._column = column
        self.rows = QStandardItemModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_CardPainter(self))
        self.setProperty("role", "cards")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: 0; padding: 0; background: transparent; }")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: board.opened.emit(index.data(HOUSE)))

    def count(self) -> int:
        """Return how many cards there are."""
        return self.rows.rowCount()

    def show_rows(self, rows: Sequence[HouseRow]) -> None:
        """Show other cards."""
        self.rows.clear()
        for row in rows:
            item = QStandardItem(row.owner)
            item.setData(row, HOUSE)
            item.setAccessibleText(". ".join(part for part in (row.owner, *card_lines(row), flag_words(row)) if part))
            item.setToolTip(missing_words(row.missing))
            self.rows.appendRow(item)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._board.move_from(self._column, 1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._board.opened.emit(self.currentIndex().data(HOUSE))
        else:
            super().keyPressEvent(event)


def card_lines(row: HouseRow) -> tuple[str, str, str]:
    """Return unit, work with the whole value, and the union's money, as a card says them."""
    value = _("cả nhà {amount} đ").format(amount=number(row.value)) if row.value else ""
    work = " · ".join(part for part in (_(_WORKS.get(row.work, row.work)), value) if part)
    union = ""
    if row.approved_amount:
        union = _("CĐ trao {given}/{approved} đ").format(
            given=number(row.union_given), approved=number(row.approved_amount)
        )
    return row.unit_name, work, union


def flag_words(row: HouseRow) -> str:
    """Return what is late and lacking, else the day the hand-over is due."""
    late = _("Quá hạn {days} ngày").format(days=number(row.overdue_days)) if row.overdue_days else ""
    flags = " · ".join(part for part in (late, missing_count(row.missing)) if part)
    if flags:
        return flags[:1].upper() + flags[1:]
    return _("Hạn {day}").format(day=due_words(row)) if row.due_on and not row.handed_over_on else ""


class _CardPainter(QStyledItemDelegate):
    """Owner in bold beside the progress, then unit, value, the union's money, and what is late or lacking."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, 5 * _line_height() + 22)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c, row = colours(), index.data(HOUSE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and bool(
            option.state & QStyle.StateFlag.State_HasFocus
        )
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        card = QRectF(option.rect).adjusted(1, 1, -1, -7)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.focus if chosen else c.line), 2 if chosen else 1))
        painter.setBrush(QColor(c.accent_soft if chosen else c.hover if hover else c.raised))
        painter.drawRoundedRect(card, sizes().radius, sizes().radius)
        unit, work, union = card_lines(row)
        late = c.error if row.overdue_days else c.warn if row.missing else c.secondary
        place = card.toRect().adjusted(10, 7, -10, 0)
        room = self._share(painter, place, row.progress)
        self._line(painter, place.adjusted(0, 0, -room, 0), row.owner, c.text, bold=True)
        for text, colour in ((unit, c.secondary), (work, c.text), (union, c.text), (flag_words(row), late)):
            if text:
                place.translate(0, _line_height())
                self._line(painter, place, text, colour, bold=False)
        painter.restore()

    def _share(self, painter: QPainter, place: QRect, progress: int | None) -> int:
        """Write the progress at the right of the first line and return the pixels it takes."""
        if progress is None:
            return 0
        painter.setFont(text_font(sizes().small))
        painter.setPen(QColor(colours().secondary))
        line = QRect(place.left(), place.top(), place.width(), _line_height())
        text = f"{progress}%"
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        return painter.fontMetrics().horizontalAdvance(text) + 8

    def _line(self, painter: QPainter, place: QRect, text: str, colour: str, *, bold: bool) -> None:
        painter.setFont(text_font(None if bold else sizes().small, bold=bold))
        painter.setPen(QColor(colour))
        line = QRect(place.left(), place.top(), place.width(), _line_height())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _line_height() -> int:
    return sizes().text + 6

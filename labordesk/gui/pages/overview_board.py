"""The dashboard itself: cards, programmes, months, houses by stage, and what waits; it only shows what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, primary_button
from labordesk.gui.cards import Card, EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.overview_cards import FigureCard
from labordesk.gui.pages.overview_chart import MonthBars
from labordesk.gui.pages.overview_tasks import TaskCard
from labordesk.gui.pages.overview_words import LINE_COLUMNS, OPENED_BY_COLUMN
from labordesk.gui.table import ListTable
from labordesk.i18n import _
from labordesk.services.overview import ProgrammeLine
from labordesk.vietnamese.numbers import number

TABLE_HEIGHT, LOWER_HEIGHT, TASKS_WIDTH = 232, 158, 270
"""The least height of the table of programmes, that of the cards below it, the least width of the tasks."""


class OverviewBoard(QScrollArea):
    """``opened`` brings the key of a figure, ``line_opened`` (line, "rows" | "before" | "target")."""

    opened = Signal(str)
    stage_opened = Signal(str)
    line_opened = Signal(object, str)
    people_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.spent = FigureCard(_("Tổng chi chăm lo"), "given", _("Xem từng lần trao"))
        self.houses = FigureCard(_("Mái ấm công đoàn"), "funded", _("Xem các nhà được trao hỗ trợ trong kỳ"))
        self.raised = FigureCard(_("Vận động được"), "raised", _("Xem các khoản vận động"))
        self.members = FigureCard(_("Phát triển đoàn viên"), "targets", _("Xem chỉ tiêu"))
        self.table = ListTable("overview", LINE_COLUMNS, context, empty=self._empty())
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.table.setMinimumWidth(1)
        self.table.view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.months = MonthBars(context.work)
        self.stages = QGridLayout()
        self.tasks = TaskCard()
        self._arrange()
        self._connect()

    def cards(self) -> tuple[FigureCard, ...]:
        """Return the four cards."""
        return self.spent, self.houses, self.raised, self.members

    def _arrange(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card in self.cards():
            card.setMinimumWidth(1)  # the four share the width equally, whatever their words
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            cards.addWidget(card, 1)
        months = Card(_("Chi theo tháng (triệu đồng)"), padding=12)
        months.body.addWidget(self.months, 1)
        stages = Card(_("Mái ấm theo giai đoạn"), padding=12)
        self.stages.setVerticalSpacing(2)
        stages.body.addLayout(self.stages)
        stages.body.addStretch(1)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        for place, share in ((months, 3), (stages, 2)):
            place.setFixedHeight(LOWER_HEIGHT)
            place.setMinimumWidth(1)
            lower.addWidget(place, share)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.table, 1)
        left.addLayout(lower)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addLayout(left, 11)
        self.tasks.setMinimumWidth(TASKS_WIDTH)
        below.addWidget(self.tasks, 4)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(cards)
        column.addLayout(below, 1)
        self.setWidget(inner)

    def _connect(self) -> None:
        for card in self.cards():
            card.opened.connect(self.opened)
        self.table.opened.connect(lambda line: self.line_opened.emit(line, "rows"))
        self.table.view.clicked.connect(self._pressed)
        self.months.opened.connect(lambda month: self.opened.emit(f"month {month}"))

    def _pressed(self, index: QModelIndex) -> None:
        """Open what the pressed figure speaks of; a press on plain words only moves the keyboard there."""
        column = LINE_COLUMNS[index.column()]
        line: ProgrammeLine = self.table.model.rows[index.row()]
        what = OPENED_BY_COLUMN.get(column.key, "rows")
        if what == "target" and not line.target:
            return
        self.line_opened.emit(line, what)

    def _empty(self) -> EmptyState:
        return EmptyState(
            "layout-dashboard",
            _("Kỳ này chưa ghi khoản chăm lo nào"),
            _("Hãy thêm đối tượng, rồi ghi quà tặng, trợ cấp hoặc Mái ấm; số liệu sẽ hiện ở đây."),
            primary_button(_("Thêm người đầu tiên"), self.people_asked.emit),
        )

    def show_stages(self, rows: Sequence[tuple[str, str, int]]) -> None:
        """Show (code, words, houses); a number opens the houses of its stage."""
        while (item := self.stages.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        half = -(-len(rows) // 2)
        for place, (code, words, count) in enumerate(rows):
            name = QLabel(words)
            name.setProperty("role", "secondary")
            link: QWidget = Link(number(count), partial(self.stage_opened.emit, code)) if count else QLabel("0")
            link.setAccessibleName(f"{words}: {number(count)}")
            row, side = place % half, place // half * 3
            self.stages.addWidget(name, row, side)
            self.stages.addWidget(link, row, side + 1, Qt.AlignmentFlag.AlignRight)
            self.stages.setColumnStretch(side, 1)
        self.stages.setColumnMinimumWidth(2, 28)

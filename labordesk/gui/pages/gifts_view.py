"""One campaign on the screen: figures, filters, the list of recipients; what is done to a line is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.fields.choices import HANDOVERS
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.gifts_cards import CampaignCards, KeyHints
from labordesk.gui.pages.gifts_reading import (
    DOUBLED,
    LIVELY,
    CampaignState,
    Narrowed,
    fetch_recipients,
    read_campaign,
)
from labordesk.gui.pages.gifts_search import TableSearch
from labordesk.gui.pages.gifts_words import RECIPIENT_COLUMNS, WAITING, is_doubled
from labordesk.gui.table import PagedTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.services.gift_lists import RecipientRow
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.numbers import number

PAUSE_MS: Final = 90
WIDE: Final = 1000
"""From this width on the keys stand beside the filters, below it under them."""
NOTE_COLUMN: Final = [column.key for column in RECIPIENT_COLUMNS].index("note")
MANY_FOUND: Final = N_("Nhiều người khớp: chọn dòng bằng phím mũi tên rồi nhấn Enter, T hoặc V.")


class CampaignView(QWidget):
    """``state`` is the campaign shown; ``when_found`` lets a key wait for the answer of the search it belongs to."""

    shown = Signal(object)
    """``CampaignState`` after it was read."""
    failed = Signal(object)
    double_pressed = Signal(object)
    """The note of a doubled line was pressed: its ``RecipientRow``."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.state: CampaignState | None = None
        self._campaign_id = 0
        self._is_stale = False
        self._then: Callable[[], None] | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        self.cards = CampaignCards(self.show_lines)
        self.search = TableSearch()
        self.units = Select([(None, _("Mọi đơn vị"))], _("Đơn vị"))
        self.units.setMinimumContentsLength(14)
        self.states = Select(_state_choices(), _("Tình trạng"))
        self.hints = KeyHints()
        self.notice = Notice("")
        empty = EmptyState("gift", "")
        self.table = PagedTable(
            "gift-recipients",
            RECIPIENT_COLUMNS,
            context,
            empty=empty,
            identify=lambda row: row.award_id,
            title=_("Danh sách nhận quà"),
        )
        self.tools = QHBoxLayout()
        self.extra = QVBoxLayout()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        filters = QWidget()
        row = QHBoxLayout(filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search.setMinimumWidth(220)
        self.search.setMaximumWidth(380)
        row.addWidget(self.search, 8)
        row.addWidget(self.units)
        row.addWidget(self.states)
        self.tools.setSpacing(8)
        row.addLayout(self.tools)
        row.addStretch(1)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setSpacing(8)
        self._bar.addWidget(filters, 1)
        self._bar.addWidget(self.hints)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.cards)
        column.addLayout(self._bar)
        column.addLayout(self.extra)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._typed)
        self.search.rows_asked.connect(self._go_to_rows)
        self.units.currentIndexChanged.connect(self.look)
        self.states.currentIndexChanged.connect(self.look)
        self.table.loaded.connect(self._loaded)
        self.table.view.clicked.connect(self._pressed)
        self.search.installEventFilter(self)
        self.table.view.installEventFilter(self)

    # what is shown

    def open(self, campaign_id: int, *, text: str = "") -> None:
        """Show a campaign from its beginning, or the lines that match ``text``."""
        self._campaign_id = campaign_id
        self.state = None
        self.notice.set("")
        for select, first in ((self.units, None), (self.states, "")):
            select.blockSignals(True)
            select.choose(first)
            select.blockSignals(False)
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)
        self.read_state()
        self.look()

    def reload(self) -> None:
        """Read figures and rows again, staying in place."""
        self.read_state()
        self.table.reload()

    def read_state(self) -> None:
        """Read the figures again behind the screen."""
        register, campaign_id = self._context.register, self._campaign_id
        self._context.work.read(
            lambda: read_campaign(register, campaign_id),
            self._show,
            self.failed.emit,
            latest=("gifts", "campaign", id(self)),
            owner=self,
        )

    def _show(self, state: CampaignState) -> None:
        self.state = state
        self.cards.set(state.progress)
        units = [(one.unit_id, _unit_words(one.name, one.waiting)) for one in state.units]
        self.units.blockSignals(True)
        self.units.set_options([(None, _("Mọi đơn vị")), *units])
        self.units.blockSignals(False)
        self._say_empty()
        self.shown.emit(state)

    def show_lines(self, state: str) -> None:
        """Show the lines in a state, of all units and names."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.states.choose(state)
        self.look()
        self.table.setFocus()

    # searching

    def narrowed(self) -> Narrowed:
        """Return which lines are asked for now."""
        return Narrowed(self.search.seen_text().strip(), self.units.chosen(), self.states.chosen() or "")

    def _typed(self, _text: str) -> None:
        self._is_stale = True
        self._then = None
        self.notice.set("")
        self._pause.start()

    def look(self) -> None:
        """Ask for the lines that match the box and the filters."""
        self._pause.stop()
        self._is_stale = True
        self._say_empty()
        self.table.set_fetch(fetch_recipients(self._context.register, self._campaign_id, self.narrowed()))

    def when_found(self, act: Callable[[], None]) -> None:
        """Do something to the current line, once the rows shown are those of what was typed.

        When several people match, the keyboard goes to the rows first: nobody is marked who was not looked at.
        """
        if self._is_stale:
            self._then = act
            if self._pause.isActive():
                self.look()
        elif not self.narrowed().text or self._is_certain():
            act()
        elif self.table.rows():
            self.table.focus_first()
            self.say(_(MANY_FOUND), "info")

    def _loaded(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        then, self._then = self._then, None
        best = self._best()
        if best is not None:
            self.table.select(best.award_id)
        if then is not None:
            self.when_found(then)

    def _best(self) -> RecipientRow | None:
        """Return the line most likely meant: the place typed, a whole given name, one that still waits."""
        rows: list[RecipientRow] = self.table.rows()
        words = plain_key(self.narrowed().text).split()

        def likeness(row: RecipientRow) -> tuple[bool, bool, bool]:
            given_name = plain_key(row.name).split()[-1:]
            return row.position != self._place(), bool(words) and given_name != words[-1:], row.handover not in WAITING

        return min(rows, key=likeness, default=None)

    def _place(self) -> int | None:
        """Return the place in the list that was typed."""
        text = self.narrowed().text
        return int(text) if text.isascii() and text.isdecimal() else None

    def _is_certain(self) -> bool:
        current: RecipientRow | None = self.table.current()
        return len(self.table.rows()) == 1 or (current is not None and current.position == self._place())

    def go_on_from(self, row: RecipientRow, busy: Callable[[RecipientRow], bool]) -> None:
        """After a mark take the next key: with an empty box the next waiting line is the current one."""
        self.search.start_next()
        if self.narrowed().text:
            return
        rows: list[RecipientRow] = self.table.rows()
        later = (one for one in rows if one.position > row.position and one.handover in WAITING and not busy(one))
        following = next(later, None)
        if following is not None:
            self.table.select(following.award_id)

    def _go_to_rows(self, step: int) -> None:
        view, rows = self.table.view, len(self.table.rows())
        if not rows:
            return
        place = view.currentIndex().row()
        fresh = self.table.current() is None
        view.setFocus()
        view.setCurrentIndex(self.table.model.index(0 if fresh else min(rows - 1, max(0, place + step)), 0))

    # words

    def say(self, text: str, tone: Tone = "warn", links: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        """Put a sentence above the list until the next one."""
        self.notice.set(text, tone, links)
        # The notice takes its room from the list: the current line must stay in sight.
        QTimer.singleShot(0, self, lambda: self.table.view.scrollTo(self.table.view.currentIndex()))

    def say_error(self, error: LabordeskError) -> None:
        """Put a refusal above the list: beside the queue nobody looks at the foot of the window."""
        self.say(str(error), "error")

    def _say_empty(self) -> None:
        wanted = self.narrowed()
        if wanted.text:
            title = _("Không có ai khớp “{text}” trong danh sách").format(text=wanted.text)
            self.table.set_empty(title, _("Hãy xem lại tên, số thứ tự hoặc các số cuối của CCCD."))
        elif wanted != Narrowed():
            self.table.set_empty(_("Không có dòng nào như vậy"), _("Hãy chọn đơn vị hoặc tình trạng khác."))
        else:
            hint = _("Nhấn Ctrl+N để thêm từng người, hoặc thêm cả đơn vị từ nút “Thêm người nhận”.")
            self.table.set_empty(_("Danh sách này chưa có ai"), hint)

    def _pressed(self, index: Any) -> None:
        row = self.table.rows()[index.row()]
        if index.column() == NOTE_COLUMN and is_doubled(row):
            self.double_pressed.emit(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.hints.follow(among_rows=watched is self.table.view)
        elif watched is self.table.view and isinstance(event, QKeyEvent) and _begins_a_search(event):
            self.search.start_next()
            return QApplication.sendEvent(self.search, event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction.LeftToRight if self.width() >= WIDE else QBoxLayout.Direction.TopToBottom
        self._bar.setDirection(direction)


def _begins_a_search(event: QKeyEvent) -> bool:
    """Say whether a key pressed among the rows is the beginning of a name or number."""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    typed = event.text()
    return event.type() == QEvent.Type.KeyPress and not held and typed.isprintable() and bool(typed.strip())


def _state_choices() -> list[tuple[str, str]]:
    states = [(code, _(label)) for code, label in HANDOVERS]
    return [("", _("Mọi tình trạng")), (LIVELY, _("Chưa nhận và vắng")), *states, (DOUBLED, _("Trùng"))]


def _unit_words(name: str, waiting: int) -> str:
    return _("{unit} · còn {n}").format(unit=name, n=number(waiting)) if waiting else name

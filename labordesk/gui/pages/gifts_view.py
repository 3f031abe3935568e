"""One campaign on the screen: figures, filters, the list of recipients; what is done to a line is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.gifts_cards import CampaignCards, KeyHints
from labordesk.gui.pages.gifts_finding import Finder
from labordesk.gui.pages.gifts_reading import CampaignState, Narrowed, read_campaign
from labordesk.gui.pages.gifts_words import RECIPIENT_COLUMNS, is_doubled
from labordesk.gui.table import PagedTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _

WIDE: Final = 1000
"""From this width on the keys stand beside the filters, below it under them."""
NOTE_COLUMN: Final = [column.key for column in RECIPIENT_COLUMNS].index("note")
MANY_FOUND: Final = N_("Nhiều người khớp: chọn dòng bằng phím mũi tên rồi nhấn Enter, T hoặc V.")


class CampaignView(QWidget):
    """``state`` is the campaign shown; ``finder`` has the search box and the filters."""

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
        self.cards = CampaignCards(self.show_lines)
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
        self.finder = Finder(context, self.table, self)
        self.tools = QHBoxLayout()
        self.extra = QVBoxLayout()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        filters = QWidget()
        row = QHBoxLayout(filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.finder.box.setMinimumWidth(220)
        self.finder.box.setMaximumWidth(380)
        row.addWidget(self.finder.box, 8)
        row.addWidget(self.finder.units)
        row.addWidget(self.finder.states)
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
        self.finder.asked.connect(self._begin_anew)
        self.finder.many_found.connect(lambda: self.say(_(MANY_FOUND), "info"))
        self.table.view.clicked.connect(self._pressed)
        self.finder.box.installEventFilter(self)
        self.table.view.installEventFilter(self)

    # what is shown

    def open(self, campaign_id: int, *, text: str = "", unit_id: int | None = None, state: str = "") -> None:
        """Show a campaign from its beginning, or the lines that match; of a unit those below it too."""
        self._campaign_id = campaign_id
        self.state = None
        self.finder.start(campaign_id, text, unit_id=unit_id, state=state, below=unit_id is not None)
        self.read_state()

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
        self.table.view.offer_column("vouchers", shown=state.vouchers)
        self.hints.offer_serials(offered=state.vouchers)
        self.cards.set(state.progress)
        self.finder.offer_units(state)
        self._say_empty()
        self.shown.emit(state)

    def show_lines(self, state: str) -> None:
        """Show the lines in a state, of all units and names."""
        self.finder.start(self._campaign_id, state=state)
        self.table.setFocus()

    def _begin_anew(self) -> None:
        self.notice.set("")
        self._say_empty()

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
        wanted = self.finder.narrowed()
        if wanted.text:
            title = _("Không có ai khớp “{text}” trong danh sách").format(text=wanted.text)
            self.table.set_empty(title, _("Hãy xem lại tên, số thứ tự hoặc các số cuối của CCCD."))
        elif wanted != Narrowed():
            self.table.set_empty(_("Không có dòng nào như vậy"), _("Hãy chọn đơn vị hoặc tình trạng khác."))
        else:
            hint = _("Nhấn Ctrl+N để thêm từng người, hoặc thêm cả đơn vị từ nút “Người nhận”.")
            self.table.set_empty(_("Danh sách này chưa có ai"), hint)

    def _pressed(self, index: Any) -> None:
        row = self.table.rows()[index.row()]
        if index.column() == NOTE_COLUMN and is_doubled(row):
            self.double_pressed.emit(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.hints.follow(among_rows=watched is self.table.view)
        elif watched is self.table.view and isinstance(event, QKeyEvent) and _begins_a_search(event):
            self.finder.box.start_next()
            return QApplication.sendEvent(self.finder.box, event)
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

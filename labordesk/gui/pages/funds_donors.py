"""Người đóng góp: what each donor promised and gave in a period, and who has not been thanked yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from labordesk.fields import Count, Day, Money
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.counts import in_days
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.pages.parts.year_period import YearPeriod
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.numbers import money, number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.donors import Donor


def _thanks(row: Donor) -> tuple[str, Tone]:
    if row.late:
        return _("quá hạn {days}").format(days=in_days(row.late)), "warn"
    if row.unthanked:
        return _("chưa cảm ơn"), "neutral"
    return (_("đã cảm ơn"), "good") if row.received or row.labour_days else ("", "neutral")


def _thanks_tip(row: Donor) -> str:
    if not row.unthanked:
        return ""
    return _("{n} lần đóng góp chưa ghi ngày cảm ơn; nhấn T khi đã cảm ơn.").format(n=number(len(row.unthanked)))


COLUMNS = (
    Column("name", N_("Người, đơn vị đóng góp"), width=34, stretch=True, bold=True),
    Column("times", N_("Số lần"), Count(), width=7, spare=True),
    Column("pledged", N_("Đã hứa"), Money(), read=lambda row: row.pledged or None, width=14),
    Column("received", N_("Đã nhận"), Money(), read=lambda row: row.received or None, width=14),
    Column("due", N_("Chưa nhận"), Money(), read=lambda row: row.due or None, width=14),
    Column("labour_days", N_("Ngày công"), Count(), read=lambda row: row.labour_days or None, width=9, spare=True),
    Column("last_on", N_("Lần cuối"), Day(), muted=True, spare=True),
    Column("thanks", N_("Cảm ơn"), pill=_thanks, tip=_thanks_tip, width=17),
)


class DonorList(TabPart):
    """Enter opens the donor's records among the money raised, T notes that thanks were given today."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._rows: tuple[Donor, ...] = ()
        self.search = SearchLine(_("Tìm người, đơn vị đóng góp"), width=320)
        self.when = YearPeriod(context.today().year)
        self.sums = QLabel()
        self.sums.setProperty("role", "secondary")
        self.sums.setWordWrap(True)
        self.table = ListTable("donors", COLUMNS, context, empty=EmptyState("handshake", ""), title=_("Người đóng góp"))
        self.thank_button = secondary_button(_("Ghi đã cảm ơn hôm nay"), self.thank, key="T", icon="check")
        self.open_button = secondary_button(_("Xem các lần đóng góp"), self._open, key="Enter", icon="arrow-right")
        self._arrange()
        self.search.asked.connect(lambda _text: self._show())
        self.search.down.connect(self.table.focus_first)
        self.when.changed.connect(self.reload)
        self.table.opened.connect(lambda _row: self._open())
        self.table.current_changed.connect(self._follow)
        self._follow(None)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.when)
        bar.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.sums, 1)
        for button in (self.thank_button, self.open_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def reload(self) -> None:
        """Read the donors of the period chosen."""
        self._is_stale = False
        register, period, today = self.context.register, self.when.period(), self.context.today()

        def read() -> tuple[Donor, ...]:
            from labordesk.services.donors import donors

            start, end = (period.start, period.end) if period is not None else (None, None)
            return donors(register, start, end, today)

        self.context.work.read(read, self._arrive, latest=("funds", "donors"))

    def _arrive(self, rows: tuple[Donor, ...]) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        words = plain_key(self.search.seen_text()).split()
        rows = [row for row in self._rows if all(word in plain_key(row.name) for word in words)]
        if words:
            self.table.set_empty(_("Không có ai như đã gõ"), _("Nhấn Esc để bỏ chữ tìm."))
        else:
            hint = _("Khoản vận động có ghi người đóng góp sẽ hiện ở đây, kèm số đã hứa và việc cảm ơn.")
            self.table.set_empty(_("Chưa có ai đóng góp trong kỳ này"), hint)
        self.table.set_rows(rows)
        if self.table.current() is None and rows:
            self.table.select(rows[0].id)
        late = sum(1 for row in rows if row.late)
        parts = [
            _("đã nhận {amount}").format(amount=money(sum(row.received for row in rows))),
            _("chưa nhận {amount}").format(amount=money(sum(row.due for row in rows))),
        ]
        if late:
            parts.append(_("{n} nơi quá hạn cảm ơn").format(n=number(late)))
        self.sums.setText(" · ".join((_("{n} người, đơn vị").format(n=number(len(rows))), *parts)) if rows else "")
        self._follow(self.table.current())

    def clear_search(self) -> bool:
        """Drop the words looked for and say whether there were any."""
        if not self.search.seen_text():
            return False
        self.search.set_text("")
        self.table.focus_first()
        return True

    # the hand

    def _follow(self, row: Donor | None) -> None:
        self.open_button.setEnabled(row is not None)
        self.thank_button.setEnabled(row is not None and bool(row.unthanked))

    def _open(self) -> None:
        row: Donor | None = self.table.current()
        if row is not None:
            year = self.when.year.chosen()
            self.context.go("activities", part="contributions", text=row.name, year=year)

    def thank(self) -> None:
        """Note that the donor looked at was thanked today for all that was received (T)."""
        row: Donor | None = self.table.current()
        if row is not None and row.unthanked:
            self.context.work.write(self._thanking(row), self.context.tell, owner=self)

    def _thanking(self, row: Donor) -> Callable[[], Changes]:
        register, today = self.context.register, self.context.today()

        def write() -> Any:
            from labordesk.services.donors import note_thanks

            return note_thanks(register, row.unthanked, today)

        return write

"""The line above the pages that tells of a frozen report of the same choices, and freezing the one on the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.reports_choices import Chosen
from labordesk.gui.pages.reports_frozen import state_of
from labordesk.gui.pages.reports_making import order_of
from labordesk.gui.pages.reports_papers import open_comparison, open_frozen
from labordesk.i18n import _
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.frozen_comparison import Comparison
    from labordesk.services.frozen_reports import FrozenRow
    from labordesk.services.saved import Saved


class FrozenNote(Notice):
    """ "Đã chốt ngày 15/7/2026: 3 số đã thay đổi", hidden while nothing of these choices was frozen."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("", "info")
        self._context, self._page = context, parent

    def ask(self, chosen: Chosen) -> None:
        """Look for a frozen report of what is chosen; making it again may take as long as the paper itself."""
        from labordesk.services.frozen_comparison import compare_chosen

        register, today = self._context.register, self._context.today()
        self._context.work.read(
            lambda: compare_chosen(register, order_of(chosen), today=today),
            self._show,
            lambda _error: self.set(""),
            latest=("reports", "frozen"),
            owner=self,
        )

    def _show(self, comparison: Comparison | None) -> None:
        if comparison is None:
            self.set("")
            return
        words, tone = state_of(comparison)
        row = comparison.frozen
        note = f" ({row.note})" if row.note else ""
        told = _("Đã chốt ngày {day}{note}: {state}").format(
            day=short(row.frozen_on), note=note, state=words[:1].lower() + words[1:]
        )
        links: list[tuple[str, Callable[[], None]]] = [(_("Xem bản đã chốt"), partial(self._open, row))]
        if comparison.changes:
            links.append((_("Xem số đã thay đổi"), partial(self._compare, row)))
        self.set(f"{told}.", tone, links)

    def _open(self, row: FrozenRow) -> None:
        open_frozen(self._context, row, self._page)

    def _compare(self, row: FrozenRow) -> None:
        open_comparison(self._context, row.id, row.title, self._page)


def freeze(context: Context, chosen: Chosen, page: QWidget) -> None:
    """Ask what the report is frozen for and keep it as it stands."""
    from labordesk.services.frozen_reports import freeze_report

    note = context.notify.ask_text(
        _("Chốt số liệu của “{title}”, {period}?").format(title=chosen.title, period=chosen.period.label),
        _("Chốt để (ví dụ: trình hội nghị 15/7/2026)"),
        explain=_("Trang in và từng con số được giữ đúng như hôm nay, dù sau này sổ có thêm hay sửa."),
        yes=_("Chốt"),
    )
    if not note:
        return
    register, today = context.register, context.today()

    def frozen(saved: Saved) -> None:
        context.notify.info(_("Đã chốt báo cáo; xem ở phần Báo cáo đã chốt."))
        context.tell(saved.changes)

    def refused(error: LabordeskError) -> None:
        context.notify.error(error)

    context.work.write(
        lambda: freeze_report(register, order_of(chosen), today=today, note=note), frozen, refused, owner=page
    )

"""Số dư mang sang: the openings of all funds, each beside what the register itself had come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from labordesk.fields import Day, Money
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands, edit_panel
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.funds import OpeningRow


def _difference(row: OpeningRow) -> tuple[str, Tone]:
    if row.computed is None:
        return "", "neutral"
    if not row.difference:
        return _("khớp sổ"), "good"
    sign = "+" if row.difference > 0 else "−"
    return f"{sign}{number(abs(row.difference))}", "warn"


def _difference_tip(row: OpeningRow) -> str:
    if row.computed is None:
        return _("Lần mang sang đầu tiên, chưa có số của sổ để so.")
    return _("Chênh lệch so với sổ: mang sang {typed} đồng, sổ tính {computed} đồng.").format(
        typed=number(row.fields.amount), computed=number(row.computed)
    )


COLUMNS = (
    Column("fund", N_("Quỹ, nguồn"), width=34, stretch=True, bold=True),
    Column("as_of", N_("Đầu ngày"), Day(), read=lambda row: row.fields.as_of),
    Column("amount", N_("Mang sang"), Money(), read=lambda row: row.fields.amount, width=15),
    Column("computed", N_("Theo sổ"), Money(), width=15),
    Column("difference", N_("Chênh lệch so với sổ"), pill=_difference, tip=_difference_tip, width=19),
    Column("document", N_("Căn cứ"), read=lambda row: row.fields.document or "", width=26, stretch=True, muted=True),
)


class OpeningList(TabPart):
    """Enter changes an opening, Del deletes it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        hint = _("Nhấn Ctrl+N để ghi số dư của quỹ ở đầu một ngày; từ ngày ấy sổ tính số dư.")
        empty = EmptyState("banknote", _("Chưa ghi số dư mang sang nào"), hint)
        self.table = ListTable("openings", COLUMNS, context, empty=empty, title=_("Số dư mang sang"))
        self.hands = RowHands(context, self.table, self, key="opening", size=(560, 360))
        about = QLabel(_("Lần mang sang gần nhất trước một ngày quyết định số dư của ngày ấy."))
        about.setProperty("role", "secondary")
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(about, 1)
        foot.addWidget(self.hands.edit_button)
        foot.addWidget(self.hands.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def reload(self) -> None:
        """Read the openings."""
        self._is_stale = False
        self.context.work.read(self._reading(), self._arrive, latest=("funds", "openings"))

    def _reading(self) -> Callable[[], tuple[OpeningRow, ...]]:
        register = self.context.register

        def read() -> tuple[OpeningRow, ...]:
            from labordesk.services.funds import list_openings

            return list_openings(register)

        return read

    def _arrive(self, rows: tuple[OpeningRow, ...]) -> None:
        self.table.set_rows(rows)
        self.hands.settle()

    # the hand

    def open_for(self, fund_id: int | None) -> None:
        """Open the form of a new opening, of this fund when it is known."""
        self.hands.open_from(self._starting(None, fund_id))

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        return self._starting(row_id, None)

    def _starting(self, row_id: int | None, fund_id: int | None) -> Callable[[], FormStart]:
        register, today = self.context.register, self.context.today()

        def read() -> FormStart:
            from labordesk.model.programme import FundOpeningFields
            from labordesk.services.funds import load_opening

            if row_id is None:
                new_year = today.replace(month=1, day=1)
                values = {"fund_id": fund_id, "as_of": new_year}
                return FormStart(FundOpeningFields, values, cursor="amount" if fund_id is not None else "")
            row = load_opening(register, row_id)
            return FormStart(FundOpeningFields, row.fields.model_dump(), row.id, row.row_version)

        return read

    def panel(self, start: FormStart) -> FormPanel:
        from labordesk.services.funds import load_opening, save_opening

        return edit_panel(
            self.context,
            start,
            title=_("Ghi số dư mang sang") if start.row_id is None else _("Sửa số dư mang sang"),
            key="opening",
            save=lambda register, fields, row_id, version: save_opening(
                register, fields, opening_id=row_id, row_version=version
            ),
            load=load_opening,
            lookups=lookups_for(self.context.register, ("fund",)),
        )

    def parting(self, row: Any) -> Parting:
        return Parting(
            _("Xóa số dư mang sang của {fund} đầu ngày {day}?").format(fund=row.fund, day=short(row.fields.as_of)),
            explain=_("Số dư lại tính từ lần mang sang trước đó; không còn lần nào thì quỹ thôi được theo dõi."),
        )

    def deleting(self, row: Any) -> Callable[[], Changes]:
        register = self.context.register

        def delete() -> Changes:
            from labordesk.services.funds import delete_opening

            return delete_opening(register, row.id)

        return delete

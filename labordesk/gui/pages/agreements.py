"""Thỏa thuận phúc lợi: the register of partner agreements, those ending soon, and what came of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.agreements_side import AgreementSide
from labordesk.gui.pages.agreements_words import NOTICE_CHOICES, STATES, agreement_columns, sum_words
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands, edit_panel
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import ListTable
from labordesk.i18n import N_, _
from labordesk.rules.agreement_terms import NOTICE_DAYS

if TYPE_CHECKING:
    from labordesk.services.agreements import AgreementRow
    from labordesk.services.changes import Changes


class AgreementList(TabPart):
    """One tab of the page of activities; the agreement looked at stands beside the list."""

    key = "agreements"
    tab = N_("Thỏa thuận phúc lợi")
    add = N_("Ghi thỏa thuận")

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.search = SearchLine(_("Tìm đối tác, hàng hóa, đơn vị ký"), width=320)
        self.state = Select([(key, _(name)) for key, name, _states in STATES], _("Tình trạng"))
        self.notice = Select([(days, _("trong {n} ngày").format(n=days)) for days in NOTICE_CHOICES], _("Báo trước"))
        self.notice.choose(NOTICE_DAYS)
        self.count = QLabel()
        self.sums = QLabel()
        for label in (self.count, self.sums):
            label.setProperty("role", "secondary")
        self.sums.setWordWrap(True)
        year = context.today().year
        columns = agreement_columns(year)
        self.table = ListTable(
            "agreements", columns, context, empty=EmptyState("handshake", ""), title=_("Thỏa thuận phúc lợi")
        )
        self.hands = RowHands(context, self.table, self, key="agreements", size=(680, 560))
        self.renew_button = secondary_button(_("Ký tiếp"), self.renew, key="Ctrl R", icon="refresh-cw")
        self.side = AgreementSide(context)
        self._arrange()
        self.search.asked.connect(lambda _text: self.reload())
        self.search.down.connect(self.table.focus_first)
        self.state.currentIndexChanged.connect(self._chosen)
        self.notice.currentIndexChanged.connect(self.reload)
        self.table.current_changed.connect(self._follow)
        self.notice.hide()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        for widget in (self.state, self.notice, self.count):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.table.column_button())
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addStretch(1)
        for button in (self.renew_button, self.hands.edit_button, self.hands.delete_button):
            foot.addWidget(button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        column.addWidget(self.sums)
        column.addLayout(foot)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        parts.addWidget(left)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(bar)
        whole.addWidget(parts, 1)

    # rows

    def refresh(self, changes: Changes) -> None:
        """Read again when agreements, or the names they show, were written."""
        if changes.agreements or changes.units or changes.programmes:
            self.go_stale()

    def show_expiring(self) -> None:
        """Show only what ends soon."""
        self.search.set_text("")
        self.state.choose("expiring")

    def _chosen(self) -> None:
        self.notice.setVisible(self.state.chosen() == "expiring")
        self.reload()

    def reload(self) -> None:
        """Read the agreements as chosen above."""
        self._is_stale = False
        register, today, text = self.context.register, self.context.today(), self.search.seen_text().strip()
        key, days = self.state.chosen(), int(self.notice.chosen())
        states = next(found for one, _name, found in STATES if one == key)

        def read() -> tuple[AgreementRow, ...]:
            from labordesk.services.agreements import list_agreements

            return list_agreements(
                register, states=states, unused=key == "unused", text=text, on=today, notice_days=days
            )

        narrowed = bool(text) or key != "all"
        self.context.work.read(
            read, lambda rows: self._arrive(rows, narrowed), latest=("agreements", "rows"), owner=self
        )

    def _arrive(self, rows: tuple[AgreementRow, ...], narrowed: bool) -> None:
        if narrowed:
            self.table.set_empty(
                _("Không có thỏa thuận nào như đã chọn"), _("Nhấn Esc để bỏ chữ tìm, hoặc chọn tất cả.")
            )
        else:
            hint = _("Nhấn Ctrl+N để ghi thỏa thuận với đối tác, rồi ghi số đoàn viên sử dụng từng kỳ.")
            self.table.set_empty(_("Chưa ghi thỏa thuận nào"), hint)
        self.table.set_rows(rows)
        self.hands.settle()
        self.count.setText(_("{n} thỏa thuận").format(n=len(rows)))
        self.sums.setText(sum_words(rows, self.context.today().year))
        self._follow(self.table.current())

    def _follow(self, row: AgreementRow | None) -> None:
        self.renew_button.setEnabled(row is not None)
        self.side.show_agreement(row)

    # the hand

    def focus_search(self) -> None:
        """Go to the search field with its text marked."""
        self.search.start()

    def escape(self) -> bool:
        """Drop the words looked for."""
        if not self.search.seen_text():
            return False
        self.search.set_text("")
        self.table.focus_first()
        return True

    def renew(self) -> None:
        """Open the form of the agreement that follows: the same partner and goods, new dates (Ctrl+R)."""
        row: AgreementRow | None = self.table.current()
        if row is None:
            return
        fields, today = row.fields, self.context.today()

        def read() -> FormStart:
            from labordesk.services.agreements import renewal_of

            return FormStart(type(fields), renewal_of(fields, today).model_dump(), cursor="number")

        self.hands.open_from(read)

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        register, today = self.context.register, self.context.today()

        def read() -> FormStart:
            from labordesk.model.agreement import AgreementFields
            from labordesk.services.agreements import load_agreement
            from labordesk.services.catalogue import programmes
            from labordesk.services.unit_tree import root_unit

            if row_id is not None:
                row = load_agreement(register, row_id)
                return FormStart(AgreementFields, row.fields.model_dump(), row.id, row.row_version)
            with register.looking() as connection:
                unit_id = root_unit(connection)
            usual = programmes(register, kind="agreement")
            programme_id = usual[0].id if usual else None
            return FormStart(AgreementFields, {"unit_id": unit_id, "programme_id": programme_id, "signed_on": today})

        return read

    def panel(self, start: FormStart) -> FormPanel:
        from labordesk.services.agreements import load_agreement, save_agreement

        programmes = programme_lookup(self.context.register, "agreement")
        return edit_panel(
            self.context,
            start,
            title=_("Ghi thỏa thuận") if start.row_id is None else _("Sửa thỏa thuận"),
            key="agreement",
            save=lambda register, fields, row_id, version: save_agreement(
                register, fields, agreement_id=row_id, row_version=version
            ),
            load=load_agreement,
            lookups=lookups_for(self.context.register, ("unit", "programme"), programme=programmes),
        )

    def parting(self, row: Any) -> Parting:
        return Parting(
            _("Xóa thỏa thuận với “{partner}”?").format(partner=row.fields.partner),
            explain=_(
                "Kết quả sử dụng và giấy tờ đính kèm cũng bị xóa. Thỏa thuận thôi thực hiện thì ghi ngày chấm dứt."
            ),
        )

    def deleting(self, row: Any) -> Callable[[], Changes]:
        register = self.context.register

        def delete() -> Changes:
            from labordesk.services.agreements import delete_agreement

            return delete_agreement(register, row.id)

        return delete

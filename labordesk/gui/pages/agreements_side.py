"""The agreement looked at: who to call, how it was used period by period and year by year, its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from labordesk.fields import Count, Money
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card, EmptyState, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.activities_kinds import period_words
from labordesk.gui.pages.agreements_words import term_words
from labordesk.gui.pages.parts.attachments_card import AttachmentsCard
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands, edit_panel
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.services.agreement_uses import UseRow
    from labordesk.services.agreements import AgreementRow
    from labordesk.services.changes import Changes

USE_COLUMNS = (
    Column("period", N_("Kỳ"), read=lambda row: period_words(row.fields.starts_on, row.fields.ends_on), width=18),
    Column(
        "unit",
        N_("Đơn vị"),
        read=lambda row: row.unit or _("Mọi đơn vị"),
        width=11,
        stretch=True,
        muted=True,
        spare=True,
    ),
    Column("members", N_("Lượt"), Count(), read=lambda row: row.fields.members, width=6),
    Column("saved", N_("Tiết kiệm"), Money(), read=lambda row: row.fields.saved or None, width=11),
)
YEAR_COLUMNS = (
    Column("year", N_("Năm"), read=lambda row: str(row.year), width=8, stretch=True),
    Column("members", N_("Lượt"), Count(), width=9),
    Column("saved", N_("Tiết kiệm"), Money(), read=lambda row: row.saved or None, width=15),
)


class AgreementSide(Card):
    """Follows the list; uses are added, changed and deleted here."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=14)
        self.context = context
        self._row: AgreementRow | None = None
        self.head = SectionHeader("")
        self.about = QLabel()
        self.about.setProperty("role", "secondary")
        self.about.setWordWrap(True)
        empty = EmptyState("list", _("Chưa ghi lượt sử dụng"), _("Ghi theo kỳ báo cáo, cho từng đơn vị hoặc gộp."))
        self.uses = ListTable("agreement_uses", USE_COLUMNS, context, empty=empty, title=_("Kết quả sử dụng"))
        self.years = ListTable(
            "agreement_years",
            YEAR_COLUMNS,
            context,
            empty=EmptyState("list", _("Chưa ai sử dụng")),
            identify=lambda row: row.year,
            title=_("Hiệu quả từng năm"),
        )
        self.hands = RowHands(context, self.uses, self, key="agreement_use", size=(560, 420), show_keys=False)
        self.add_button = secondary_button(_("Ghi lượt dùng"), self.hands.new, icon="plus")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._uses_part(), _("Sử dụng"))
        self.tabs.addTab(self.years, _("Từng năm"))
        self.papers = AttachmentsCard(context)
        self.tabs.addTab(self.papers, _("Giấy tờ"))
        for widget in (self.head, self.about):
            self.body.addWidget(widget)
        self.body.addWidget(self.tabs, 1)
        self.setMinimumWidth(330)
        self.show_agreement(None)

    def _uses_part(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        buttons.addWidget(self.hands.edit_button)
        buttons.addWidget(self.hands.delete_button)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.uses, 1)
        column.addLayout(buttons)
        return part

    def show_agreement(self, row: AgreementRow | None) -> None:
        """Show an agreement, or nothing."""
        self._row = row
        self.setEnabled(row is not None)
        self.head.set(row.fields.partner if row is not None else _("Chưa chọn thỏa thuận"))
        self.about.setText(_about(row) if row is not None else "")
        self.years.set_rows(row.effect.years if row is not None else ())
        if row is None:
            self.papers.show(None)
            self._arrive(())
            return
        from labordesk.services.attachment_owner import Owner

        self.papers.show(Owner("agreement", row.id))
        register, agreement_id = self.context.register, row.id

        def read() -> tuple[UseRow, ...]:
            from labordesk.services.agreement_uses import uses_of

            return uses_of(register, agreement_id)

        self.context.work.read(read, self._arrive, latest=("agreements", "uses"), owner=self)

    def _arrive(self, rows: tuple[UseRow, ...]) -> None:
        self.uses.set_rows(rows)
        self.hands.settle()

    # the hand

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        register, agreement, today = self.context.register, self._row, self.context.today()

        def read() -> FormStart:
            from labordesk.model.agreement import AgreementUseFields
            from labordesk.services.agreement_uses import load_use

            if row_id is not None:
                row = load_use(register, row_id)
                return FormStart(AgreementUseFields, row.fields.model_dump(), row.id, row.row_version)
            assert agreement is not None
            first = max(agreement.fields.signed_on, today.replace(month=1, day=1))
            return FormStart(AgreementUseFields, {"starts_on": min(first, today), "ends_on": today})

        return read

    def panel(self, start: FormStart) -> FormPanel:
        from labordesk.services.agreement_uses import load_use, save_use

        assert self._row is not None
        agreement_id = self._row.id
        return edit_panel(
            self.context,
            start,
            title=_("Ghi lượt sử dụng") if start.row_id is None else _("Sửa lượt sử dụng"),
            key=f"agreement-use/{agreement_id}",
            save=lambda register, fields, row_id, version: save_use(
                register, agreement_id, fields, use_id=row_id, row_version=version
            ),
            load=load_use,
            lookups=lookups_for(self.context.register, ("unit",)),
        )

    def parting(self, row: Any) -> Parting:
        period = period_words(row.fields.starts_on, row.fields.ends_on)
        return Parting(_("Xóa kết quả sử dụng kỳ {period}?").format(period=period))

    def deleting(self, row: Any) -> Callable[[], Changes]:
        register = self.context.register

        def delete() -> Changes:
            from labordesk.services.agreement_uses import delete_use

            return delete_use(register, row.id)

        return delete


def _about(row: AgreementRow) -> str:
    """Return term, goods and whom to call, one below the other."""
    fields = row.fields
    goods = " · ".join(part for part in (fields.goods, fields.discount) if part)
    contact = " · ".join(part for part in (fields.contact, fields.phone) if part)
    number = _("Số {number}").format(number=fields.number) if fields.number else ""
    return "\n".join(part for part in (number, term_words(row), row.unit, goods, contact, fields.note) if part)

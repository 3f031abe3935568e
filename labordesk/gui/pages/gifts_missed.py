"""“Mọi đoàn viên đều có Tết”: who of a unit got nothing in this campaign, added to the list from here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.fields import Choice, CitizenId, PersonName
from labordesk.fields.choices import HANDOVERS, STANDINGS
from labordesk.fields.common import BIRTH
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.gui.table import Column, Fetch, PagedTable, RowPage
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.services.coverage import MissedPerson, Missing, count_missed, missed_people
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.gifts_reading import CampaignState
    from labordesk.services.gifts import RecipientsAdded
    from labordesk.store.register import Register

_HANDOVERS: Final = dict(HANDOVERS)
EVERYBODY: Final = tuple(code for code, _label in STANDINGS)
_WAYS: Final = (("member",), ("member", "worker"), EVERYBODY)
MOST_NAMED: Final = 3


def why_missed(row: MissedPerson) -> tuple[str, Tone]:
    """Return the pill: on no list, absent, or the gift came back."""
    if not row.handover:
        return _("Chưa có tên"), "neutral"
    return _(_HANDOVERS[row.handover]), "warn"


COLUMNS: Final = (
    Column("name", N_("Họ và tên"), PersonName(), width=22, stretch=True),
    Column(
        "birth",
        N_("Năm sinh"),
        read=lambda row: (row.birth or "")[:4],
        width=6,
        tip=lambda row: BIRTH.kind.show(row.birth),
    ),
    Column(
        "citizen_id", N_("Số CCCD"), CitizenId(), show=lambda value: mask(value) if value else "", width=13, spare=True
    ),
    Column("standing", N_("Là"), Choice(options=STANDINGS), width=14),
    Column("unit_name", N_("Đơn vị"), width=16, stretch=True),
    Column("handover", N_("Đợt này"), pill=why_missed, width=13),
    Column("elsewhere", N_("Đợt khác cùng Tết"), width=18, stretch=True, muted=True),
)


class MissedPanel(QWidget):
    """``wrote`` brings ``Changes`` of people added, ``line_asked`` the line of somebody absent."""

    wrote = Signal(object)
    line_asked = Signal(int)
    reason_asked = Signal(int)
    """The unit whose list is full: why may it grow?"""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._campaign_id = 0
        self.search = SearchLine(_("Tìm theo tên"), width=220)
        self.unit = unit_picker(context, _("Đơn vị"))
        standings = (
            (_WAYS[0], _("Đoàn viên")),
            (_WAYS[1], _("Đoàn viên và người lao động")),
            (_WAYS[2], _("Mọi đối tượng")),
        )
        self.standing = Select([(place, text) for place, (_way, text) in enumerate(standings)], _("Là"))
        self.any_of_tet = QCheckBox(_("Bỏ qua người có quà ở đợt khác cùng Tết"))
        self.count = QLabel()
        self.count.setProperty("role", "section")
        self.notice = Notice("")
        empty = EmptyState("circle-check", _("Ai cũng có quà"), _("Không còn ai bị bỏ sót trong phần đang xem."))
        self.table = PagedTable("gift-missed", COLUMNS, context, empty=empty, title=_("Chưa được nhận quà"))
        self.add_button = secondary_button(_("Thêm vào danh sách"), self.add)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.table)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        self.unit.setMinimumWidth(200)
        editor = self.unit.editor()
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText(_("Mọi đơn vị"))
        bar.addWidget(self.search, 1)
        bar.addWidget(self.unit, 2)
        bar.addWidget(self.standing)
        bar.addStretch(1)
        bar.addWidget(self.add_button)
        facts = QHBoxLayout()
        facts.setSpacing(16)
        facts.addWidget(self.count)
        facts.addWidget(self.any_of_tet)
        facts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addLayout(facts)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.search.asked.connect(lambda _text: self._look())
        self.search.down.connect(self.table.focus_first)
        self.unit.changed.connect(self._look)
        self.unit.entered.connect(self.table.setFocus)
        self.standing.currentIndexChanged.connect(lambda _place: self._look())
        self.any_of_tet.toggled.connect(lambda _on: self._look())
        self.table.counted.connect(self._tell_count)
        self.table.opened.connect(self._opened)

    # what is shown

    def open(self, state: CampaignState, unit_id: int | None = None) -> None:
        """Show who got nothing in a campaign, of one unit when given."""
        if state.campaign_id != self._campaign_id:
            self.notice.set("")
        self._campaign_id = state.campaign_id
        self.any_of_tet.setVisible(state.fields.tet_year is not None)
        if unit_id is not None and unit_id != self.unit.state():
            self.unit.set_value(unit_id)
        self._look()

    def reload(self) -> None:
        """Read again, staying in place."""
        self._look(keep=True)

    def wanted(self) -> Missing:
        """Return who is looked for now."""
        unit_id = self.unit.state()
        return Missing(
            unit_id=unit_id if isinstance(unit_id, int) else None,
            standings=_WAYS[self.standing.chosen() or 0],
            text=self.search.seen_text().strip(),
            any_of_tet=self.any_of_tet.isChecked() and self.any_of_tet.isVisibleTo(self),
        )

    def _look(self, *, keep: bool = False) -> None:
        if not self._campaign_id:
            return
        register, campaign_id, wanted = self._context.register, self._campaign_id, self.wanted()
        count = partial(count_missed, register, campaign_id, wanted)
        if keep:
            self.table.reload()
        else:
            self.table.set_fetch(_fetch(register, campaign_id, wanted), None if wanted.text else count)

    def _tell_count(self, count: int) -> None:
        text = _("{n} người chưa được nhận") if count else _("Không còn ai chưa được nhận")
        self.count.setText(text.format(n=number(count)))

    # what is done

    def add(self) -> None:
        """Put the chosen people on the list of the campaign (Ctrl+N)."""
        rows: Sequence[MissedPerson] = self.table.selected()
        current = self.table.current()
        rows = rows or ([current] if current is not None else [])
        listed = [row for row in rows if row.award_id is not None]
        people = [row.id for row in rows if row.award_id is None]
        if not people:
            text = (
                _("Người vắng đã có tên trong danh sách; nhấn Enter để xem dòng ấy.")
                if listed
                else _("Hãy chọn người trước.")
            )
            self.notice.set(text, "info")
            return
        register, campaign_id = self._context.register, self._campaign_id

        def write() -> RecipientsAdded:
            from labordesk.services.gifts import RecipientEntry, add_recipients

            return add_recipients(register, campaign_id, [RecipientEntry(one) for one in people])

        self._context.work.write(write, self._added, self._refused, owner=self)

    def _added(self, found: RecipientsAdded) -> None:
        parts = (
            [_("Đã thêm {n} người vào danh sách.").format(n=number(len(found.award_ids)))] if found.award_ids else []
        )
        parts += dict.fromkeys(one.reason for one in found.refused[:MOST_NAMED])
        full = next((one.full_unit_id for one in found.refused if one.full_unit_id is not None), None)
        links = [(_("Nêu lý do"), partial(self.reason_asked.emit, full))] if full is not None else []
        self.notice.set(" ".join(parts), "warn" if found.refused else "good", links)
        self._look(keep=True)
        if found.award_ids:
            self.wrote.emit(found.changes)

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")

    def _opened(self, row: MissedPerson) -> None:
        if row.award_id is not None:
            self.line_asked.emit(row.award_id)
        else:
            self._context.go("people", person=row.id)


def _fetch(register: Register, campaign_id: int, wanted: Missing) -> Fetch:
    def fetch(after: Any | None, limit: int) -> RowPage:
        page = missed_people(register, campaign_id, wanted, after=after, limit=limit)
        return RowPage(page.rows, page.next_key)

    return fetch

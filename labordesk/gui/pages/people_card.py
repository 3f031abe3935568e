"""``PersonCard``: one person beside the list: who, warnings, everything ever received, the household, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from labordesk.gui.buttons import Run, primary_button, quiet_button, secondary_button
from labordesk.gui.cards import EmptyState, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.flow import Chip, FlowLayout
from labordesk.gui.pages.people_health import HealthPart
from labordesk.gui.pages.people_history import MergePart, notice_box, relative_rows, taken_rows
from labordesk.gui.pages.people_supports import FactRow, SupportRows, plain_label
from labordesk.gui.pages.people_words import (
    ENDED_STAGES,
    case_line,
    chips,
    contact_line,
    facts_line,
    house_line,
    member_line,
    totals_line,
    unit_line,
)
from labordesk.gui.permits import disable
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right

if TYPE_CHECKING:
    from labordesk.gui.pages.people_reading import CardFacts
    from labordesk.services.person_page import PersonPage, SupportRow

SUPPORTS = (("gifts", N_("Quà tặng")), ("grants", N_("Trợ cấp khó khăn")), ("houses", N_("Mái ấm công đoàn")))
"""Pages that record a support, in the order of how often it happens."""


class PersonCard(QFrame):
    """``edit_asked``, ``household_asked`` and ``delete_asked`` tell what the officer wants done with the person."""

    edit_asked = Signal()
    household_asked = Signal()
    delete_asked = Signal()
    history_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("Hồ sơ của người đang chọn"))
        self.context = context
        self.facts: CardFacts | None = None
        self._hint = EmptyState(
            "user",
            _("Chọn một người để xem hồ sơ"),
            _("Gõ tên hoặc số CCCD vào ô tìm, Enter để mở."),
        )
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.support_button = primary_button(_("Ghi hỗ trợ mới"), self._offer_supports, icon="plus")
        self.household_button = secondary_button(_("Hộ gia đình"), self.household_asked.emit)
        self.delete_button = quiet_button("trash-2", _("Xóa người này khỏi sổ"), self.delete_asked.emit)
        for button in (self.support_button, self.household_button, self.delete_button):
            disable(button, context.why_not(Right.WRITE))
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(1, 1, 1, 1)
        self._layers.addWidget(self._hint)
        self._layers.addWidget(self._whole())

    def _whole(self) -> QWidget:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 12)
        foot.setSpacing(6)
        foot.addWidget(self.support_button)
        foot.addWidget(self.household_button)
        foot.addStretch(1)
        foot.addWidget(quiet_button("history", _("Lịch sử của hồ sơ (Ctrl+H)"), self.history_asked.emit))
        foot.addWidget(self.delete_button)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)
        return whole

    def show_nobody(self) -> None:
        """Show what to do first."""
        self.facts = None
        self._layers.setCurrentIndex(0)

    def show_facts(self, facts: CardFacts) -> None:
        """Show a person, from the top unless it is the one shown already."""
        same = self.facts is not None and self.facts.page.id == facts.page.id
        place = self._scroll.verticalScrollBar().value() if same else 0
        self.facts = facts
        self._scroll.setWidget(self._filled(facts))
        self._scroll.verticalScrollBar().setValue(place)
        self._layers.setCurrentIndex(1)

    def person_id(self) -> int | None:
        """Return whose card is shown."""
        return self.facts.page.id if self.facts is not None else None

    def focus_actions(self) -> None:
        """Put the keyboard on the first thing one can do with the person."""
        self.support_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filled(self, facts: CardFacts) -> QWidget:
        page = facts.page
        inside = QWidget()
        inside.setProperty("role", "form")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 8)
        column.setSpacing(8)
        self.edit_button = secondary_button(_("Sửa"), self.edit_asked.emit, key="F2")
        top = QHBoxLayout()
        top.addWidget(plain_label(page.fields.full_name, "title", wrap=True), 1)
        top.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        head = QVBoxLayout()
        head.setSpacing(0)
        for text in (facts_line(page), contact_line(page)):
            if text:
                head.addWidget(plain_label(text, "secondary", wrap=True))
        column.addLayout(head)
        if worded := chips(page):
            flow = FlowLayout()
            for text, tone in worded:
                flow.addWidget(Chip(text, tone))
            column.addLayout(flow)
        for notice in facts.notices:
            column.addWidget(notice_box(self.context, page, notice))
        self._add_waiting(column, page)
        self._add_supports(column, page)
        self._add_household(column, page)
        _add_part(column, _("Hộ gia đình đã được hỗ trợ"), relative_rows(self.context, page))
        _add_part(column, _("Đã nhận thay"), taken_rows(self.context, page))
        if page.merges:
            column.addWidget(MergePart(self.context, page))
        if len(page.units) > 1:
            column.addWidget(SectionHeader(_("Đơn vị đã qua")))
            column.addWidget(_lines([unit_line(one) for one in page.units]))
        if page.has_health or any(one.concerns_health for one in page.circumstances):
            column.addWidget(HealthPart(self.context, page))
        column.addStretch(1)
        return inside

    def _add_waiting(self, column: QVBoxLayout, page: PersonPage) -> None:
        go = self.context.go
        rows = [FactRow(*case_line(one), partial(go, "grants", case=one.id)) for one in page.open_cases]
        rows += [
            FactRow(*house_line(one), partial(go, "houses", house=one.id))
            for one in page.houses
            if one.stage not in ENDED_STAGES
        ]
        _add_part(column, _("Đang giải quyết"), rows)

    def _add_supports(self, column: QVBoxLayout, page: PersonPage) -> None:
        head = FlowLayout(12)
        head.addWidget(plain_label(_("Đã được hỗ trợ"), "section"))
        if page.supports:
            totals = QLabel(totals_line(page, self.context.today().year))
            totals.setProperty("role", "secondary")
            head.addWidget(totals)
        column.addSpacing(4)
        column.addLayout(head)
        if page.supports:
            column.addWidget(SupportRows(page.supports, page.unit_name, self._lead))
        else:
            column.addWidget(plain_label(_("Chưa nhận khoản hỗ trợ nào."), "secondary"))

    def _add_household(self, column: QVBoxLayout, page: PersonPage) -> None:
        rows = [
            FactRow(one.name, member_line(one), None if one.relative_id is None else self._person(one.relative_id))
            for one in page.household
        ]
        _add_part(column, _("Hộ gia đình"), rows)

    def _lead(self, one: SupportRow) -> Run | None:
        if one.house_id is not None:
            return partial(self.context.go, "houses", house=one.house_id)
        if one.case_id is not None:
            return partial(self.context.go, "grants", case=one.case_id)
        return None

    def _person(self, person_id: int) -> Run:
        return partial(self.context.go, "people", person=person_id)

    def _offer_supports(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, label in SUPPORTS:
            menu.addAction(_(label)).triggered.connect(lambda _checked=False, key=key: self.record(key))
        button = self.support_button
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2)))
        menu.setActiveAction(menu.actions()[0])

    def record(self, page_key: str) -> None:
        """Go and record a support of this person on the page of gifts, grants or houses."""
        if self.facts is not None:
            self.context.go(page_key, person=self.facts.page.id)


def _add_part(column: QVBoxLayout, title: str, rows: Sequence[QWidget]) -> None:
    if rows:
        column.addSpacing(4)
        column.addWidget(SectionHeader(title))
        for row in rows:
            column.addWidget(row)


def _lines(texts: Sequence[str]) -> QLabel:
    return plain_label("\n".join(texts), "small", wrap=True)

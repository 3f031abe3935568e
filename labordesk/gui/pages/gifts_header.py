"""The head of the page of gifts: title, way back, and the buttons of the place one is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from labordesk.fields import Day
from labordesk.gui.buttons import menu_button, primary_button, secondary_button
from labordesk.gui.inputs.text import DateEdit
from labordesk.gui.pages.gifts_reading import CampaignState
from labordesk.gui.pages.gifts_words import days_words, package_words
from labordesk.gui.pages.parts.forms_button import FormsButton
from labordesk.i18n import _
from labordesk.services.gift_lists import RecipientRow
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.gifts import GiftsPage


class GiftsHeader:
    """Each button belongs to some modes; ``follow`` shows those of the mode."""

    def __init__(self, page: GiftsPage) -> None:
        self._page = page
        self.day = DateEdit(Day(), _("Ngày trao"))
        self.day.set_value(page.context.today())
        self.day.setFixedWidth(116)
        self._shown: list[tuple[QWidget, tuple[str, ...]]] = []
        self._add(self._day_cell(), "table")
        self.forms = FormsButton(
            page.context,
            "campaign",
            which=self._printed,
            lists=[(_("Danh sách ký nhận (Ctrl+P)"), page.print_page)],
        )
        self._add(self._campaign_menu(), "campaign")
        self._add(self.forms, "campaign")
        self._add(self._add_menu(), "campaign")
        self._add(secondary_button(_("In ký nhận"), page.print_page, key="Ctrl P"), "table")
        self._add(primary_button(_("Lập đợt tặng quà"), page.new_record, key="Ctrl N"), "list")
        self._add(primary_button(_("Trao quà tại bàn"), page.start_hand_over, key="F8"), "campaign")
        self._add(primary_button(_("Kết thúc buổi trao"), page.end_hand_over, key="F8"), "table")
        self.lines = self._line_menu()
        page.view.tools.addWidget(self.lines)
        page.view.tools.addWidget(page.view.table.column_button())

    def _add(self, widget: QWidget, *modes: str) -> None:
        self._shown.append((widget, modes))
        self._page.header.add_button(widget)

    def _day_cell(self) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        label = QLabel(_("Ngày trao"))
        label.setProperty("role", "label")
        label.setBuddy(self.day.editor())
        row.addWidget(label)
        row.addWidget(self.day)
        return cell

    def _printed(self) -> tuple[int | None, str]:
        state = self._page.view.state
        return (state.campaign_id, state.fields.name) if state is not None else (None, "")

    def _campaign_menu(self) -> QWidget:
        page = self._page

        def delete() -> None:
            if page.view.state is not None:
                page.deeds.delete_campaign(page.view.state)

        def edit() -> None:
            if page.view.state is not None:
                page.deeds.edit_campaign(page.view.state.campaign_id)

        deeds = [
            (_("Sửa đợt tặng quà…"), edit),
            (_("Lịch sử của đợt (Ctrl+H)"), page.show_history),
            (_("Xóa đợt (khi chưa có danh sách)"), delete),
        ]
        return menu_button(_("Đợt"), deeds)

    def _add_menu(self) -> QWidget:
        page = self._page

        def unit() -> None:
            if page.view.state is not None:
                page.deeds.add_unit(page.view.state)

        def group() -> None:
            if page.view.state is not None:
                page.deeds.add_group(page.view.state)

        return menu_button(
            _("Người nhận"),
            [
                (_("Từng người (Ctrl+N)"), page.add_one),
                (_("Người của một đơn vị…"), unit),
                (_("Nhóm không ghi tên…"), group),
                (_("Danh sách từ Excel… (Ctrl+Shift+I)"), page.lists.ask),
            ],
        )

    def _line_menu(self) -> QWidget:
        page = self._page
        hand, deeds = page.hand, page.deeds
        entries: tuple[tuple[str, Callable[[list[RecipientRow]], None]], ...] = (
            (_("Đã nhận ngày…"), partial(page.ask_day, _("Đã nhận"), hand.receive)),
            (_("Nhận thay…"), hand.proxy),
            (_("Vắng"), hand.absent),
            (_("Trả lại quà ngày…"), partial(page.ask_day, _("Trả lại quà"), hand.give_back)),
            (_("Hoàn tác, chưa nhận"), hand.undo_of),
            (_("Sửa mức quà… (F2)"), deeds.edit_amounts),
            (_("Số phiếu, vé của một người…"), hand.scan),
            (_("Ghi số phiếu, vé theo thứ tự…"), self._assign),
            (_("Người đi cùng chuyến…"), deeds.edit_companions),
            (_("Chuyển sang danh sách đơn vị khác…"), deeds.move),
            (_("Bỏ khỏi danh sách (Del)"), deeds.remove),
            (_("Mở hồ sơ người nhận"), lambda rows: deeds.open_person(rows[0])),
        )

        return menu_button(_("Dòng đã chọn"), [(text, partial(self._act, run)) for text, run in entries])

    def _assign(self, rows: list[RecipientRow]) -> None:
        if self._page.view.state is not None:
            self._page.deeds.assign_vouchers(self._page.view.state.campaign_id, rows)

    def _act(self, run: Callable[[list[RecipientRow]], None]) -> None:
        self._page.keys_of_lines.act(run)

    def follow(self, mode: str, state: CampaignState | None) -> None:
        """Show title, way back and buttons of a mode; ``state`` is the campaign once it was read."""
        page = self._page
        for widget, modes in self._shown:
            widget.setVisible(mode in modes)
        self.lines.setVisible(mode != "table")
        name = state.fields.name if state is not None else ""
        if mode == "list":
            self._name(_("Quà tặng"), "", [])
        elif mode == "table":
            back = partial(page.open_campaign, state.campaign_id) if state is not None else page.show_list
            self._name(_("Trao quà tại bàn"), "", [(_("Quà tặng"), page.show_list), (name, back)])
        else:
            self._name(name, _about(state) if state is not None else "", [(_("Quà tặng"), page.show_list)])

    def _name(self, title: str, subtitle: str, trail: list[tuple[str, Callable[[], None]]]) -> None:
        header = self._page.header
        header.set_title(title)
        header.set_subtitle(subtitle)
        header.set_trail(trail)


def _about(state: CampaignState) -> str:
    """Return the line under the name of a campaign: its days, its package, its plan."""
    fields = state.fields
    parts = [days_words(fields.starts_on, fields.ends_on)]
    if fields.package_cash or fields.package_goods:
        package = package_words(fields.package_cash, fields.package_goods)
        parts.append(_("{package} đồng mỗi suất").format(package=package))
    if fields.planned_packages:
        parts.append(_("kế hoạch {n} suất").format(n=number(fields.planned_packages)))
    return " · ".join(parts)

"""Mái ấm công đoàn: all houses as a table or a board, and the file of one, by keyboard from Ctrl+N to Ctrl+S."""

from __future__ import annotations

from typing import Any

from labordesk.gui.buttons import menu_button, primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.pages.houses_file import HouseFile, HouseParts, load_parts, step_label
from labordesk.gui.pages.houses_list import HouseList
from labordesk.gui.pages.houses_words import total_words
from labordesk.gui.pages.parts.file_page import FilePage, RecordFile
from labordesk.i18n import N_, _
from labordesk.services.house_lists import HouseSummary, house_summary


class HousesPage(FilePage):
    """Targets: ``house=3`` opens a file, ``person=12`` starts one for somebody, ``stage="approved"`` filters."""

    title = N_("Mái ấm công đoàn")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._totals = ""
        self.list = HouseList(context)
        self.next_button = secondary_button("", self.next_step, key="Ctrl Enter")
        things = [(_("Xem người này"), self.see_owner), (_("Xóa hồ sơ nhà"), self.delete)]
        self.more = menu_button(_("Việc khác"), things)
        self.new_button = primary_button(_("Thêm nhà"), self.new_record, key="Ctrl N")
        for button in (self.more, self.next_button, self.new_button):
            self.header.add_button(button)
        self.list.opened.connect(lambda row: self.open(row.id))
        self.list.new_asked.connect(self.new_record)
        self.add_key("Ctrl+Return", _("Ghi mốc tiếp theo của nhà đang mở"), self.next_step)
        self.add_key("Alt+C", _("Ghi khoản chi cho nhà đang mở"), self.pay)
        self.add_key("Ctrl+B", _("Xem bảng hoặc xem theo giai đoạn"), self.list.toggle, on=self.list)
        self.list_key("Alt Delete", _("Bỏ dòng nguồn hoặc mốc đang đứng"))
        self.begin(self.list, self.list)

    def concerns(self, changes: Any) -> bool:
        return bool(changes.houses or changes.awards or changes.people or changes.units)

    def show_target(self, **target: Any) -> None:
        if house_id := target.get("house"):
            self.open(house_id)
        elif person_id := target.get("person"):
            register = self.context.register
            self.read_file(lambda: load_parts(register, None, person_id))
        else:
            self.close_file()
            self.list.show_stage(target.get("stage", ""))

    def new_record(self) -> None:
        """Start the file of a new house (Ctrl+N)."""
        register = self.context.register
        self.read_file(lambda: load_parts(register, None))

    def save(self) -> None:
        """Save the file that is open (Ctrl+S)."""
        if self.file is not None:
            self.file.panel.submit()

    def open(self, record_id: int) -> None:
        register = self.context.register
        self.read_file(lambda: load_parts(register, record_id))

    def make_file(self, parts: HouseParts) -> RecordFile:
        file = HouseFile(self.context, parts)
        file.steps_changed.connect(self._show_step)
        file.pay_asked.connect(self.pay)
        return file

    @property
    def house(self) -> HouseFile | None:
        """Return the file that is open."""
        return self.file if isinstance(self.file, HouseFile) else None

    def next_step(self) -> None:
        """Offer the next milestone of the open file; in the list, open the file of the current house."""
        if self.house is not None:
            self.house.add_next()
        elif (row := self.list.current()) is not None:
            self.open(row.id)

    def pay(self) -> None:
        """Open the slip of a payment, after saving what is typed."""
        if self.house is not None and not self.save_first(self.pay):
            self.house.pay()

    def delete(self) -> None:
        """Delete the house whose file is open."""
        if self.house is not None:
            self.house.delete()

    def see_owner(self) -> None:
        """Show the person the open file is about."""
        person_id = self.house.form.current().get("person_id") if self.house is not None else None
        if person_id is not None:
            self.context.go("people", person=person_id)

    def show_header(self) -> None:
        super().show_header()
        file = self.house
        self.header.set_subtitle(self._totals if file is None else "")
        self.new_button.setVisible(file is None)
        self.more.setVisible(file is not None and file.record_id is not None)
        self._show_step(file.next_step() if file is not None else "")

    def _show_step(self, code: str) -> None:
        self.next_button.setVisible(bool(code) and self.house is not None)
        if code:
            self.next_button.setText(step_label(code))
            self.next_button.setAccessibleName(step_label(code))

    def sum_up(self) -> None:
        register, today = self.context.register, self.context.today()
        self.context.work.read(lambda: house_summary(register, today=today), self._summed_up, latest=("houses", "sums"))

    def _summed_up(self, summary: HouseSummary) -> None:
        self._totals = total_words(summary.houses, summary.overdue, summary.missing_papers) if summary.houses else ""
        self.context.set_badge("houses", summary.overdue, _("nhà quá hạn bàn giao"))
        self.show_header()

"""Mái ấm công đoàn: all houses as a table or a board, and the file of one, by keyboard from Ctrl+N to Ctrl+S."""

from __future__ import annotations

from functools import partial
from typing import Any

from labordesk.gui.buttons import Run, menu_button, primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.pages.houses_file import FILE, PROGRESS, HouseFile, step_label
from labordesk.gui.pages.houses_list import HouseList
from labordesk.gui.pages.houses_parts import HouseParts, load_parts
from labordesk.gui.pages.houses_words import total_words
from labordesk.gui.pages.parts.file_page import FilePage, RecordFile
from labordesk.gui.pages.parts.forms_button import FormsButton
from labordesk.gui.pages.parts.list_taking import ListTaking
from labordesk.i18n import N_, _
from labordesk.services.house_lists import HouseSummary, house_summary

ASIDE = ("suspended", "refused", "cancelled")
"""Steps off the usual way, offered in the menu while they may come next."""


class HousesPage(FilePage):
    """Targets: ``house=3`` opens a file, ``person=12`` starts one for somebody, anything else filters the list.

    Filters: ``programme=``, ``unit=``, ``stage=``, ``work=``, ``year=``, ``flag="overdue"`` or ``"papers"``, and
    ``milestone="handed_over", period=(start, end)`` for the houses that reached a milestone in a period.
    """

    title = N_("Mái ấm công đoàn")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._totals = ""
        self._last: tuple[int, int] | None = None
        self.list = HouseList(context)
        self.next_button = secondary_button("", self.next_step, key="Ctrl Enter")
        aside: list[tuple[str, Run]] = [(step_label(code), partial(self.reach, code)) for code in ASIDE]
        things = [
            (_("Xem người này"), self.see_owner),
            *aside,
            (_("Lịch sử hồ sơ (Ctrl+H)"), self.show_history),
            (_("Xóa hồ sơ nhà"), self.delete),
        ]
        self.more = menu_button(_("Việc khác"), things)
        self._aside = dict(zip(ASIDE, self.more.menu().actions()[1:], strict=False))
        self.more.menu().aboutToShow.connect(self._offer_aside)
        self.new_button = primary_button(_("Thêm nhà"), self.new_record, key="Ctrl N")
        self.forms = FormsButton(context, "house", which=self._printed, save_first=self.save_first)
        self.import_button = ListTaking(self, self.list, "houses").button()
        for button in (self.more, self.forms, self.next_button, self.import_button, self.new_button):
            self.header.add_button(button)
        self.list.opened.connect(lambda row: self.open(row.id))
        self.list.new_asked.connect(self.new_record)
        self.add_key("Ctrl+Return", _("Ghi mốc tiếp theo của nhà đang mở"), self.next_step)
        self.add_key("Alt+C", _("Ghi khoản chi cho nhà đang mở"), self.pay)
        self.add_key("Ctrl+B", _("Xem bảng hoặc xem theo giai đoạn"), self.list.toggle, on=self.list)
        self.add_key("Alt+T", _("Ghi tiến độ của nhà đang mở"), self.report_progress)
        self.add_key("Ctrl+PgDown", _("Phần sau của hồ sơ nhà"), lambda: self.turn(1))
        self.add_key("Ctrl+PgUp", _("Phần trước của hồ sơ nhà"), lambda: self.turn(-1))
        self.list_key("Alt+Del", _("Bỏ dòng nguồn hoặc mốc đang đứng"))
        self.begin(self.list, self.list)

    def record_in_front(self) -> tuple[str, int, str] | None:
        file = self.file
        return None if file is None or file.record_id is None else ("house", file.record_id, file.name)

    def arrived(self) -> None:
        if not self._asked:
            self.list.filters.load()
        super().arrived()

    def concerns(self, changes: Any) -> bool:
        return bool(changes.houses or changes.awards or changes.people or changes.units or changes.papers)

    def refresh(self, changes: Any) -> None:
        if not self.concerns(changes):
            return
        if self._asked:
            self.list.reload()
            self.sum_up()
        house = self.house
        if house is not None and house.record_id is not None:
            register, house_id = self.context.register, house.record_id
            self.context.work.read(
                lambda: load_parts(register, house_id), self._show_again, latest=(self.title, "again"), owner=self
            )

    def _show_again(self, parts: HouseParts) -> None:
        """Show a house written elsewhere; the form is made anew only when nobody is typing into it."""
        house = self.house
        if house is None or parts.loaded is None or house.record_id != parts.loaded.id or house.follow_stored(parts):
            return
        if not house.panel.form.dirty:
            self.show_file(parts)

    def show_target(self, **target: Any) -> None:
        if house_id := target.get("house"):
            self.open(house_id)
        elif person_id := target.get("person"):
            register = self.context.register
            self.read_file(lambda: load_parts(register, None, person_id))
        else:
            self.close_file()
            self.list.show_filter(**target)

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
        before = self._last
        same = before is not None and parts.loaded is not None and before[0] == parts.loaded.id
        file = HouseFile(self.context, parts, tab=before[1] if before is not None and same else FILE)
        file.tabs.turned.connect(lambda place: self._remember(file.record_id, place))
        self._remember(file.record_id, file.tabs.place())
        file.steps_changed.connect(self._show_step)
        file.pay_asked.connect(self.pay)
        return file

    def _remember(self, house_id: int | None, tab: int) -> None:
        self._last = (house_id, tab) if house_id is not None else None

    def close_file(self) -> None:
        self._last = None
        super().close_file()

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

    def reach(self, code: str) -> None:
        """Offer the line of a step off the usual way; its reason is asked for beside it."""
        if self.house is not None:
            self.house.add_next(code)

    def _offer_aside(self) -> None:
        steps = self.house.form.next_steps() if self.house is not None else ()
        for code, action in self._aside.items():
            action.setVisible(code in steps)

    def pay(self) -> None:
        """Open the slip of a payment, after saving what is typed."""
        if self.house is not None and not self.save_first(self.pay):
            self.house.pay()

    def turn(self, by: int) -> None:
        """Turn to the next part of the open file, or back."""
        if self.house is not None and self.house.record_id is not None:
            self.house.tabs.step(by)

    def report_progress(self) -> None:
        """Open the form of a report of progress of the open file."""
        if self.house is not None and self.house.record_id is not None:
            self.house.tabs.go(PROGRESS)
            self.house.progress.hands.new()

    def print_page(self) -> None:
        """Offer the papers of the house in front (Ctrl+P)."""
        self.forms.pop_up()

    def _printed(self) -> tuple[int | None, str]:
        return (self.house.record_id, self.house.name) if self.house is not None else (None, "")

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
        for button in (self.new_button, self.import_button):
            button.setVisible(file is None)
        for button in (self.more, self.forms):
            button.setVisible(file is not None and file.record_id is not None)
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

"""Mái ấm công đoàn: all houses as a table or a board, and the file of one, by keyboard from Ctrl+N to Ctrl+S."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from labordesk.gui.buttons import menu_button, primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.houses_file import HouseFile, HouseParts, load_parts, step_label
from labordesk.gui.pages.houses_list import HouseList
from labordesk.gui.pages.houses_words import total_words
from labordesk.i18n import N_, _
from labordesk.services.house_lists import HouseSummary, house_summary


class HousesPage(Page):
    """Targets: ``house=3`` opens a file, ``person=12`` starts one for somebody, ``stage="approved"`` filters."""

    title = N_("Mái ấm công đoàn")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = HouseList(context)
        self.file: HouseFile | None = None
        self._totals = ""
        self._then_pay = False
        self._asked = False
        self.next_button = secondary_button("", self.next_step, key="Ctrl Enter")
        self._file_buttons = QWidget()
        row = QHBoxLayout(self._file_buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.more = menu_button(
            _("Việc khác"), [(_("Xem người này"), self.see_owner), (_("Xóa hồ sơ nhà"), self.delete)]
        )
        row.addWidget(self.more)
        row.addWidget(self.next_button)
        self.new_button = primary_button(_("Thêm nhà"), self.new_record, key="Ctrl N")
        self.header.add_button(self._file_buttons)
        self.header.add_button(self.new_button)
        self.stack = QStackedLayout()
        self.stack.addWidget(self.list)
        self.body.addLayout(self.stack, 1)
        self.list.opened.connect(lambda row: self.open(row.id))
        self.list.new_asked.connect(self.new_record)
        self.add_key("Ctrl+Return", _("Ghi mốc tiếp theo của nhà đang mở"), self.next_step)
        self.add_key("Alt+C", _("Ghi khoản chi cho nhà đang mở"), self.pay)
        self.add_key("Ctrl+B", _("Xem bảng hoặc xem theo giai đoạn"), self.list.toggle, on=self.list)
        self.list_key("Alt Delete", _("Bỏ dòng nguồn hoặc mốc đang đứng"))
        self._show_header()

    # what the window asks

    def arrived(self) -> None:
        if not self._asked:
            self._asked = True
            self.list.ask()
        self._sum_up()

    def refresh(self, changes: Any) -> None:
        if not (changes.houses or changes.awards or changes.people or changes.units):
            return
        if self._asked:
            self.list.reload()
            self._sum_up()
        if self.file is not None and self.file.house_id is not None and not self.file.form.dirty:
            self.open(self.file.house_id)

    def show_target(self, **target: Any) -> None:
        if house_id := target.get("house"):
            self.open(house_id)
        elif person_id := target.get("person"):
            self._open(None, person_id)
        elif "stage" in target or "programme" in target:
            self.close_file()
            self.list.show_stage(target.get("stage", ""))

    def new_record(self) -> None:
        """Start the file of a new house (Ctrl+N)."""
        self._open(None)

    def save(self) -> None:
        """Save the file that is open (Ctrl+S)."""
        if self.file is not None:
            self.file.panel.submit()

    def focus_search(self) -> None:
        """Go to the search of the list (Ctrl+F); an open file is put away, what was typed stays as a draft."""
        self.close_file()
        self.list.search.start()

    def escape(self) -> bool:
        if self.file is not None:
            self.close_file()
            return True
        if self.list.search.text():
            self.list.search.clear()
            return True
        return False

    # the file

    def open(self, house_id: int) -> None:
        """Show the file of a house."""
        self._open(house_id)

    def next_step(self) -> None:
        """Offer the next milestone of the open file; in the list, open the file first."""
        if self.file is not None:
            self.file.add_next()
        elif (row := self.list.current()) is not None:
            self.open(row.id)

    def pay(self) -> None:
        """Open the slip of a payment, saving first what is typed."""
        if self.file is not None:
            self._then_pay = not self.file.pay()

    def delete(self) -> None:
        """Delete the house whose file is open."""
        if self.file is not None:
            self.file.delete()

    def see_owner(self) -> None:
        """Show the person the open file is about."""
        person_id = self.file.form.current().get("person_id") if self.file is not None else None
        if person_id is not None:
            self.context.go("people", person=person_id)

    def close_file(self) -> None:
        """Put the open file away, keeping what was typed, and go back to the list."""
        if self.file is not None:
            self.file.panel.keep_draft()
            self._drop_file()
            self.list.focus_rows()

    def _open(self, house_id: int | None, person_id: int | None = None) -> None:
        register = self.context.register
        self.context.work.read(
            lambda: load_parts(register, house_id),
            lambda parts: self._show_file(parts, person_id),
            latest=("houses", "file"),
            owner=self,
        )

    def _show_file(self, parts: HouseParts, person_id: int | None) -> None:
        if self.file is not None:
            self.file.panel.keep_draft()
            self._drop_file()
        file = HouseFile(self.context, parts, person_id)
        file.closed.connect(self._closed)
        file.saved.connect(self._saved)
        file.deleted.connect(self._drop_file)
        file.steps_changed.connect(self._show_step)
        self.file = file
        self.stack.addWidget(file)
        self.stack.setCurrentWidget(file)
        self._show_header()
        self._show_step(file.next_step())
        if parts.loaded is None:
            file.form.focus_first()
        else:
            file.panel.setFocus()
            file.form.focus_first()
        if self._then_pay:
            self._then_pay = False
            file.pay()

    def _closed(self) -> None:
        self._drop_file()
        self.list.focus_rows()

    def _saved(self, saved: Any) -> None:
        """Show the file as it is stored now; the list follows through ``refresh``."""
        if self.file is not None:
            self.file.form.take_as_saved()
        self.context.tell(saved.changes)
        self.open(saved.id)

    def _drop_file(self) -> None:
        if self.file is None:
            return
        file, self.file = self.file, None
        self.stack.setCurrentWidget(self.list)
        self.stack.removeWidget(file)
        file.hide()
        file.deleteLater()
        self._show_header()

    # the header

    def _show_header(self) -> None:
        file = self.file
        self._file_buttons.setVisible(file is not None)
        self.new_button.setVisible(file is None)
        if file is None:
            self.header.set_trail([])
            self.header.set_title(_(self.title))
            self.header.set_subtitle(self._totals)
            return
        self.header.set_trail([(_(self.title), self.close_file)])
        self.header.set_title(file.parts.owner or _("Nhà mới"))
        self.header.set_subtitle("")
        self.more.setVisible(file.house_id is not None)

    def _show_step(self, code: str) -> None:
        self.next_button.setVisible(bool(code))
        if code:
            self.next_button.setText(step_label(code))
            self.next_button.setAccessibleName(step_label(code))

    def _sum_up(self) -> None:
        register, today = self.context.register, self.context.today()
        self.context.work.read(lambda: house_summary(register, today=today), self._summed_up, latest=("houses", "sums"))

    def _summed_up(self, summary: HouseSummary) -> None:
        self._totals = total_words(summary.houses, summary.overdue, summary.missing_papers) if summary.houses else ""
        self.context.set_badge("houses", summary.overdue, _("nhà quá hạn bàn giao"))
        self._show_header()

"""Trợ cấp khó khăn: the queue by state, the file of a request, one key to the next state, grants already given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu

from labordesk.gui.buttons import menu_button, primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.pages.grants_file import FILE, CaseFile
from labordesk.gui.pages.grants_list import GrantList
from labordesk.gui.pages.grants_parts import CaseParts, load_case_parts
from labordesk.gui.pages.grants_quick import QuickGrant
from labordesk.gui.pages.grants_steps import StepTaker
from labordesk.gui.pages.grants_undoing import correct_day, reopen, reopen_label
from labordesk.gui.pages.grants_words import ALL_TAB, WAITING_TAB, count_of, step_label
from labordesk.gui.pages.parts.file_page import FilePage, RecordFile
from labordesk.gui.pages.parts.forms_button import FormsButton
from labordesk.gui.pages.parts.list_taking import ListTaking
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

NARROWING = ("programme", "circumstance", "unit", "year", "flag")
"""Names of a target that narrow the list."""


class GrantsPage(FilePage):
    """Targets: ``case=3`` opens a file, ``person=12`` starts a request for somebody, ``state="approved"`` a tab.

    ``programme``, ``circumstance``, ``unit`` (ids), ``year`` and ``flag`` ("late", "papers", "norm", "decision") narrow
    the list; with any of them and no state all requests are shown, with ``flag="late"`` those that wait.
    """

    title = N_("Trợ cấp khó khăn")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting = self._late = 0
        self._quick = False
        self._kept: dict[str, Any] = {}
        self._last: tuple[int, int] | None = None
        self.list = GrantList(context)
        self.more = menu_button(_("Việc khác"), [])
        self.forms = FormsButton(context, "case", save_first=self.save_first)
        self.next_button = secondary_button("", self.next_step, key="Ctrl Enter")
        self.quick_button = secondary_button(_("Ghi trợ cấp đã chi"), self.record_given, key="Ctrl G")
        self.new_button = primary_button(_("Tiếp nhận hồ sơ"), self.new_record, key="Ctrl N")
        self.import_button = ListTaking(self, self.list, "grants").button()
        for button in (
            self.more,
            self.forms,
            self.next_button,
            self.import_button,
            self.quick_button,
            self.new_button,
        ):
            self.header.add_button(button)
        self.list.opened.connect(lambda row: self.open(row.id))
        self.list.new_asked.connect(self.new_record)
        self.list.counted.connect(self._show_counts)
        self.add_key("Ctrl+Return", _("Chuyển hồ sơ sang bước tiếp theo"), self.next_step)
        self.add_key("Ctrl+G", _("Ghi trợ cấp đã chi"), self.record_given)
        self.add_key("Alt+C", _("Ghi khoản chi của hồ sơ đang mở"), self.pay)
        self.add_key("Ctrl+PgDown", _("Phần sau của hồ sơ đang mở"), partial(self._turn, 1))
        self.add_key("Ctrl+PgUp", _("Phần trước của hồ sơ đang mở"), partial(self._turn, -1))
        self.begin(self.list, self.list)

    def concerns(self, changes: Any) -> bool:
        return any((changes.cases, changes.awards, changes.people, changes.units, changes.papers, changes.norms))

    def record_in_front(self) -> tuple[str, int, str] | None:
        file = self.file
        return None if file is None or file.record_id is None else ("grant_case", file.record_id, file.name)

    def show_target(self, **target: Any) -> None:
        if case_id := target.get("case"):
            self.open(case_id)
        elif person_id := target.get("person"):
            self._start(quick=False, person_id=person_id)
        else:
            self.close_file()
            narrowed = {name: target[name] for name in NARROWING if target.get(name)}
            whole = bool(narrowed) and narrowed.get("flag") != "late"
            self.list.show_tab(target.get("state", ALL_TAB if whole else WAITING_TAB), **narrowed)

    def new_record(self) -> None:
        """Receive a request (Ctrl+N)."""
        self._start(quick=False)

    def record_given(self) -> None:
        """Record a grant already given (Ctrl+G)."""
        self._start(quick=True)

    def save(self) -> None:
        """Save the file that is open (Ctrl+S)."""
        if self.file is not None:
            self.file.panel.submit()

    def open(self, record_id: int) -> None:
        register = self.context.register
        self._quick = False
        self.read_file(lambda: load_case_parts(register, record_id))

    def _start(self, *, quick: bool, person_id: int | None = None) -> None:
        register = self.context.register
        self._quick = quick
        self.read_file(lambda: load_case_parts(register, None, person_id))

    def make_file(self, parts: CaseParts) -> RecordFile:
        if self._quick and parts.loaded is None:
            return QuickGrant(self.context, parts, self._kept)
        same = self._last is not None and parts.loaded is not None and self._last[0] == parts.loaded.id
        file = CaseFile(self.context, parts, tab=self._last[1] if same and self._last else FILE)
        file.pay_asked.connect(self.pay)
        file.correct_asked.connect(self.correct_day)
        return file

    def show_file(self, parts: CaseParts) -> None:
        """Put a file in front; what was saved beside its form (papers, a step) leaves the form and its tab alone."""
        case = self.case
        if case is not None and parts.loaded is not None and case.record_id == parts.loaded.id:
            if not case.form.dirty and case.follow_stored(parts):
                self.show_header()
                return
            self._last = (parts.loaded.id, case.tabs.place())
        super().show_file(parts)
        self._last = None

    def was_saved(self, saved: Any) -> None:
        if not isinstance(self.file, QuickGrant):
            super().was_saved(saved)
            return
        self._kept = self.file.kept()
        self.context.notify.info(_("Đã ghi trợ cấp {amount} đồng.").format(amount=number(self.file.total())))
        for sentence in saved.warnings:
            self.context.notify.warn(sentence)
        self.context.tell(saved.changes)
        self.record_given()

    @property
    def case(self) -> CaseFile | None:
        """Return the file of a request that is open."""
        return self.file if isinstance(self.file, CaseFile) else None

    def escape(self) -> bool:
        """Close the open file, or ask for everything again."""
        return super().escape() or self.list.filters.clear()

    # steps

    def next_step(self) -> None:
        """Take the usual next step of the open file, or of the case the keyboard is on in the list."""
        if self.case is not None:
            loaded = self.case.parts.loaded
            if loaded is not None and loaded.next_states:
                self.take_step(loaded.next_states[0])
        elif self.file is None and (row := self.list.current()) is not None:
            register = self.context.register
            self.context.work.read(
                lambda: load_case_parts(register, row.id), self._take_usual, latest=("grants", "step")
            )

    def take_step(self, new_state: str) -> None:
        """Bring the case of the open file into a state, after saving what is typed."""
        if self.case is not None and not self.save_first(partial(self.take_step, new_state)):
            self._take(self.case.parts, new_state)

    def pay(self) -> None:
        """Open the slip of a payment of the open file."""
        if self.case is not None and self.case.parts.loaded is not None:
            if "paid" in self.case.parts.loaded.next_states:
                self.take_step("paid")
            else:
                self.case.panel.show_notice(_("Hồ sơ chưa duyệt hoặc đã chi xong nên không ghi thêm khoản chi."))

    def _take_usual(self, parts: CaseParts) -> None:
        if parts.loaded is not None and parts.loaded.next_states:
            self._take(parts, parts.loaded.next_states[0])

    def _take(self, parts: CaseParts, new_state: str) -> None:
        if parts.loaded is not None:
            StepTaker(self.context, parts).take(new_state)

    def correct_day(self) -> None:
        """Put the day of a past step of the open file right, after saving what is typed."""
        if self.case is not None and self.case.parts.loaded is not None and not self.save_first(self.correct_day):
            correct_day(self.context, self.case.parts.loaded, self.case.parts.person)

    def reopen(self) -> None:
        """Open the settled request in front again, after saving what is typed."""
        if self.case is not None and self.case.parts.loaded is not None and not self.save_first(self.reopen):
            reopen(self.context, self.case.parts.loaded, self.case.parts.person)

    def _turn(self, by: int) -> None:
        if self.case is not None and self.case.record_id is not None:
            self.case.tabs.step(by)

    def print_page(self) -> None:
        """Offer the papers of the open file (Ctrl+P)."""
        if self.case is not None and self.case.record_id is not None:
            self.forms.showMenu()

    def delete(self) -> None:
        """Delete the request whose file is open."""
        if self.case is not None:
            self.case.delete()

    def see_person(self) -> None:
        """Show the person the open file is about."""
        person_id = self.case.form.current().get("person_id") if self.case is not None else None
        if person_id is not None:
            self.context.go("people", person=person_id)

    # the header

    def show_header(self) -> None:
        super().show_header()
        case, is_list = self.case, self.file is None
        loaded = case.parts.loaded if case is not None else None
        self.header.set_subtitle(self._list_words() if is_list else "")
        for button in (self.import_button, self.quick_button, self.new_button):
            button.setVisible(is_list)
        self.more.setVisible(loaded is not None)
        self.forms.setVisible(loaded is not None)
        self.next_button.setVisible(loaded is not None and bool(loaded.next_states))
        if loaded is None or case is None:
            return
        self.forms.show_file(loaded.id, case.name)
        names = [(state, step_label(loaded.state, state)) for state in loaded.next_states]
        if names:
            self.next_button.setText(names[0][1])
            self.next_button.setAccessibleName(names[0][1])
        steps: list[tuple[str, Callable[[], None]]] = [
            (f"{label}…", partial(self.take_step, state)) for state, label in names[1:]
        ]
        if loaded.reopened:
            steps.append((f"{reopen_label(loaded.state)}…", self.reopen))
        steps.append((_("Sửa ngày của một bước…"), self.correct_day))
        aside = [(_("Xem người này"), self.see_person), (_("Lịch sử hồ sơ (Ctrl+H)"), self.show_history)]
        self._fill_menu([*steps, *aside, (_("Xóa hồ sơ"), self.delete)])

    def _fill_menu(self, entries: Sequence[tuple[str, Callable[[], None]]]) -> None:
        menu = QMenu(self.more)
        for label, run in entries:
            menu.addAction(label).triggered.connect(lambda _checked=False, run=run: run())
        self.more.setMenu(menu)

    def _list_words(self) -> str:
        if not self._waiting:
            return ""
        words = _("{count} hồ sơ đang chờ").format(count=number(self._waiting))
        return words if not self._late else _("{words}, {late} quá hạn").format(words=words, late=number(self._late))

    def _show_counts(self, counts: dict[str, int], late: int) -> None:
        self._waiting, self._late = count_of(WAITING_TAB, counts), late
        self.context.set_badge("grants", late, _("hồ sơ chờ quá hạn"))
        self.show_header()

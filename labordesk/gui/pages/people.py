"""Đối tượng: search, list, the card of a person, and the form; what needs the model comes after the first rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.parts.list_taking import ListTaking
from labordesk.gui.pages.people_card import PersonCard
from labordesk.gui.pages.people_filters import PeopleFilters
from labordesk.gui.pages.people_list import PeopleList
from labordesk.gui.pages.people_reading import (
    CardFacts,
    FormFacts,
    count_open_pairs,
    read_card,
    read_circumstances,
    read_form,
    read_row,
)
from labordesk.i18n import NC_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.people_pairs import PairsView
    from labordesk.gui.pages.people_panel import PersonPanel
    from labordesk.services.people_search import PersonRow
    from labordesk.services.saved import Saved

NEW_PERSON = "person new"
"""Where the draft of a person not saved yet is kept."""
LIST_LEAST, CARD_LEAST, CARD_MOST = 483, 350, 560


class PeoplePage(Page):
    """``show_target(person=5)`` opens a person, ``new="Nguyễn Thị Hoà"`` the form of a new one, ``pairs=True`` the list
    of people entered twice (with ``person`` and ``other`` the comparison of two files).
    """

    title = NC_("page", "Đối tượng")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.panel: PersonPanel | None = None
        self.pairs: PairsView | None = None
        self._card_of: int | None = None
        self._found = self._pairs_found = ""
        self._knows_circumstances = False
        self._is_stale = False
        self.filters = PeopleFilters(context)
        self.list = PeopleList(context, self.filters)
        self.table = self.list.table
        self.card = PersonCard(context)
        self._column_button = self.table.column_button()
        self.pairs_button = secondary_button(_("Hồ sơ trùng"), self.show_pairs, icon="copy")
        self._add_button = primary_button(_("Thêm người"), self.new_record, key="Ctrl N", icon="plus")
        self.lists = ListTaking(self, self.list, "people")
        self._import_button = self.lists.button()
        self.header.add_button(self.pairs_button)
        self.header.add_button(self._import_button)
        self.header.add_button(self._column_button)
        self.header.add_button(self._add_button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._browser())
        self.body.addWidget(self._stack, 1)
        self._connect()
        self._list_keys()

    def _browser(self) -> QWidget:
        self.list.setMinimumWidth(LIST_LEAST)
        self.card.setMinimumWidth(CARD_LEAST)
        self.card.setMaximumWidth(CARD_MOST)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self.list, 5)
        lower.addWidget(self.card, 4)
        browser = QWidget()
        column = QVBoxLayout(browser)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        column.addLayout(lower, 1)
        return browser

    def _connect(self) -> None:
        self.list.current_changed.connect(self._row_changed)
        self.list.opened.connect(lambda _row: self.card.focus_actions())
        self.list.found_known.connect(self._say_found)
        self.table.loaded.connect(self._first_rows_are_shown)
        self.card.edit_asked.connect(self.edit)
        self.card.household_asked.connect(partial(self.edit, "household"))
        self.card.delete_asked.connect(self.delete)
        self.card.history_asked.connect(self.show_history)

    def _list_keys(self) -> None:
        self.add_key("F2", _("Sửa hồ sơ của người đang chọn"), self.edit)
        self.add_key("Del", _("Xóa người đang chọn"), self.delete, on=self.table)
        self.list_key("1 2", _("Khi so sánh: lấy mục bên trái, bên phải"))
        self.list_key("K", _("Khi so sánh: không phải cùng một người"))
        self.list_key("S", _("Khi so sánh: để sau"))
        self.list_key("↓ ↑", _("Chọn người khác, ô tìm vẫn giữ con trỏ"))
        self.list_key("Enter", _("Mở người đang chọn"))

    # the list

    def arrived(self) -> None:
        if self._is_stale:
            self._reload()
        if self.panel is None and self.pairs is None:
            self.list.ask_once()
            self.focus_search()

    def focus_search(self) -> None:
        """Go to the search box with its text marked (Ctrl+F)."""
        if self.panel is None and self.pairs is None:
            self.filters.search.setFocus()
            self.filters.search.selectAll()

    def refresh(self, changes: Any) -> None:
        """Read again what is shown; while another page is in front that can wait."""
        self._is_stale = self._is_stale or bool(changes)
        if self._is_stale and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._is_stale = False
        self.list.reload()
        self._count_pairs()
        if self.pairs is not None:
            self.pairs.refresh()
        if self._card_of is not None:
            self._load_card(self._card_of)

    def escape(self) -> bool:
        """Close the form, else ask for the whole register again."""
        if self.panel is not None:
            self.panel.close_form()
            return True
        if self.pairs is not None:
            self._leave_pairs()
            return True
        if not self.filters.clear():
            return False
        self.focus_search()
        return True

    def record_in_front(self) -> tuple[str, int, str] | None:
        facts = self.card.facts
        return None if facts is None else ("person", facts.page.id, facts.page.fields.full_name)

    def show_target(self, **target: Any) -> None:
        if target.get("pairs"):
            self.show_pairs()
            if self.pairs is not None and "other" in target:
                self.pairs.show_pair(target["person"], target["other"])
        elif (person_id := target.get("person")) is not None:
            self.show_person(person_id)
        elif "new" in target:
            name = str(target["new"])
            self._open_form(None, name, draft_key=f"{NEW_PERSON}: {name}")

    def show_person(self, person_id: int) -> None:
        """Show a person's card, and the person in the list."""
        self._leave_form()
        self._leave_pairs()
        register, year = self.context.register, self.context.today().year
        self.context.work.read(
            lambda: read_row(register, person_id, year), self._show_row, latest=("people", "target"), owner=self
        )

    def _show_row(self, row: PersonRow) -> None:
        self.list.show_person(row)
        self._load_card(row.id)

    def _row_changed(self, row: PersonRow | None) -> None:
        if row is None:
            self._close_card()
        elif row.id != self._card_of:
            self._load_card(row.id)

    def _load_card(self, person_id: int) -> None:
        self._card_of = person_id
        register, year = self.context.register, self.context.today().year
        self.context.work.read(
            lambda: read_card(register, person_id, year),
            self._show_card,
            lambda _gone: self._close_card(),
            latest=("people", "card"),
            owner=self,
        )

    def _show_card(self, facts: CardFacts) -> None:
        if facts.page.id == self._card_of:
            self.card.show_facts(facts)

    def _close_card(self) -> None:
        self._card_of = None
        self.card.show_nobody()

    def _first_rows_are_shown(self) -> None:
        if not self._knows_circumstances:
            self._knows_circumstances = True
            register = self.context.register
            self.context.work.read(lambda: read_circumstances(register), self.filters.offer_circumstances)
            self._count_pairs()

    def _say_found(self, words: str) -> None:
        self._found = words
        self._say_title()

    def _say_title(self) -> None:
        if self.panel is not None:
            self.header.set_title(self.panel.title_text)
            self.header.set_subtitle("")
        elif self.pairs is not None:
            self.header.set_title(_("Hồ sơ trùng"))
            self.header.set_subtitle(self._pairs_found)
        else:
            self.header.set_title(_(self.title))
            self.header.set_subtitle(self._found)

    # people entered twice

    def show_pairs(self) -> None:
        """Show the list of people who may stand in the register twice."""
        self._leave_form()
        if self.pairs is not None:
            return
        from labordesk.gui.pages.people_pairs import PairsView

        pairs = PairsView(self.context)
        pairs.found_known.connect(self._say_pairs)
        pairs.changed.connect(self.context.tell)
        self.pairs = pairs
        self._stack.addWidget(pairs)
        self._stack.setCurrentWidget(pairs)
        self._show_frame(browsing=False)
        pairs.start()

    def _leave_pairs(self) -> None:
        if self.pairs is not None:
            pairs, self.pairs = self.pairs, None
            self._back_to_list(pairs)

    def _say_pairs(self, words: str) -> None:
        self._pairs_found = words
        self._say_title()

    def _count_pairs(self) -> None:
        register = self.context.register
        self.context.work.read(lambda: count_open_pairs(register), self._show_count, latest=("people", "pairs"))

    def _show_count(self, count: int) -> None:
        text = _("Hồ sơ trùng ({n})").format(n=number(count)) if count else _("Hồ sơ trùng")
        self.pairs_button.setText(text)
        self.pairs_button.setAccessibleName(text)

    # the form

    def new_record(self) -> None:
        """Open the form of a new person; what was looked for is offered as the name when it is one (Ctrl+N)."""
        if self.panel is None:
            self._leave_pairs()
            text = self.filters.asked().text
            self._open_form(None, text if _is_name(text) else "")

    def edit(self, part: str = "") -> None:
        """Open the form of the person on the card (F2), or at the lines of a part of it."""
        if self.panel is None and self.pairs is None and (person_id := self.card.person_id()) is not None:
            self._open_form(person_id, part=part)

    def save(self) -> None:
        """Save the form that is open (Ctrl+S)."""
        if self.panel is not None:
            self.panel.submit()

    def _open_form(self, person_id: int | None, name: str = "", part: str = "", draft_key: str = NEW_PERSON) -> None:
        self._leave_form()
        self._leave_pairs()
        register = self.context.register
        self.context.work.read(
            lambda: read_form(register, person_id),
            lambda facts: self._show_form(facts, name, part, draft_key),
            latest=("people", "form"),
            owner=self,
        )

    def _show_form(self, facts: FormFacts, name: str, part: str, draft_key: str) -> None:
        from labordesk.gui.pages.people_panel import PersonPanel

        self._leave_form()
        unit_id = self.filters.asked().unit_id
        panel = PersonPanel(self.context, facts, name=name, unit_id=unit_id, draft_key=draft_key, parent=self._stack)
        panel.saved.connect(self._was_saved)
        panel.closed.connect(self._leave_form)
        self.panel = panel
        # Forty fields are made and dressed in two turns, so that neither holds the window for a tenth of a second.
        QTimer.singleShot(0, panel, lambda: self._enter_form(panel, part))

    def _enter_form(self, panel: PersonPanel, part: str) -> None:
        if panel is not self.panel:
            return
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        self._show_frame(browsing=False)
        panel.start(part)

    def _leave_form(self) -> None:
        """Go back to the list; what was typed stays as a draft."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        panel.keep_draft()
        self._back_to_list(panel)

    def _back_to_list(self, widget: QWidget) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(widget)
        widget.deleteLater()
        self._show_frame(browsing=True)
        self.list.ask_once()
        self.focus_search()

    def _show_frame(self, *, browsing: bool) -> None:
        for button in (self.pairs_button, self._import_button, self._column_button, self._add_button):
            button.setVisible(browsing)
        self.header.set_trail([] if browsing else [(_(self.title), self._leave_all)])
        self._say_title()

    def _leave_all(self) -> None:
        self._leave_form()
        self._leave_pairs()

    def _was_saved(self, saved: Saved) -> None:
        self._leave_form()
        self.context.tell(saved.changes)
        self.show_person(saved.id)

    def delete(self) -> None:
        """Delete the person on the card after asking; the service refuses once anything was recorded (Del)."""
        if self.panel is not None or self.pairs is not None or self.card.facts is None:
            return
        from labordesk.gui.notify import Answer

        page = self.card.facts.page
        question = _("Xóa {name} khỏi sổ?").format(name=page.fields.full_name)
        explain = _("Chỉ xóa được người chưa có khoản hỗ trợ nào.")
        if self.context.notify.ask(question, Answer("delete", _("Xóa"), "danger"), explain=explain) != "delete":
            return
        register = self.context.register

        def work() -> Any:
            from labordesk.services.people import delete_person

            return delete_person(register, page.id)

        self.context.work.write(work, self._was_deleted, owner=self)

    def _was_deleted(self, changes: Any) -> None:
        self._close_card()
        self.context.tell(changes)


def _is_name(text: str) -> bool:
    """Say whether what was looked for can be a person's name: letters and no digit."""
    return any(letter.isalpha() for letter in text) and not any(letter.isdigit() for letter in text)

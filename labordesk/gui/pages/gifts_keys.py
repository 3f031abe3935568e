"""The keys about lines of a list: letters mark among the rows, in the search box they begin a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QShortcut

from labordesk.gui.notify import Answer
from labordesk.gui.pages.gifts_words import WAITING
from labordesk.i18n import _
from labordesk.services.gift_lists import RecipientRow
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.gifts import GiftsPage

Run = Callable[[list[RecipientRow]], None]


class LineKeys(QObject):
    """Binds the keys of the page; marks work at the table only."""

    def __init__(self, page: GiftsPage) -> None:
        super().__init__(page)
        self._page = page
        self._view = page.view
        self._marks: list[QShortcut] = []
        self._orders: dict[str, Run] = {
            "t": page.hand.proxy,
            "v": page.hand.absent,
            "u": page.hand.undo_of,
            "p": page.hand.scan,
        }
        self._bind()
        self._view.table.opened.connect(self._open)
        self._view.finder.box.confirmed.connect(self._confirm)
        self._view.finder.box.ordered.connect(lambda letter: self._at_once(self._orders[letter]))

    def _bind(self) -> None:
        page, rows = self._page, self._view.table
        page.list_key("Enter", _("Đã nhận (khi trao quà tại bàn)"))
        for letter, does in (
            ("t", _("Nhận thay (khi trao quà tại bàn)")),
            ("v", _("Vắng (khi trao quà tại bàn)")),
            ("u", _("Hoàn tác dòng đang chọn")),
            ("p", _("Ghi hoặc quét số phiếu, vé rồi trao")),
        ):
            run = self._orders[letter]
            self._marks.append(page.add_key(letter.upper(), does, partial(self.act, run), on=rows))
            self._marks.append(page.add_key(f"Alt+{letter.upper()}", does, partial(self._at_once, run)))
        page.add_key("F2", _("Sửa mức quà"), partial(self.act, page.deeds.edit_amounts), on=rows)
        page.add_key("Del", _("Bỏ khỏi danh sách"), partial(self.act, page.deeds.remove), on=rows)
        page.add_key("F8", _("Trao quà tại bàn, kết thúc buổi trao"), page.switch_hand_over)

    def follow(self, *, at_table: bool) -> None:
        """Let the marks work or rest."""
        for shortcut in self._marks:
            shortcut.setEnabled(at_table)

    def lines(self) -> list[RecipientRow]:
        """Return the lines a key is about: those selected, else the current one."""
        current = self._view.table.current()
        return self._view.table.selected() or ([current] if current is not None else [])

    def act(self, run: Run) -> None:
        """Do something to the lines, or say that there are none.

        All lines chosen while the list goes on below asks whether those not loaded yet are meant too.
        """
        lines, table = self.lines(), self._view.table
        if not lines:
            self._view.say(_("Hãy chọn một hay nhiều dòng trong danh sách trước."), "info")
        elif table.model.has_more and len(lines) == len(table.rows()):
            self._view.finder.read_all(partial(self._act_on_all, run, lines))
        else:
            run(lines)

    def _act_on_all(self, run: Run, shown: list[RecipientRow], found: list[RecipientRow]) -> None:
        count = number(len(found))
        answer = self._page.context.notify.ask(
            _("Làm với cả {n} dòng đang lọc?").format(n=count),
            Answer("all", _("Cả {n} dòng").format(n=count), "primary"),
            Answer("shown", _("Chỉ {n} dòng đã tải").format(n=number(len(shown)))),
        )
        if answer:
            run(found if answer == "all" else shown)

    def _at_once(self, run: Run) -> None:
        """Do something to the current line as soon as the rows are those of what was typed."""
        self._view.finder.when_found(partial(self.act, run))

    def _confirm(self) -> None:
        """Enter in the search box: hand over at the table, else go to the rows."""
        if self._page.mode == "table":
            self._at_once(self._page.hand.receive)
        else:
            self._view.table.focus_first()

    def _open(self, row: RecipientRow) -> None:
        """Enter on a row: hand over at the table, else the amounts, or the person once the gift was given."""
        if self._page.mode == "table":
            self._page.hand.receive([row])
        elif row.handover in WAITING:
            self._page.deeds.edit_amounts([row])
        else:
            self._page.deeds.open_person(row)

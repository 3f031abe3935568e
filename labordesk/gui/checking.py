"""What a check of the register found, part by part, with the way out of each: in the settings and after a bad exit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.message_screen import paragraph
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.gui.context import Context
    from labordesk.gui.shell import Shell
    from labordesk.services.checking import CheckResult
    from labordesk.services.checking_rows import FaultyRow
    from labordesk.services.checking_words import Part
    from labordesk.services.problem import Problem
    from labordesk.store.backup_list import BackupFile

ROWS_SHOWN: Final = 5
"""Rows of one problem shown as links; the rest follows when asked for."""

SECTION: Final = "check"
"""The section of the settings where the check lives."""

_RECORDS: Final[dict[str, tuple[str, str]]] = {
    "person": ("people", "person"),
    "house": ("houses", "house"),
    "grant_case": ("grants", "case"),
    "campaign": ("gifts", "campaign"),
    "unit": ("units", "unit"),
}
"""The page and the name of the target of each record with a page of its own."""

_LISTS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "activity": ("activities", {"part": "activities"}),
    "agreement": ("activities", {"part": "agreements"}),
    "agreement_use": ("activities", {"part": "agreements"}),
    "contribution": ("activities", {"part": "contributions"}),
    "fund": ("funds", {"part": "sources"}),
    "fund_opening": ("funds", {"part": "openings"}),
    "letterhead": ("settings", {"section": "letterheads"}),
    "norm": ("settings", {"section": "norms"}),
    "officer": ("settings", {"section": "officers"}),
    "paper_type": ("settings", {"section": "papers"}),
    "paper_print": ("reports", {"part": "prints"}),
    "frozen_report": ("reports", {"part": "frozen"}),
    "programme": ("settings", {"section": "programmes"}),
    "target": ("targets", {}),
    "indicator_value": ("targets", {}),
}
"""Where rows without a page of their own are listed."""


class CheckedDesk(Protocol):
    """What ``app.Desk`` offers."""

    shell: Shell
    context: Context


def offer_check(desk: CheckedDesk) -> None:
    """Offer a check after the program died with this register open; work can go on meanwhile."""

    def check() -> None:
        desk.shell.close_message()
        desk.context.go("settings", section=SECTION, run=True)

    desk.context.notify.warn(
        _(
            "Lần trước chương trình dừng đột ngột khi sổ này đang mở. Những gì đã báo “Đã lưu” vẫn còn;"
            " nên kiểm tra sổ một lượt."
        ),
        (_("Kiểm tra sổ"), check),
        (_("Để sau"), desk.shell.close_message),
    )


class CheckResultView(QWidget):
    """``show_result`` fills it; what is asked for is done by whoever holds it."""

    repair_asked = Signal()
    rescue_asked = Signal()
    """The damaged register shall be left for the screen with the ways to get it back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sentences: list[str] = []
        self._cards: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.repair: QWidget | None = None
        self.rescue: QWidget | None = None
        self.look: QWidget | None = None
        self.hide()

    def sentences(self) -> list[str]:
        """Return what the last check said, the worst first."""
        return self._sentences

    def first_way(self) -> QWidget | None:
        """Return the way out of what is wrong when it stands in sight, at the top; the rest is reached by Tab."""
        return self.rescue or (self.repair if len(self._cards) == 1 else None)

    def clear(self) -> None:
        """Say nothing any more."""
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()
        self._sentences = []
        self.repair = self.rescue = self.look = None
        self.hide()

    def show_result(self, result: CheckResult) -> None:
        """Say what a check found."""
        from labordesk.services.checking_words import SOUND, parts_of

        self.clear()
        if result.ok:
            self._sentences = [_(SOUND)]
            self._add(Notice(_(SOUND), "good"))
        for part in parts_of(result):
            self._sentences += [str(one) for one in part.problems]
            self._add(self._card(part))
        self.show()

    def _add(self, widget: QWidget) -> None:
        self._cards.append(widget)
        self._column.addWidget(widget)

    def _card(self, part: Part) -> Card:
        from labordesk.services.problem import Fault

        card = Card(part.title)
        card.body.addWidget(paragraph(part.meaning, "secondary"))
        if part.kind is Fault.DAMAGE:
            self._say_damage(card, part)
        elif part.kind is Fault.DERIVED:
            self._say_derived(card, part)
        else:
            for one in part.problems:
                self._say_rows(card, one)
            if part.kind is Fault.BOOK:
                card.body.addWidget(Link(_("Xem nhật ký"), partial(self._context.go, "history")), 0, _LEFT)
        return card

    # the ways out

    def _say_damage(self, card: Card, part: Part) -> None:
        for one in part.problems:
            card.body.addWidget(paragraph(one.text))
        newest = paragraph("")
        newest.hide()
        card.body.addWidget(newest)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        if not self._context.register.read_only:
            self.rescue = primary_button(_("Các cách lấy lại sổ…"), self.rescue_asked.emit)
            buttons.addWidget(self.rescue)
        self.look = look = secondary_button(_("Mở bản sao lưu mới nhất ra xem"), icon="eye")
        look.hide()
        buttons.addWidget(look)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        path = self._context.register.path

        def read() -> BackupFile | None:
            from labordesk.services.backups import last_good

            return last_good(path)

        def show(found: BackupFile | None) -> None:
            newest.setText(_newest_words(found))
            newest.show()
            if found is not None:
                look.clicked.connect(lambda _checked=False: self._context.open_asked.emit(found.path))
                look.show()

        self._context.work.read(read, show, owner=newest)

    def _say_derived(self, card: Card, part: Part) -> None:
        for one in part.problems:
            card.body.addWidget(paragraph(one.text))
        if not self._context.register.read_only:
            self.repair = primary_button(_("Lập lại"), self.repair_asked.emit, icon="refresh-cw")
            card.body.addWidget(self.repair, 0, _LEFT)

    def _say_rows(self, card: Card, problem: Problem) -> None:
        card.body.addWidget(paragraph(problem.text))
        if not problem.rows:
            return
        place = QVBoxLayout()
        place.setContentsMargins(12, 0, 0, 4)
        place.setSpacing(2)
        card.body.addLayout(place)
        register = self._context.register

        def read() -> tuple[FaultyRow, ...]:
            from labordesk.services.checking_rows import faulty_rows

            return faulty_rows(register, problem)

        self._context.work.read(read, lambda rows: self._list(place, problem.table, rows), owner=card)

    def _list(self, place: QVBoxLayout, table: str, rows: Sequence[FaultyRow], all_of_them: bool = False) -> None:
        shown = rows if all_of_them else rows[:ROWS_SHOWN]
        for row in shown:
            go = self._way_to(table, row)
            label: QWidget = Link(row.label, go) if go is not None else paragraph(row.label, "secondary")
            place.addWidget(label, 0, _LEFT)
        if len(shown) < len(rows):
            more = Link(_("Xem thêm {n} dòng").format(n=len(rows) - len(shown)), lambda: None)

            def show_rest() -> None:
                first = place.count()
                self._list(place, table, rows[ROWS_SHOWN:], all_of_them=True)
                _focus(place, first)  # before the link goes: Qt would send the keyboard far away
                place.removeWidget(more)
                more.hide()
                more.deleteLater()

            more.clicked.connect(lambda _checked=False: show_rest())
            place.addWidget(more, 0, _LEFT)

    def _way_to(self, table: str, row: FaultyRow) -> Callable[[], None] | None:
        target: dict[str, Any]
        if row.record is not None:
            page, name = _RECORDS[row.record[0]]
            target = {name: row.record[1]}
        elif table in _LISTS:
            page, target = _LISTS[table][0], dict(_LISTS[table][1])
        else:
            return None
        return partial(self._context.go, page, **target)


_LEFT: Final = Qt.AlignmentFlag.AlignLeft


def _focus(place: QVBoxLayout, position: int) -> None:
    item = place.itemAt(position)
    widget = item.widget() if item is not None else None
    if widget is not None:
        widget.show()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _newest_words(found: BackupFile | None) -> str:
    from datetime import datetime

    from labordesk.services.backup_words import held_words, moment_words

    if found is None or found.held is None:
        return _("Chưa có bản sao lưu nào đã mở kiểm tra của sổ này.")
    moment = moment_words(found.made, datetime.now().astimezone())
    return _("Bản sao lưu tốt mới nhất: {moment}; {held}.").format(moment=moment, held=held_words(found.held))

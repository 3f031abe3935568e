"""The figures above a list and the keys beside its search box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from labordesk.gui.cards import KeyHint, KpiCard
from labordesk.gui.inputs.money import in_words
from labordesk.gui.pages.gifts_reading import DOUBLED, LIVELY
from labordesk.gui.pages.gifts_words import given_words, mark_words, money_words, waiting_words
from labordesk.i18n import N_, _
from labordesk.services.gift_lists import CampaignProgress

IN_BOX = (("Enter", N_("đã nhận")), ("Alt T", N_("nhận thay")), ("Alt V", N_("vắng")), ("Ctrl Z", N_("hoàn tác")))
IN_ROWS = (("Enter", N_("đã nhận")), ("T", N_("nhận thay")), ("V", N_("vắng")), ("U", N_("hoàn tác")))
"""In the box a letter begins a name; among the rows it is a mark."""


class CampaignCards(QWidget):
    """Four figures; each leads to the lines behind it (``show_lines`` is given a choice of the state filter)."""

    def __init__(self, show_lines: Callable[[str], None]) -> None:
        super().__init__()
        self.given = KpiCard(_("Đã trao"))
        self.money = KpiCard(_("Tiền mặt đã chi"))
        self.waiting = KpiCard(_("Phần quà còn lại"))
        self.marks = KpiCard(_("Nhận thay · vắng · trùng"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for card in (self.given, self.money, self.waiting, self.marks):
            row.addWidget(card, 1)
        self.given.make_link(lambda: show_lines(""), _("Xem cả danh sách"))
        self.waiting.make_link(lambda: show_lines(LIVELY), _("Xem người chưa nhận và vắng"))
        self.marks.make_link(lambda: show_lines(DOUBLED), _("Xem người có tên hai lần"))

    def set(self, progress: CampaignProgress) -> None:
        """Show how far a campaign is."""
        self.given.set(*given_words(progress))
        self.money.set(*money_words(progress))
        self.money.setToolTip(in_words(progress.cash_given))
        self.waiting.set(*waiting_words(progress))
        self.marks.set(*mark_words(progress))


class KeyHints(QWidget):
    """Which keys mark now: they differ in the box and among the rows."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(6)
        self._keys: list[KeyHint] = []
        for keys, does in IN_BOX:
            key = KeyHint(keys)
            self._keys.append(key)
            what = QLabel(_(does))
            what.setProperty("role", "secondary")
            row.addWidget(key)
            row.addWidget(what)
            row.addSpacing(6)
        self._serial = (KeyHint("Alt P"), QLabel(_("số phiếu")))
        self._serial[1].setProperty("role", "secondary")
        for widget in self._serial:
            row.addWidget(widget)
        self.offer_serials(offered=False)
        row.addStretch(1)

    def offer_serials(self, *, offered: bool) -> None:
        """Name the key of serials where the campaign has vouchers or tickets."""
        for widget in self._serial:
            widget.setVisible(offered)

    def follow(self, *, among_rows: bool) -> None:
        """Name the keys that work where the keyboard is."""
        self._serial[0].setText("P" if among_rows else "Alt P")
        for label, (keys, _does) in zip(self._keys, IN_ROWS if among_rows else IN_BOX, strict=True):
            label.setText(keys)

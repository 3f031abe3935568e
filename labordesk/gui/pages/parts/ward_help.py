"""Wards in a form: the address proposes them, an old ward leads to the one of today, a divided one asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.ward import WardPicker, former_words
from labordesk.gui.work import Work
from labordesk.i18n import _
from labordesk.vietnamese.addresses import AddressReading, WardChoice, parse_address
from labordesk.vietnamese.wards import new_wards_for

PAUSE_MS = 400
MOST_LINKS = 5


@dataclass(frozen=True)
class Offer:
    """A ward that may be filled in with the old one it was ("" when that is not known)."""

    words: str
    code: str
    old_code: str = ""


class WardOffers(QWidget):
    """A sentence under a field and what can be taken from it, each with the keyboard."""

    def __init__(self, take: Callable[[Offer], None]) -> None:
        super().__init__()
        self._take = take
        self._words = QLabel()
        self._words.setProperty("role", "note")
        self._words.setWordWrap(True)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._words)
        column.addLayout(self._links)
        self.hide()

    def show_offers(self, words: str, offers: Sequence[Offer]) -> None:
        """Say something and offer wards; no offers hide it."""
        while (item := self._links.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for offer in offers[:MOST_LINKS]:
            self._links.addWidget(self._row(offer))
        self._words.setText(words)
        self.setVisible(bool(offers))

    def words(self) -> str:
        """Return the sentence shown, "" when hidden."""
        return "" if self.isHidden() else self._words.text()

    def links(self) -> list[Link]:
        """Return what can be taken."""
        return [] if self.isHidden() else [link for link in self.findChildren(Link) if link.isVisibleTo(self)]

    def _row(self, offer: Offer) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        link = Link(offer.words, lambda: self._take(offer))
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line.addWidget(link)
        line.addStretch(1)
        return row


def help_with_wards(form: FieldForm, context: Context) -> WardHelp:
    """Let a form with the fields ``address`` and ``ward_code`` propose wards."""
    register = context.register

    def home() -> str:
        from labordesk.services.wards import home_province

        return home_province(register)

    return WardHelp(form, context.work, home)


class WardHelp(QObject):
    """Ties ``address``, ``ward_code`` and (people only) ``old_ward_code`` of a form together; fills nothing unasked.

    Only an old ward chosen by hand that became one ward of today fills the empty field of today.
    """

    def __init__(self, form: FieldForm, work: Work, home: Callable[[], str]) -> None:
        super().__init__(form)
        self._work = work
        self._home = home
        self._address = form.input("address")
        self._new = _ward_input(form, "ward_code")
        self._old = _ward_input(form, "old_ward_code") if "old_ward_code" in form.names() else None
        self.offers = WardOffers(self._take)
        self.parts = WardOffers(self._take)
        self._address.column.addWidget(self.offers)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._read)
        self._address.changed.connect(self._pause.start)
        self._new.changed.connect(self._pause.start)
        self._new.former_taken.connect(self._keep_former)
        if self._old is not None:
            self._old.column.addWidget(self.parts)
            self._old.taken.connect(self._old_taken)
            self._old.changed.connect(self._pause.start)
        self._pause.start()

    def _read(self) -> None:
        text, home = str(self._address.state()), self._home
        self._work.read(
            lambda: parse_address(text, home=home()), self._propose, latest=("ward help", id(self)), owner=self._address
        )

    def _propose(self, read: AddressReading) -> None:
        """Offer what the address says, unless the fields already say it."""
        chosen, old_chosen = self._new.state(), self._old.state() if self._old is not None else ""
        offers = offers_of(read.choices)
        is_said = any(one.code == chosen and (self._old is None or one.old_code in ("", old_chosen)) for one in offers)
        if is_said or (chosen and not read.is_certain):
            offers = []
        if len(offers) > MOST_LINKS:
            self.offers.show_offers("", [])
        elif len(offers) == 1:
            self.offers.show_offers(_("Nhận ra từ địa chỉ, nhấn để điền:"), offers)
        else:
            self.offers.show_offers(_("Địa chỉ này có thể thuộc nhiều xã, phường; hãy chọn:"), offers)

    def _take(self, offer: Offer) -> None:
        self._new.set_value(offer.code)
        if self._old is not None and offer.old_code:
            self._old.set_value(offer.old_code)
        self.offers.show_offers("", [])
        self.parts.show_offers("", [])
        self._new.setFocus()

    def _old_taken(self, old_code: str) -> None:
        """Fill the ward of today when there is one; ask when the old ward was divided."""
        links = new_wards_for(old_code)
        self.parts.show_offers("", [])
        if any(link.new.code == self._new.state() for link in links):
            return
        if len(links) == 1 and self._new.is_empty():
            self._new.set_value(links[0].new.code)
        elif links:
            divided = _("{ward} đã chia; nay thuộc xã, phường nào?") if len(links) > 1 else _("{ward} nay là:")
            offers = [Offer(link.new.name, link.new.code, old_code) for link in links]
            self.parts.show_offers(divided.format(ward=links[0].old.name), offers)

    def _keep_former(self, old_code: str) -> None:
        if self._old is not None and self._old.is_empty():
            self._old.set_value(old_code)


def offers_of(choices: Sequence[WardChoice]) -> list[Offer]:
    """Return the lines that offer wards."""
    return [Offer(choice_words(one), one.new.code, one.old.code if one.old is not None else "") for one in choices]


def choice_words(choice: WardChoice) -> str:
    """Return "Phường Tân Lợi cũ → Phường Buôn Ma Thuột", or the ward of today alone."""
    old, new = choice.old, choice.new
    return former_words(old, new) if old is not None and old.name != new.name else new.label


def _ward_input(form: FieldForm, name: str) -> WardPicker:
    one = form.input(name)
    assert isinstance(one, WardPicker)
    return one

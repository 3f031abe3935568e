"""The page of people in its window, on a register with some families, as an officer has it before her."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.people import PeoplePage
from labordesk.gui.pages.people_panel import PersonPanel
from labordesk.model.award import AwardFields
from labordesk.model.person import PersonFields
from labordesk.services.award_records import AwardData
from labordesk.services.awards import save_award
from labordesk.services.people import PersonData, save_person
from tests.gui.pages.hand import type_text
from tests.gui.pages.window import Window
from tests.services.welfare_office import Office, office

__all__ = ["HOA", "Desk", "desk", "office", "people"]

HOA = "Trần Thị Hoà"


class Desk:
    """The window, the page in it, and shorthand for what a hand does there."""

    def __init__(self, window: Window, office: Office) -> None:
        self.window = window
        self.office = office
        page = window.shell.current_page()
        assert isinstance(page, PeoplePage)
        self.page = page

    def type(self, text: str) -> None:
        """Type where the keyboard is."""
        type_text(self.window.focus(), text)
        self.window.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.window.press(key, modifier)

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def look_for(self, text: str) -> None:
        """Type into the search box."""
        self.page.filters.search.setFocus()
        self.page.filters.search.selectAll()
        self.type(text)

    def names(self) -> list[str]:
        """Return the names in the list."""
        return [row.full_name for row in self.page.table.rows()]

    def subtitle(self) -> str:
        """Return the line under the title."""
        return self.page.header._subtitle.text()

    def open(self, name: str) -> int:
        """Put the card of somebody of the list on the screen."""
        row = next(row for row in self.page.table.rows() if row.full_name == name)
        assert self.page.table.select(row.id)
        self.window.settle()
        assert self.page.card.person_id() == row.id
        return int(row.id)

    def card_words(self) -> list[str]:
        """Return everything written on the card, blanks that keep words together made plain."""
        from PySide6.QtWidgets import QAbstractButton, QLabel

        found = [one.text() for one in self.page.card.findChildren(QLabel) if one.isVisible()]
        found += [one.text() for one in self.page.card.findChildren(QAbstractButton) if one.isVisible()]
        return [text.replace("\u00a0", " ") for text in found]

    def new_form(self) -> PersonPanel:
        """Press Ctrl+N and return the form that opens."""
        self.ctrl(Qt.Key.Key_N)
        return self.panel()

    def panel(self) -> PersonPanel:
        """Return the open form."""
        assert self.page.panel is not None
        return self.page.panel

    def review(self) -> list[str]:
        """Let the form ask the register about what was typed, and return the notices."""
        QTest.qWait(400)
        self.window.settle()
        return self.panel().notices.texts()


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    """Hoà and her husband with gifts of one Tết, and two others; ids by name."""
    found = {
        HOA: add(office, HOA, office.dong_tam, birth="1988-01-05", sex="female", citizen_id="042188001035"),
        "Nguyễn Văn Bình": add(office, "Nguyễn Văn Bình", office.phu_thinh, birth="1984-11-20", sex="male"),
        "Lê Thanh Hòa": add(office, "Lê Thanh Hòa", office.song_lam, birth="1976", standing="worker"),
        "Đặng Thị Ánh": add(office, "Đặng Thị Ánh", office.song_lam, birth="1990", phone="0912345678"),
    }
    office.related(found[HOA], found["Nguyễn Văn Bình"], "spouse")
    campaign = office.campaign()
    for name, amount in ((HOA, 1_300_000), ("Nguyễn Văn Bình", 1_000_000)):
        give(office, found[name], amount, date(2026, 1, 28), code="TET", campaign_id=campaign)
    give(office, found[HOA], 2_000_000, date(2025, 5, 20))
    return found


@pytest.fixture
def desk(qtbot: QtBot, context: Context, office: Office, people: dict[str, int]) -> Iterator[Desk]:
    made = Desk(Window(qtbot, context, office.register, people=PeoplePage), office)
    yield made
    made.window.settle()
    QApplication.processEvents()


def add(office: Office, name: str, unit_id: int, **more: Any) -> int:
    """Add a person through the service."""
    fields = PersonFields(full_name=name, unit_id=unit_id, **more)
    return save_person(office.register, PersonData(fields)).id


def give(office: Office, person_id: int, amount: int, on: date, *, code: str = "DOT-XUAT", **more: Any) -> None:
    """Hand something over to a person."""
    usual: dict[str, Any] = {
        "programme_id": office.programme(code),
        "person_id": person_id,
        "unit_id": office.song_lam,
        "handover": "received",
        "paid_on": on,
    }
    save_award(office.register, AwardData(AwardFields(**{**usual, **more}), (office.cash(amount),)))

"""Users in the window: asked who works, switched, locked, and shown what each may not do with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.gui.first_run import FirstRun
from labordesk.gui.pages.people import PeoplePage
from labordesk.gui.pages.people_card import PersonCard
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_officers import OfficersSection
from labordesk.gui.who_works import WhoWorksScreen
from labordesk.model.officer import OfficerFields
from labordesk.model.person import PersonFields
from labordesk.rules.roles import EVERYTHING, Right
from labordesk.services import officers
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import open_register
from labordesk.store.register import Register

ENOUGH = 20_000
KEEPER, VIEWER = "Nguyễn Thị Thu Hương", "Lê Thị Nga"
PIN = {KEEPER: "4821", VIEWER: "2846"}


@pytest.fixture
def staffed(register_path: Path) -> Path:
    """A closed register with a keeper and a viewer."""
    with open_register(register_path) as register:
        for name, role in ((KEEPER, "approver"), (VIEWER, "viewer")):
            officers.add_officer(register, OfficerFields(name=name, role=role), PIN[name])
    return register_path


def rest(qtbot: QtBot, desk: Desk) -> None:
    for _again in range(2):
        qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
        QApplication.processEvents()


def asked(qtbot: QtBot, desk: Desk) -> WhoWorksScreen:
    """Wait for the one screen that asks who works."""

    def seen() -> list[WhoWorksScreen]:
        return [one for one in desk.shell.findChildren(WhoWorksScreen) if one.isVisible() and one.isEnabled()]

    qtbot.waitUntil(lambda: len(seen()) == 1, timeout=ENOUGH)
    return seen()[0]


def give(screen: WhoWorksScreen, register: Register, name: str, pin: str) -> None:
    """Choose a name and type a PIN."""
    screen.choose(officers.officer_named(register, name).id)
    QTest.keyClicks(screen.secret.line, pin)
    QTest.keyClick(screen.secret.line, Qt.Key.Key_Return)


def entered(qtbot: QtBot, desk: Desk, path: Path, name: str) -> Register:
    desk.start(path)
    screen = asked(qtbot, desk)
    register = cast(Register, desk.context.register)
    give(screen, register, name, PIN[name])
    qtbot.waitUntil(lambda: bool(desk.shell.page_in_front()), timeout=ENOUGH)
    rest(qtbot, desk)
    return register


def named(desk: Desk) -> str:
    """Return who works, as the header says it."""
    return desk.shell._header.officer.toolTip()


def test_a_register_with_users_asks_who_works_before_it_shows_anything(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    desk.start(staffed)
    asked(qtbot, desk)
    assert desk.shell.page_in_front() == ""
    register = desk.context.register
    give(asked(qtbot, desk), register, KEEPER, PIN[KEEPER])
    qtbot.waitUntil(lambda: desk.shell.page_in_front() == "overview", timeout=ENOUGH)
    assert KEEPER in named(desk)
    assert not desk.shell._header.officer.isHidden()
    rest(qtbot, desk)


def test_a_wrong_pin_is_told_on_the_same_screen(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    desk.start(staffed)
    screen = asked(qtbot, desk)
    give(screen, desk.context.register, VIEWER, "0000")
    qtbot.waitUntil(lambda: bool(screen.notice()), timeout=ENOUGH)
    assert "chưa đúng" in screen.notice()
    assert desk.context.register.officer_id is None
    assert screen.secret.text() == ""


def test_tab_walks_from_the_marked_name_to_the_pin(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    desk.start(staffed)
    screen = asked(qtbot, desk)
    screen.choose(officers.officer_named(desk.context.register, VIEWER).id)
    desk.shell.activateWindow()
    QTest.qWaitForWindowActive(desk.shell)
    qtbot.waitUntil(screen.secret.line.hasFocus)
    QTest.keyClick(screen.secret.line, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    marked = QApplication.focusWidget()
    assert isinstance(marked, QRadioButton)
    assert marked.isChecked()
    assert marked.text().startswith(VIEWER)


def test_another_register_may_be_chosen_instead(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    desk.start(staffed)
    asked(qtbot, desk).left.emit()
    qtbot.waitUntil(lambda: bool(desk.shell.findChildren(FirstRun)), timeout=ENOUGH)
    assert desk.context.register is None
    assert desk.context.rights == EVERYTHING


def test_switching_hides_the_window_and_shows_the_page_made_for_the_next_user(
    qtbot: QtBot, desk: Desk, staffed: Path
) -> None:
    register = entered(qtbot, desk, staffed, KEEPER)
    desk.context.go("people")
    rest(qtbot, desk)
    before = desk.shell.current_page()
    QTest.keyClick(desk.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    screen = asked(qtbot, desk)
    assert desk.shell.is_covered()
    assert register.officer_id is None
    give(screen, register, VIEWER, PIN[VIEWER])
    qtbot.waitUntil(lambda: not desk.shell.is_covered(), timeout=ENOUGH)
    rest(qtbot, desk)
    assert desk.shell.page_in_front() == "people"
    assert desk.shell.current_page() is not before
    assert VIEWER in named(desk)
    assert desk.context.rights == {Right.LOOK}


def test_the_same_user_comes_back_to_the_window_as_it_was(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    register = entered(qtbot, desk, staffed, KEEPER)
    before = desk.shell.current_page()
    desk.context.lock_asked.emit()  # no password: locking asks for the PIN
    screen = asked(qtbot, desk)
    assert screen.chosen() == officers.officer_named(register, KEEPER).id
    give(screen, register, KEEPER, PIN[KEEPER])
    qtbot.waitUntil(lambda: not desk.shell.is_covered(), timeout=ENOUGH)
    assert desk.shell.current_page() is before


def test_a_viewer_is_told_who_may_write_instead_of_a_form(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    entered(qtbot, desk, staffed, VIEWER)
    desk.context.go("people")
    rest(qtbot, desk)
    page = desk.shell.current_page()
    assert isinstance(page, PeoplePage)
    buttons = [one for one in page.findChildren(QPushButton) if getattr(one, "shown_key", "") == "Ctrl N"]
    assert buttons
    assert all(not one.isEnabled() and KEEPER in one.toolTip() for one in buttons)
    QTest.keyClick(desk.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert KEEPER in desk.shell.message()


def test_a_viewer_sees_the_card_of_a_person_with_masked_numbers(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    with open_register(staffed) as register:
        officers.sign_in(register, officers.officer_named(register, KEEPER).id, PIN[KEEPER])
        fields = PersonFields(full_name="Hồ Thị Mận", citizen_id="042185000125", unit_id=1, consent=True)
        person = save_person(register, PersonData(fields, health="Suy thận")).id
    entered(qtbot, desk, staffed, VIEWER)
    desk.context.go("people", person=person)
    rest(qtbot, desk)
    card = desk.shell.findChildren(PersonCard)[0]
    qtbot.waitUntil(lambda: card.person_id() == person, timeout=ENOUGH)
    words = " ".join(one.text() for one in card.findChildren(QLabel))
    assert "0421•••••125" in words
    assert "042185000125" not in words
    assert not [one for one in card.findChildren(QPushButton) if "sức khỏe" in one.text()]


def test_only_the_keeper_finds_the_users_open_to_change(qtbot: QtBot, desk: Desk, staffed: Path) -> None:
    entered(qtbot, desk, staffed, VIEWER)
    desk.context.go("settings", section="officers")
    rest(qtbot, desk)
    page = desk.shell.current_page()
    assert isinstance(page, SettingsPage)
    section = page.current_section()
    assert isinstance(section, OfficersSection)
    assert not section.add.isEnabled()
    assert KEEPER in section.notice.text()
    assert section.own_pin.isEnabled()
    assert not section.rule.isEnabled()


def test_a_register_without_users_shows_nothing_of_all_this(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    desk.start(register_path)
    qtbot.waitUntil(lambda: bool(desk.shell.page_in_front()), timeout=ENOUGH)
    rest(qtbot, desk)
    assert desk.shell._header.officer.isHidden()
    desk.context.switch_asked.emit()
    assert not desk.shell.is_covered()

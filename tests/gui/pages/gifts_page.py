"""The page of gifts on a real register with a list of people, as an officer has it before her."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.services.gift_lists import RecipientRow
from labordesk.services.gifts import RecipientEntry, add_recipients, recipients
from tests.services.welfare_office import Office, office

__all__ = ["Visits", "office", "page", "visits"]

Visits = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def page(qtbot: QtBot, context: Context, office: Office) -> Iterator[GiftsPage]:
    context.register = office.register
    made = GiftsPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.refresh)
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    made.arrived()
    settle(made)
    yield made
    if made.deeds.window is not None:
        made.deeds.window.close()


@pytest.fixture
def visits(context: Context) -> Visits:
    """Where the page sent the user."""
    seen: Visits = []
    context.asked_to_go.connect(lambda key, target: seen.append((key, target)))
    return seen


def settle(page: GiftsPage) -> None:
    """Wait until everything asked for was answered and shown."""
    QTest.qWait(1)
    for _turn in range(400):
        if not page.context.work.is_busy() and not (page.mode != "list" and page.view.finder.is_waiting()):
            break
        QTest.qWait(10)
    else:
        raise AssertionError("still working")
    QApplication.processEvents()


def put(office: Office, campaign_id: int, *people: int) -> tuple[int, ...]:
    """Put people on a list behind the page's back."""
    return add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people]).award_ids


def listed(office: Office, campaign_id: int) -> tuple[RecipientRow, ...]:
    """Return the list as the register has it."""
    return recipients(office.register, campaign_id, limit=10_000).rows


def states(office: Office, campaign_id: int) -> list[str]:
    """Return the states of the lines in order."""
    return [row.handover for row in listed(office, campaign_id)]


def press(page: GiftsPage, key: Qt.Key, *, alt: bool = False, ctrl: bool = False) -> None:
    """Press a key where the keyboard is now."""
    modifiers = Qt.KeyboardModifier.NoModifier
    modifiers |= Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    modifiers |= Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(focused(page), key, modifiers)


def type_in(page: GiftsPage, text: str) -> None:
    """Type where the keyboard is now."""
    QTest.keyClicks(focused(page), text)


def focused(page: GiftsPage) -> QWidget:
    """Return the widget the keyboard is on."""
    found = QApplication.focusWidget()
    assert found is not None
    return found

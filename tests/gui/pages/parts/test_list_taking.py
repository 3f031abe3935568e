"""From a list on the screen to the page of imports, with what the list is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.people import PeoplePage
from tests.gui.pages.window import CTRL, Window
from tests.services.welfare_office import Office, office

__all__ = ["office"]
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def test_key_leads_to_the_import_of_people(qtbot: QtBot, context: Context, office: Office) -> None:
    window = Window(qtbot, context, office.register, people=PeoplePage)
    window.press(Qt.Key.Key_I, CTRL_SHIFT)
    assert window.went[-1] == ("imports", {"kind": "people", "campaign": None})


def test_files_dropped_on_people_are_taken_as_people(
    qtbot: QtBot, context: Context, office: Office, tmp_path: Path
) -> None:
    window = Window(qtbot, context, office.register, people=PeoplePage)
    page = window.shell.current_page()
    assert isinstance(page, PeoplePage)
    page.lists.drop.dropped.emit([tmp_path / "a.xlsx"], QPoint())
    assert window.went[-1] == ("imports", {"paths": [tmp_path / "a.xlsx"], "kind": "people", "campaign": None})


@pytest.mark.parametrize("opened", [False, True])
def test_campaign_in_front_goes_along(qtbot: QtBot, context: Context, office: Office, opened: bool) -> None:
    campaign = office.campaign()
    window = Window(qtbot, context, office.register, gifts=GiftsPage)
    page = window.shell.current_page()
    assert isinstance(page, GiftsPage)
    if opened:
        page.open_campaign(campaign)
        window.settle()
    page.lists.ask()
    assert window.went[-1] == ("imports", {"kind": "gifts", "campaign": campaign if opened else None})

"""The checklist and the limits of files in the settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_entries import EntrySection
from labordesk.gui.pages.settings_papers_files import FilesSection
from labordesk.services.attachment_options import AttachmentOptions
from labordesk.services.changes import Changes
from labordesk.services.paper_types import paper_types
from labordesk.services.register_settings import read_options
from labordesk.store.register import Register

ENOUGH = 20_000


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> Iterator[SettingsPage]:
    context.register = register
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1120, 680)
    made.show()
    yield made
    context.work.stop()


def settled(qtbot: QtBot, page: SettingsPage) -> None:
    for _turn in range(3):
        qtbot.waitUntil(lambda: not page.context.work.is_busy(), timeout=ENOUGH)
        QApplication.processEvents()


def papers(qtbot: QtBot, page: SettingsPage) -> EntrySection:
    section = page.section("papers")
    assert isinstance(section, EntrySection)
    settled(qtbot, page)
    return section


def test_each_paper_says_what_it_is_only_asked_for(qtbot: QtBot, page: SettingsPage) -> None:
    rows = {(row.fields.name, row.reason) for row in papers(qtbot, page).rows()}
    assert ("Giấy ra viện hoặc giấy xác nhận điều trị", "Ốm đau dài ngày") in rows
    assert ("Giấy tờ đất ở", "Xây mới") in rows
    assert ("Quyết định hỗ trợ", "") in rows


def test_a_paper_is_added_and_the_open_files_hear_of_it(
    qtbot: QtBot, page: SettingsPage, context: Context, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Changes] = []
    context.changed.connect(told.append)
    section = papers(qtbot, page)

    def typed(dialog: FormDialog) -> int:
        for name, value in (("name", "Cam kết của gia đình"), ("kind", "house"), ("step", "approved")):
            dialog.panel.form.input(name).set_value(value)
        dialog.panel.submit()
        settled(qtbot, page)
        return 1

    monkeypatch.setattr(FormDialog, "exec", typed)
    section.new_record()
    settled(qtbot, page)
    assert "Cam kết của gia đình" in {row.fields.name for row in paper_types(register)}
    assert [one.papers for one in told] == [True]


def test_limits_and_cards_are_kept_in_the_register(qtbot: QtBot, page: SettingsPage, register: Register) -> None:
    section = page.section("files")
    assert isinstance(section, FilesSection)
    settled(qtbot, page)
    section.options.input("largest_pdf").set_value(35)
    section.options.chosen.emit("largest_pdf", 35)
    settled(qtbot, page)
    assert read_options(register, AttachmentOptions) == AttachmentOptions(largest_pdf=35)
    section.options.input("card_scans").set_value(True)
    section.options.chosen.emit("card_scans", True)
    settled(qtbot, page)
    assert read_options(register, AttachmentOptions).card_scans
    assert section.saved_text()

"""Every page speaks English when English is chosen; what the register holds stays as it was written."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabBar, QTableView, QWidget
from pytestqt.qtbot import QtBot

from labordesk.app import page_entries
from labordesk.assets import assets_root
from labordesk.gui.context import Context
from labordesk.i18n import _, set_language
from labordesk.store.register import Register

PAGES = {entry.key: entry for entry in page_entries()}


@pytest.fixture
def english() -> dict[str, str]:
    """The catalogue as compiled, without the texts that are alike in both languages."""
    set_language("en", assets_root() / "locale")
    with (assets_root() / "locale" / "en" / "LC_MESSAGES" / "labordesk.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    catalogue: dict[str, str] = vars(compiled)["_catalog"]
    texts = {source.rpartition("\x04")[2]: text for source, text in catalogue.items() if source}
    return {source: text for source, text in texts.items() if source != text}


@pytest.mark.parametrize("key", PAGES)
def test_no_label_of_a_page_is_left_in_vietnamese(
    qtbot: QtBot, context: Context, register: Register, english: dict[str, str], key: str
) -> None:
    context.register = register
    page = PAGES[key].factory(context)
    qtbot.addWidget(page)
    page.resize(1150, 720)
    page.show()
    qtbot.waitUntil(lambda: not context.work.is_busy(), timeout=15_000)
    shown = set(labels(page))
    assert shown & set(english.values()), "nothing English was seen; the check would not notice Vietnamese either"
    assert shown & set(english) == set()
    assert not any("\x04" in text for text in shown)


def test_the_names_of_the_pages_are_english(english: dict[str, str]) -> None:
    assert {_(entry.title) for entry in PAGES.values()} & set(english) == set()


def labels(page: QWidget) -> Iterator[str]:
    """Yield what the page itself says: its labels, buttons, hints, tabs and headings, not the rows."""
    for child in page.findChildren(QWidget):
        match child:
            case QLabel() | QAbstractButton():
                yield child.text()
            case QLineEdit():
                yield child.placeholderText()
            case QTabBar():
                yield from (child.tabText(number) for number in range(child.count()))
            case QTableView():
                model = child.model()
                for column in range(model.columnCount()):
                    yield str(model.headerData(column, Qt.Orientation.Horizontal))
        yield child.toolTip()
        yield child.accessibleName()

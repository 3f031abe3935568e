"""Qt's own texts (buttons, dialogs, menus) are Vietnamese, and the compiled file is the edited one."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from labordesk.assets import asset_path

SOURCE = asset_path("locale/qtbase_vi.ts")
COMPILED = asset_path("locale/qtbase_vi.qm")


def messages() -> list[tuple[str, ...]]:
    """Return (context, source text, comment, Vietnamese) of every message."""
    return [
        (context.findtext("name") or "", *(m.findtext(part) or "" for part in ("source", "comment", "translation")))
        for context in ET.parse(SOURCE).getroot().iter("context")
        for m in context.iter("message")
    ]


@pytest.fixture
def vietnamese(qapp: QApplication) -> Iterator[QTranslator]:
    translator = QTranslator()
    assert translator.load(str(COMPILED))
    assert qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


def test_the_compiled_texts_are_current(tmp_path: Path) -> None:
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    again = tmp_path / "again.qm"
    subprocess.run([lrelease, "-silent", SOURCE, "-qm", again], check=True)
    assert again.read_bytes() == COMPILED.read_bytes(), "run: bash tools/qtbase.sh"


def test_every_message_is_one_that_qt_can_ask_for(qapp: QApplication) -> None:
    german = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    assert german.load("qtbase_de", folder)
    assert not {(c, s) for c, s, comment, _text in messages() if not german.translate(c, s, comment)}


def test_translations_keep_places_and_are_composed() -> None:
    for context, source, _comment, text in messages():
        assert text, (context, source)
        assert text == unicodedata.normalize("NFC", text), (context, source)
        for number in "123":
            assert source.count(f"%{number}") == text.count(f"%{number}"), (context, source)
        assert text.replace("&&", "").count("&") <= 1, (context, source)
        assert ("&" in text) == ("&" in source), (context, source)


def test_no_message_is_given_twice() -> None:
    keys = [(context, source, comment) for context, source, comment, _text in messages()]
    assert len(keys) == len(set(keys))


def test_all_standard_buttons_are_vietnamese(qtbot: QtBot, vietnamese: QTranslator) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    kinds = [b for b in QDialogButtonBox.StandardButton if b != QDialogButtonBox.StandardButton.NoButton]
    texts = {b.name: box.addButton(b).text().replace("&", "") for b in kinds}
    assert len(texts) == 18
    english = {
        "OK", "Save", "Save All", "Open", "Yes", "Yes to All", "No", "No to All", "Abort", "Retry", "Ignore", "Close",
        "Cancel", "Discard", "Don't Save", "Close without Saving", "Help", "Apply", "Reset", "Restore Defaults",
    }  # fmt: skip
    assert not english & set(texts.values()), texts


def test_a_message_box_asks_in_vietnamese(qtbot: QtBot, vietnamese: QTranslator) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
    assert {button.text() for button in box.buttons()} == {"&Có", "Hủy"}


def test_the_menu_of_an_edit_field_is_vietnamese(qtbot: QtBot, vietnamese: QTranslator) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    words = [action.text().split("\t")[0].replace("&", "") for action in menu.actions() if not action.isSeparator()]
    menu.deleteLater()
    assert words == ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]


@pytest.mark.parametrize("keys", ["Alt+Left", "Ctrl+S", "Ctrl+Space", "F1", "Shift+Del"])
def test_shortcuts_written_in_english_still_work(keys: str, vietnamese: QTranslator) -> None:
    assert QKeySequence(keys) == QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)

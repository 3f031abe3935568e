"""The theme dresses everything, again and again."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from labordesk.assets import assets_root
from labordesk.gui import fonts
from labordesk.gui.icons import follow_theme, pixmap, put_icon
from labordesk.gui.theme import apply_theme, colours, set_look, sizes
from labordesk.gui.tokens import DARK, LIGHT

ICONS = sorted(path.stem for path in (assets_root() / "icons").glob("*.svg") if path.stem != "check-white")


@pytest.fixture
def undressed(qapp: QApplication):  # type: ignore[no-untyped-def]
    yield qapp
    apply_theme(qapp, "light")


def test_dark_theme_changes_palette_and_tokens(undressed: QApplication) -> None:
    apply_theme(undressed, "dark", 15)
    assert colours() == DARK
    assert undressed.palette().color(QPalette.ColorRole.Window) == QColor(DARK.page)
    assert undressed.font().pixelSize() == sizes().text == 15
    apply_theme(undressed, "light")
    assert colours() == LIGHT


def test_interface_font_writes_vietnamese() -> None:
    assert fonts.writes_vietnamese(fonts.interface_font(13))


@pytest.fixture
def unfit_fonts(monkeypatch: pytest.MonkeyPatch, undressed: QApplication):  # type: ignore[no-untyped-def]
    """Let only one family pass for writing Vietnamese."""

    def only(family: str) -> None:
        monkeypatch.setattr(fonts, "writes_vietnamese", lambda font: font.family() == family)

    yield only
    monkeypatch.undo()
    fonts.replace_unfit_font()


def test_system_font_that_writes_vietnamese_is_kept(qapp: QApplication) -> None:
    assert not fonts.replace_unfit_font()
    assert fonts.interface_font(13).family() == QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def test_font_without_vietnamese_is_passed_over(unfit_fonts) -> None:  # type: ignore[no-untyped-def]
    installed = [family for family in fonts.PREFERRED if family in QFontDatabase.families()]
    if not installed:
        pytest.skip("none of the preferred fonts is installed")
    unfit_fonts(installed[-1])
    assert fonts.replace_unfit_font()
    assert fonts.interface_font(13).family() == installed[-1]


def test_bundled_font_is_the_last_resort(unfit_fonts, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    unfit_fonts("no such font")
    assert fonts.replace_unfit_font()
    family = fonts.interface_font(13).family()
    monkeypatch.undo()
    assert family.startswith("Liberation")
    assert fonts.writes_vietnamese(QFont(family))


@pytest.mark.parametrize("name", ICONS)
def test_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = pixmap(name, "error", 24, 2.0).toImage()
    assert image.width() == 48
    inked = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255]
    assert inked
    wanted = QColor(LIGHT.error)
    for colour in inked:
        assert abs(colour.red() - wanted.red()) + abs(colour.blue() - wanted.blue()) <= 4


def test_icons_ship_with_their_licence() -> None:
    licence = (assets_root() / "icons" / "LICENSE-lucide.txt").read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "MIT License" in licence


def test_every_icon_named_in_the_program_exists() -> None:
    import re

    source = "\n".join(path.read_text(encoding="utf-8") for path in Path("labordesk/gui").rglob("*.py"))
    named = set(re.findall(r'\bpixmap\("([a-z0-9-]+)"|\bput_icon\([\w.]+, "([a-z0-9-]+)"', source))
    named = {one for pair in named for one in pair if one}
    named |= set(re.findall(r'icon="([a-z0-9-]+)"', source))
    assert named
    assert named <= set(ICONS)


def test_icons_follow_the_theme(qtbot: QtBot, undressed: QApplication) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    put_icon(label, "users", "text", 24)
    before = label.pixmap().toImage()
    apply_theme(undressed, "dark")
    follow_theme()
    assert label.pixmap().toImage() != before


def test_look_of_a_widget_can_be_changed_after_it_is_shown(qtbot: QtBot) -> None:
    label = QLabel("Sai")
    qtbot.addWidget(label)
    label.show()
    set_look(label, "role", "problem")
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.error)

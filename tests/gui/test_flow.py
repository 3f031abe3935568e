"""The card of a person keeps within its place, however long a circumstance or the name of a round is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.flow import Chip, FlowLayout
from labordesk.gui.pages.people_supports import title_of

LONG = "Gia đình chính sách, thân nhân liệt sĩ, thương binh"


def flow_of(qtbot: QtBot, *texts: str, width: int) -> tuple[QWidget, list[Chip]]:
    inside = QWidget()
    qtbot.addWidget(inside)
    flow = FlowLayout()
    chips = [Chip(text) for text in texts]
    for chip in chips:
        flow.addWidget(chip)
    inside.setLayout(flow)
    inside.resize(width, 100)
    inside.show()
    return inside, chips


def test_long_chip_is_cut_with_its_words_in_the_tooltip(qtbot: QtBot) -> None:
    inside, (chip, short) = flow_of(qtbot, LONG, "4 nhân khẩu", width=200)
    assert inside.width() == 200
    assert chip.geometry().right() < 200
    assert chip.text().endswith("…")
    assert chip.toolTip() == chip.accessibleName() == LONG
    assert (short.text(), short.toolTip()) == ("4 nhân khẩu", "")


def test_chip_is_whole_again_when_there_is_room(qtbot: QtBot) -> None:
    inside, (chip,) = flow_of(qtbot, LONG, width=200)
    inside.resize(700, 100)
    qtbot.waitUntil(lambda: chip.text() == LONG)
    assert chip.toolTip() == ""


def test_name_of_a_round_breaks_between_its_words(qtbot: QtBot) -> None:
    title = title_of("Ngày Thương binh - Liệt sĩ 27/7/2026", None)
    qtbot.addWidget(title)
    assert title.minimumSizeHint().width() < 160

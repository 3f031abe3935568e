"""A password that is guessed at once is taken only from somebody who says he knows."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from labordesk.gui.inputs.password import NewPassword


@pytest.fixture
def fields(qtbot: QtBot) -> NewPassword:
    made = NewPassword()
    qtbot.addWidget(made)
    made.show()
    return made


def type_both(fields: NewPassword, password: str) -> None:
    fields.first.line.setText(password)
    fields.second.line.setText(password)
    fields.first.changed.emit()


def test_a_weak_one_is_told_and_taken_after_the_box_is_ticked(fields: NewPassword) -> None:
    type_both(fields, "12345678")
    assert fields.weak.isHidden()
    assert fields.read() is None
    assert "dễ đoán" in fields.note()
    assert fields.weak.isVisible()
    fields.weak.setChecked(True)
    assert fields.read() == "12345678"


def test_typing_on_takes_the_tick_back(fields: NewPassword) -> None:
    type_both(fields, "12345678")
    fields.read()
    fields.weak.setChecked(True)
    type_both(fields, "password")
    assert not fields.weak.isChecked()
    assert fields.read() is None


def test_the_name_of_the_unit_is_weak_and_a_sentence_is_not(fields: NewPassword) -> None:
    fields.set_known(("Công đoàn xã Hương Sơn",))
    type_both(fields, "huongson")
    assert fields.read() is None
    type_both(fields, "bốn mùa chè xanh vẫn đợi")
    assert fields.read() == "bốn mùa chè xanh vẫn đợi"
    assert fields.weak.isHidden()

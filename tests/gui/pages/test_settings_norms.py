"""The rates in the settings: typed, renewed from a day on, deleted; the time a request may take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_norms import NormSection, case_words, days_words
from labordesk.model.norm import NormFields
from labordesk.services.handling_time import handling_time
from labordesk.services.norms import list_norms, save_norm
from tests.gui.conftest import RecordedNotify
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]


@pytest.fixture
def section(qtbot: QtBot, context: Context, office: Office) -> NormSection:
    save_norm(
        office.register,
        NormFields(
            programme_id=office.programme("BENH-HN"),
            audience="member",
            level="upper",
            high=3_000_000,
            valid_from=date(2024, 10, 1),
            basis="Quy chế mẫu số 01",
        ),
    )
    context.register = office.register
    context.today = lambda: TODAY
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1120, 680)
    page.show()
    made = page.section("norms")
    assert isinstance(made, NormSection)
    qtbot.waitUntil(lambda: made.table is not None and bool(made.table.rows()), timeout=20_000)
    return made


def in_dialog(qtbot: QtBot, section: NormSection, fill: Any) -> None:
    """Carry out ``fill`` in the next dialog; one still open after it is closed."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FormDialog):
            QTimer.singleShot(20, act)
            return
        try:
            fill(dialog)
        finally:
            qtbot.waitUntil(lambda: not section.context.work.is_busy(), timeout=15_000)
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(20, act)


def settled(qtbot: QtBot, section: NormSection) -> None:
    qtbot.waitUntil(lambda: not section.context.work.is_busy(), timeout=20_000)


def test_a_rate_reads_whole_in_its_row(section: NormSection) -> None:
    assert section.table is not None
    [row] = section.table.rows()
    assert case_words(row) == "Đoàn viên; cấp chi: cấp trên"
    assert days_words(row) == "từ 01/10/2024"
    shown = [section.table.model.text(0, place) for place in range(len(section.table.model.columns))]
    assert "3.000.000 đồng/lần" in shown
    assert shown[-1] == "Đang dùng"


def test_a_new_rate_from_a_day_on_ends_the_old_one(qtbot: QtBot, section: NormSection, office: Office) -> None:
    def fill(dialog: FormDialog) -> None:
        form = dialog.panel.form
        assert form.input("programme_id").editor().isReadOnly()
        form.take_values({"high": 5_000_000, "valid_from": date(2026, 4, 1), "basis": "Quy chế mẫu số 02"})
        dialog.panel.submit()

    in_dialog(qtbot, section, fill)
    section.renew()
    settled(qtbot, section)
    new, old = list_norms(office.register)
    assert (new.fields.high, new.fields.valid_from, new.fields.audience) == (5_000_000, date(2026, 4, 1), "member")
    assert old.fields.valid_to == date(2026, 3, 31)
    assert section.table is not None
    qtbot.waitUntil(lambda: section.table is not None and len(section.table.rows()) == 2, timeout=20_000)
    states = [section.table.model.text(place, len(section.table.model.columns) - 1) for place in range(2)]
    assert states == ["Chưa đến ngày", "Đang dùng"]


def test_rates_that_ended_are_shown_when_asked_for(qtbot: QtBot, section: NormSection, office: Office) -> None:
    old = NormFields(
        programme_id=office.programme("TNLD"),
        high=1_000_000,
        valid_from=date(2020, 1, 1),
        valid_to=date(2026, 3, 1),
        basis="Quy chế mẫu số 00",
    )
    save_norm(office.register, old)
    section.reload()
    settled(qtbot, section)
    assert section.table is not None
    assert len(section.table.rows()) == 1
    section._ended.setChecked(True)
    assert [row.programme for row in section.table.rows()] == ["Trợ cấp bệnh hiểm nghèo", "Trợ cấp tai nạn lao động"]


def test_a_day_before_the_old_rate_is_refused_beside_its_field(
    qtbot: QtBot, section: NormSection, office: Office
) -> None:
    said: list[str] = []

    def fill(dialog: FormDialog) -> None:
        dialog.panel.form.take_values({"valid_from": date(2024, 10, 1), "basis": "Quy chế mẫu số 02"})
        dialog.panel.submit()
        qtbot.waitUntil(lambda: not section.context.work.is_busy(), timeout=20_000)
        said.append(dialog.panel.form.input("valid_from").shown_problem())

    in_dialog(qtbot, section, fill)
    section.renew()
    assert said == ["Mức mới phải từ sau ngày 01/10/2024, ngày bắt đầu của mức đang sửa; hãy chọn ngày khác."]
    assert len(list_norms(office.register)) == 1


def test_a_rate_is_deleted_after_asking_by_its_name(
    qtbot: QtBot, section: NormSection, office: Office, notify: RecordedNotify
) -> None:
    notify.answer_next("delete")
    section.delete()
    settled(qtbot, section)
    assert "Trợ cấp bệnh hiểm nghèo: tối đa 3.000.000 đồng/lần" in str(notify.questions[-1])
    assert list_norms(office.register) == ()


def test_the_time_a_request_may_take_is_kept_in_the_register(
    qtbot: QtBot, section: NormSection, office: Office
) -> None:
    qtbot.waitUntil(section.days.isEnabled, timeout=20_000)
    assert section.days.value() == 11
    section.days.set_value(7)
    section.days.left.emit()
    settled(qtbot, section)
    assert handling_time(office.register).grant_days == 7
    section.days.set_value(None)
    section.days.left.emit()
    assert section.days.value() == 7

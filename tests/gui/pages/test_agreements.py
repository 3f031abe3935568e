"""Partner agreements at the keyboard: what ends soon, how they were used, signing again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.fields import kinds
from labordesk.gui.context import Context
from labordesk.gui.pages.activities import ActivitiesPage
from labordesk.gui.pages.agreements_words import state_words
from labordesk.model.agreement import AgreementFields, AgreementUseFields
from labordesk.services.agreement_uses import save_use, uses_of
from labordesk.services.agreements import list_agreements, save_agreement
from labordesk.services.catalogue import programmes
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import type_text, typed

COMMUNE = 1
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> Iterator[ActivitiesPage]:
    context.register = register
    made = ActivitiesPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.refresh)
    made.resize(1100, 700)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made
    for hands in (made.agreements.hands, made.agreements.side.hands):
        if hands.dialog is not None:
            hands.dialog.close()


def signed(register: Register, partner: str, expires_on: date | None, **more: Any) -> int:
    programme = next(row.id for row in programmes(register) if row.fields.code == "PHUC-LOI")
    usual: dict[str, Any] = {"unit_id": COMMUNE, "programme_id": programme, "signed_on": date(2026, 1, 5)}
    return save_agreement(register, AgreementFields(partner=partner, expires_on=expires_on, **{**usual, **more})).id


def used(register: Register, agreement: int, members: int, saved: int) -> int:
    fields = AgreementUseFields(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30), members=members, saved=saved)
    return save_use(register, agreement, fields).id


def settled(qtbot: QtBot, page: ActivitiesPage) -> None:
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    QTest.qWait(20)
    qtbot.waitUntil(lambda: not page.context.work.is_busy())


def test_expiring_agreements_are_a_click_away_and_the_notice_can_be_longer(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    signed(register, "Siêu thị Sông Ngàn", date(2026, 12, 31))
    signed(register, "Phòng khám An Tâm", date(2027, 3, 31))
    signed(register, "Vận tải Sơn Hà", date(2026, 10, 31))
    page.show_target(expiring=True)
    settled(qtbot, page)
    table = page.agreements.table
    assert [row.fields.partner for row in table.rows()] == ["Siêu thị Sông Ngàn"]
    page.agreements.notice.choose(180)
    qtbot.waitUntil(lambda: len(table.rows()) == 2)
    page.agreements.state.choose("unused")
    qtbot.waitUntil(lambda: len(table.rows()) == 3)
    assert not page.agreements.notice.isVisible()


def test_use_is_typed_beside_the_agreement_and_summed_but_never_spent(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    agreement = signed(register, "Siêu thị Sông Ngàn", date(2026, 12, 31))
    page.show_target(part="agreements")
    settled(qtbot, page)
    assert "1 chưa ai sử dụng" in page.agreements.sums.text()
    side = page.agreements.side
    side.add_button.click()
    qtbot.waitUntil(lambda: side.hands.dialog is not None)
    dialog = side.hands.dialog
    assert dialog is not None
    QTest.qWaitForWindowActive(dialog)
    form = dialog.panel.form
    form.input("members").editor().setFocus()
    typed(form, "186", "9tr672")
    dialog.panel.submit()
    settled(qtbot, page)
    [row] = uses_of(register, agreement)
    assert (row.fields.members, row.fields.saved) == (186, 9_672_000)
    assert (row.fields.starts_on, row.fields.ends_on) == (date(2026, 1, 5), TODAY)
    assert page.agreements.sums.text() == ("Năm 2026: 186 lượt, tiết kiệm 9.672.000 đồng · không tính vào tổng chi")
    assert [(one.year, one.members) for one in side.years.rows()] == [(2026, 186)]


def test_signing_again_copies_the_agreement_with_new_dates(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    first = signed(register, "Siêu thị Sông Ngàn", date(2026, 12, 31), goods="Nhu yếu phẩm", number="04/TTHT")
    page.show_target(part="agreements")
    settled(qtbot, page)
    page.agreements.table.setFocus()
    page.agreements.renew()
    qtbot.waitUntil(lambda: page.agreements.hands.dialog is not None)
    dialog = page.agreements.hands.dialog
    assert dialog is not None
    QTest.qWaitForWindowActive(dialog)
    type_text(dialog.panel.form.input("number").editor(), "09/TTHT")
    dialog.panel.submit()
    settled(qtbot, page)
    by_id = {row.id: row for row in list_agreements(register)}
    [again] = [row for row in by_id.values() if row.id != first]
    assert (again.fields.goods, again.fields.number) == ("Nhu yếu phẩm", "09/TTHT")
    assert (again.fields.signed_on, again.fields.expires_on) == (TODAY, date(2027, 12, 26))
    assert state_words(by_id[first]) == ("đã ký tiếp", "neutral")
    assert page.agreements.table.current().id == again.id


def test_a_use_typed_twice_is_refused_in_its_form(qtbot: QtBot, page: ActivitiesPage, register: Register) -> None:
    agreement = signed(register, "Siêu thị Sông Ngàn", date(2026, 12, 31))
    used(register, agreement, 100, 1_000_000)
    page.show_target(part="agreements")
    settled(qtbot, page)
    side = page.agreements.side
    side.add_button.click()
    qtbot.waitUntil(lambda: side.hands.dialog is not None)
    dialog = side.hands.dialog
    assert dialog is not None
    form = dialog.panel.form
    form.input("members").set_value(50)
    dialog.panel.submit()
    qtbot.waitUntil(lambda: "cộng hai lần" in form.input("starts_on").shown_problem())
    assert len(uses_of(register, agreement)) == 1


def test_deleting_says_what_goes_with_it_and_asks_first(
    qtbot: QtBot, page: ActivitiesPage, register: Register, notify: RecordedNotify
) -> None:
    agreement = signed(register, "Siêu thị Sông Ngàn", date(2026, 12, 31))
    used(register, agreement, 100, 1_000_000)
    page.show_target(part="agreements")
    settled(qtbot, page)
    notify.answer_next("")
    page.agreements.hands.delete()
    assert "Siêu thị Sông Ngàn" in notify.questions[-1]
    assert len(list_agreements(register)) == 1
    notify.answer_next("delete")
    page.agreements.table.setFocus()
    QTest.keyClick(page.agreements.table.view, Qt.Key.Key_Delete)
    settled(qtbot, page)
    assert list_agreements(register) == ()
    assert page.agreements.table.rows() == []

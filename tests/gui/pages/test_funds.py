"""Funds at the keyboard, on a real register: balances, their books, donors, sources, openings."""

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
from labordesk.gui.pages.funds import FundsPage
from labordesk.gui.pages.parts.fund_watch import FundWatch, warn_of_campaign
from labordesk.gui.pages.parts.pay_dialog import load_pay_specs, pay_dialog
from labordesk.model.activity import ContributionFields
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.indicator import AggregateFields
from labordesk.model.programme import CampaignFields, FundOpeningFields
from labordesk.services.aggregates import save_aggregate
from labordesk.services.award_records import AwardData
from labordesk.services.awards import save_award
from labordesk.services.campaigns import save_campaign
from labordesk.services.catalogue import funds, programmes
from labordesk.services.contributions import load_contribution, save_contribution
from labordesk.services.funds import list_openings, save_opening
from labordesk.services.gifts import add_group
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import type_text, typed

COMMUNE = 1
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> Iterator[FundsPage]:
    context.register = register
    made = FundsPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.refresh)
    made.resize(1100, 700)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made
    if made.openings.hands.dialog is not None:
        made.openings.hands.dialog.close()


def fund(register: Register, code: str) -> int:
    return next(row.id for row in funds(register) if row.fields.code == code)


def opened(register: Register, code: str = "QMA", amount: int = 100_000_000, day: date = date(2026, 1, 1)) -> int:
    return save_opening(register, FundOpeningFields(fund_id=fund(register, code), as_of=day, amount=amount)).id


def raised(register: Register, donor: str, day: date, code: str | None = "QMA", **more: int) -> int:
    fund_id = fund(register, code) if code else None
    fields = ContributionFields(unit_id=COMMUNE, donor=donor, received_on=day, fund_id=fund_id, **more)
    return save_contribution(register, fields).id


def paid(register: Register, amount: int, day: date, code: str = "QMA", level: str = "upper") -> int:
    programme = next(row.id for row in programmes(register) if row.fields.code == "QUA-KK")
    fields = AwardFields(programme_id=programme, unit_id=COMMUNE, handover="received", paid_on=day)
    line = AwardLineFields(fund_id=fund(register, code), level=level, amount=amount)
    return save_award(register, AwardData(fields, (line,))).id


def test_a_fund_with_little_left_says_so_as_the_overview_does(
    qtbot: QtBot, page: FundsPage, register: Register
) -> None:
    opened(register)
    paid(register, 90_000_000, date(2026, 5, 1))
    opened(register, "TCCD")
    paid(register, 90_000_001, date(2026, 5, 1), "TCCD")
    page.arrived()
    settled(qtbot, page)
    table = page.balances.table
    said = {
        row.balance.left: column.pill(row)[0]
        for row in table.rows()
        if row.balance
        for column in table.model.columns
        if column.key == "state"
    }
    assert said == {10_000_000: "", 9_999_999: "sắp hết"}


def settled(qtbot: QtBot, page: FundsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    QTest.qWait(20)
    qtbot.waitUntil(lambda: not page.context.work.is_busy())


def cell(table: Any, row: Any, key: str) -> str:
    place = [column.key for column in table.model.columns].index(key)
    text: str = table.model.columns[place].text(row, place)
    return text


def test_a_fund_shows_its_balance_and_below_it_every_movement(
    qtbot: QtBot, page: FundsPage, register: Register
) -> None:
    opened(register)
    gift = raised(register, "Công ty May Sông Lam", date(2026, 3, 2), cash=20_000_000, pledged=50_000_000)
    paid(register, 30_000_000, date(2026, 5, 1))
    page.arrived()
    settled(qtbot, page)
    first = page.balances.table.current()
    shown = [cell(page.balances.table, first, key) for key in ("opening", "raised", "spent", "left", "pledged")]
    assert shown == ["100.000.000", "20.000.000", "30.000.000", "90.000.000", "30.000.000"]
    book = page.balances.book
    assert [row.left for row in book.rows()] == [90_000_000, 120_000_000, 100_000_000]
    gone: list[tuple[str, dict[str, Any]]] = []
    page.context.asked_to_go.connect(lambda key, where: gone.append((key, where)))
    book.select(f"c{gift}")
    book.setFocus()
    QTest.keyClick(book.view, Qt.Key.Key_Return)
    assert gone == [("activities", {"part": "contributions", "record": gift, "year": 2026})]


def test_another_day_shows_what_the_fund_held_then(qtbot: QtBot, page: FundsPage, register: Register) -> None:
    opened(register)
    paid(register, 130_000_000, date(2026, 5, 1))
    page.arrived()
    settled(qtbot, page)
    row = page.balances.table.current()
    assert cell(page.balances.table, row, "left") == "-30.000.000"
    assert cell(page.balances.table, row, "state") == "chi quá quỹ"
    page.balances.on.set_value(date(2026, 4, 30))
    settled(qtbot, page)
    assert cell(page.balances.table, page.balances.table.current(), "left") == "100.000.000"
    assert len(page.balances.book.rows()) == 1


def test_a_fund_not_followed_yet_is_opened_with_its_balance(qtbot: QtBot, page: FundsPage, register: Register) -> None:
    page.arrived()
    settled(qtbot, page)
    assert all(row.balance is None for row in page.balances.table.rows())
    assert page.balances.table.select(fund(register, "QXH"))
    page.balances.table.opened.emit(page.balances.table.current())
    qtbot.waitUntil(lambda: page.openings.hands.dialog is not None)
    dialog = page.openings.hands.dialog
    assert dialog is not None
    QTest.qWaitForWindowActive(dialog)
    typed(dialog.panel.form, "25tr")
    dialog.panel.submit()
    settled(qtbot, page)
    [opening] = list_openings(register)
    assert (opening.fields.fund_id, opening.fields.amount) == (fund(register, "QXH"), 25_000_000)
    assert opening.fields.as_of == date(2026, 1, 1)
    row = page.balances.table.current()
    assert (row.id, row.balance.left) == (fund(register, "QXH"), 25_000_000)


def test_after_opening_a_fund_the_arrows_still_walk_through_the_funds(
    qtbot: QtBot, page: FundsPage, register: Register
) -> None:
    page.arrived()
    settled(qtbot, page)
    page.activateWindow()
    page.balances.table.setFocus()
    for amount in ("300tr", "100tr"):
        page.new_record()
        settled(qtbot, page)
        dialog = page.openings.hands.dialog
        assert dialog is not None
        QTest.qWaitForWindowActive(dialog)
        type_text(dialog.panel.form.input("amount").editor(), amount)
        dialog.panel.submit()
        settled(qtbot, page)
        page.activateWindow()
        QTest.qWaitForWindowActive(page)
        assert page.balances.table.view.hasFocus()
        QTest.keyClick(page.balances.table.view, Qt.Key.Key_Down)
        settled(qtbot, page)
    assert sorted(row.fields.amount for row in list_openings(register)) == [100_000_000, 300_000_000]


def test_openings_tell_their_difference_and_are_deleted_after_asking(
    qtbot: QtBot, page: FundsPage, register: Register, notify: RecordedNotify
) -> None:
    opened(register)
    paid(register, 10_000_000, date(2026, 2, 1))
    opened(register, amount=92_000_000, day=date(2026, 6, 1))
    page.show_target(part="openings")
    settled(qtbot, page)
    table = page.openings.table
    assert [cell(table, row, "difference") for row in table.rows()] == ["+2.000.000", ""]
    notify.answer_next("delete")
    page.openings.hands.delete()
    settled(qtbot, page)
    assert [row.fields.as_of for row in table.rows()] == [date(2026, 1, 1)]


def test_donors_not_thanked_come_first_and_one_key_notes_the_thanks(
    qtbot: QtBot, page: FundsPage, register: Register
) -> None:
    late = raised(register, "Công ty May Sông Lam", date(2026, 3, 2), cash=20_000_000)
    raised(register, "Hội Doanh nghiệp", date(2026, 4, 2), code=None, pledged=40_000_000)
    page.show_target(part="donors")
    settled(qtbot, page)
    table = page.donors.table
    assert [row.name for row in table.rows()] == ["Công ty May Sông Lam", "Hội Doanh nghiệp"]
    assert cell(table, table.rows()[0], "thanks").startswith("quá hạn")
    assert "1 nơi quá hạn cảm ơn" in page.donors.sums.text()
    table.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_T)
    settled(qtbot, page)
    assert load_contribution(register, late).fields.thanked_on == TODAY
    assert cell(table, next(row for row in table.rows() if row.received), "thanks") == "đã cảm ơn"
    page.donors.search.setFocus()
    type_text(page.donors.search, "doanh nghiep")
    qtbot.waitUntil(lambda: [row.name for row in table.rows()] == ["Hội Doanh nghiệp"])
    assert page.escape()
    qtbot.waitUntil(lambda: len(table.rows()) == 2)


def test_sources_and_levels_add_up(qtbot: QtBot, page: FundsPage, register: Register) -> None:
    paid(register, 30_000_000, date(2026, 5, 1), level="province")
    paid(register, 10_000_000, date(2026, 5, 2), code="TCCD")
    paid(register, 99_000_000, date(2025, 5, 2), code="TCCD")
    page.show_target(part="sources")
    settled(qtbot, page)
    table = page.sources.table
    shown = [[cell(table, row, key) for key in ("province", "upper", "total", "share")] for row in table.rows()]
    assert shown == [
        ["", "10.000.000", "10.000.000", "25,0%"],
        ["30.000.000", "", "30.000.000", "75,0%"],
        ["30.000.000", "10.000.000", "40.000.000", "100,0%"],
    ]


def test_a_campaign_beyond_its_fund_is_told_in_the_bar(
    qtbot: QtBot, context: Context, register: Register, notify: RecordedNotify
) -> None:
    context.register = register
    context.notify = notify
    opened(register, "TCCD", amount=700_000)
    programme = next(row.id for row in programmes(register) if row.fields.code == "TET")
    campaign = save_campaign(
        register,
        CampaignFields(
            programme_id=programme,
            name="Tết 2027",
            starts_on=date(2026, 11, 1),
            ends_on=date(2027, 2, 1),
            package_cash=500_000,
            fund_id=fund(register, "TCCD"),
        ),
    ).id
    add_group(register, campaign, COMMUNE, 2, 1_000_000)
    warn_of_campaign(context, campaign)
    qtbot.waitUntil(lambda: bool(notify.warnings))
    assert "còn 700.000 đồng" in notify.warnings[0]
    assert "khoản chi 1.000.000 đồng" in notify.warnings[0]


def test_handing_over_what_a_typed_total_holds_already_is_told(
    qtbot: QtBot, context: Context, register: Register, notify: RecordedNotify
) -> None:
    context.register = register
    context.notify = notify
    programme = next(row.id for row in programmes(register) if row.fields.code == "TET")
    today = context.today()
    campaign = save_campaign(
        register,
        CampaignFields(
            programme_id=programme,
            name="Tết 2027",
            starts_on=today,
            ends_on=today,
            package_cash=500_000,
            fund_id=fund(register, "TCCD"),
        ),
    ).id
    total = AggregateFields(
        unit_id=COMMUNE,
        programme_id=programme,
        starts_on=today,
        ends_on=today,
        level="upper",
        count_unit="package",
        quantity=20,
        cash=20_000_000,
    )
    save_aggregate(register, total)
    add_group(register, campaign, COMMUNE, 2, 1_000_000)
    warn_of_campaign(context, campaign)
    qtbot.waitUntil(lambda: bool(notify.warnings))
    assert "(20.000.000 đồng) đã gồm khoản này, nên sẽ bị cộng hai lần" in notify.warnings[0]


def test_a_payment_that_a_typed_total_holds_already_is_told(qtbot: QtBot, context: Context, register: Register) -> None:
    context.register = register
    programme = next(row.id for row in programmes(register) if row.fields.code == "BENH-HN")
    save_aggregate(
        register,
        AggregateFields(
            unit_id=COMMUNE,
            programme_id=programme,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            quantity=10,
            cash=29_000_000,
            level="upper",
        ),
    )
    specs = load_pay_specs(register)
    dialog = pay_dialog(
        context, "Ghi khoản chi", specs, lambda _paying: None, amount=3_000_000, place=(COMMUNE, programme)
    )
    qtbot.addWidget(dialog)
    dialog.show()
    watch = dialog.findChild(FundWatch)
    assert watch is not None
    dialog.panel.form.input("paid_on").set_value(date(2026, 5, 4))
    qtbot.waitUntil(lambda: "sẽ bị cộng hai lần" in watch.label.text())
    dialog.panel.form.input("paid_on").set_value(date(2026, 7, 4))
    qtbot.waitUntil(lambda: not watch.label.text())


def test_paying_more_than_the_fund_has_warns_and_still_pays(qtbot: QtBot, context: Context, register: Register) -> None:
    context.register = register
    opened(register, amount=5_000_000)
    paid_with: list[Any] = []
    specs = load_pay_specs(register, "house_fund")
    dialog = pay_dialog(context, "Ghi khoản chi", specs, paid_with.append, amount=8_000_000)
    qtbot.addWidget(dialog)
    dialog.show()
    watch = dialog.findChild(FundWatch)
    assert watch is not None
    qtbot.waitUntil(lambda: "còn 5.000.000 đồng" in watch.label.text())
    assert "khoản chi 8.000.000 đồng" in watch.label.text()
    assert watch.label.isVisible()
    opened(register, amount=50_000_000, day=date(2026, 2, 1))
    dialog.panel.form.input("paid_on").set_value(date(2026, 2, 2))
    qtbot.waitUntil(lambda: not watch.label.text())
    dialog.panel.form.input("paid_on").set_value(date(2026, 1, 31))
    qtbot.waitUntil(lambda: bool(watch.label.text()))
    dialog.panel.submit()
    qtbot.waitUntil(lambda: len(paid_with) == 1)

"""Báo cáo đã chốt: a figure presented in July is still that figure in December, and what changed since is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.documents.model import plain
from labordesk.documents.pdf import render_pdf
from labordesk.errors import BadFile, InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.unit import UnitFields
from labordesk.services.award_records import AwardData
from labordesk.services.awards import delete_award, save_award
from labordesk.services.checking import check_register
from labordesk.services.frozen_comparison import (
    NOTHING,
    change_label,
    compare_chosen,
    compare_frozen,
    comparison_document,
    comparison_outgoing,
    difference_text,
)
from labordesk.services.frozen_reports import (
    drop_frozen,
    freeze_report,
    frozen_figures,
    frozen_of,
    frozen_paper,
    identity_of,
    kept_choices,
    list_frozen,
    load_frozen,
)
from labordesk.services.outgoing import stamped
from labordesk.services.prints import PrintOptions, log_print
from labordesk.services.register_settings import save_options
from labordesk.services.registers import open_register
from labordesk.services.report_texts import save_text
from labordesk.services.reporting import Order, compose_report
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import merge_units
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.services.welfare_office import Office, office

__all__ = ["office"]

JULY, DECEMBER = date(2026, 7, 15), date(2026, 12, 20)
HALF = parse_period("2026-H1")
BY_UNIT = Order("theo-don-vi", HALF)


@pytest.fixture(autouse=True)
def _december(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Records are made until December."""
    if "office" in request.fixturenames:
        request.getfixturevalue("office")  # stops the clock in March first
    monkeypatch.setattr(kinds, "today", lambda: DECEMBER)


def give(office: Office, unit_id: int, amount: int, day: date) -> int:
    """Record a hardship grant handed over on a day."""
    fields = AwardFields(
        programme_id=office.programme("BENH-HN"),
        unit_id=unit_id,
        handover="received",
        paid_on=day,
        quantity=1,
        count_unit="person",
    )
    lines = (AwardLineFields(fund_id=office.fund("TCCD"), amount=amount),)
    return save_award(office.register, AwardData(fields, lines)).id


@pytest.fixture
def presented(office: Office) -> int:
    """A report by unit frozen on 15 July, and its id."""
    give(office, office.song_lam, 3_000_000, date(2026, 3, 5))
    give(office, office.phu_thinh, 2_000_000, date(2026, 5, 6))
    return freeze_report(office.register, BY_UNIT, today=JULY, note="trình hội nghị 15/7/2026").id


def test_late_records_change_nothing_of_what_was_presented(office: Office, presented: int) -> None:
    paper = frozen_paper(office.register, presented)
    figures = frozen_figures(office.register, presented)
    assert paper == render_pdf(compose_report(office.register, replace(BY_UNIT, signed_on=JULY), today=JULY))
    give(office, office.song_lam, 1_500_000, date(2026, 6, 20))
    give(office, office.dong_tam, 4_000_000, date(2026, 2, 1))
    assert frozen_paper(office.register, presented) == paper
    assert frozen_figures(office.register, presented) == figures
    now = compose_report(office.register, kept_choices(load_frozen(office.register, presented)).order, today=DECEMBER)
    assert render_pdf(now) != paper


def test_the_comparison_lists_exactly_the_figures_that_differ(office: Office, presented: int) -> None:
    assert compare_frozen(office.register, presented, today=DECEMBER).changes == ()
    give(office, office.song_lam, 1_500_000, date(2026, 6, 20))
    changes = compare_frozen(office.register, presented, today=DECEMBER).changes
    money = [one for one in changes if one.figure.amount > 100_000]
    rows = {one.figure.row for one in changes}
    assert all(one.difference in (1, 1_500_000) for one in changes if one.figure.unit != "%")
    assert any("May Sông Lam" in row for row in rows)
    assert not any("Phú Thịnh" in one.figure.row for one in changes if one.figure.unit != "%")  # only its share
    assert {(one.then.text, one.now.text) for one in money if one.then and one.now} >= {
        ("3.000.000", "4.500.000"),
        ("5.000.000", "6.500.000"),
    }


def test_records_after_the_cut_off_are_no_change(office: Office, presented: int) -> None:
    give(office, office.song_lam, 1_500_000, date(2026, 7, 1))
    give(office, office.song_lam, 1_500_000, date(2026, 8, 1))
    assert compare_frozen(office.register, presented, today=DECEMBER).changes == ()


def test_a_cut_off_left_open_is_the_day_of_freezing_ever_after(office: Office) -> None:
    year = Order("theo-don-vi", parse_period("2026"))
    give(office, office.song_lam, 3_000_000, date(2026, 3, 5))
    frozen = freeze_report(office.register, year, today=JULY).id
    give(office, office.song_lam, 1_000_000, date(2026, 9, 1))
    assert load_frozen(office.register, frozen).cut_off == JULY
    assert compare_frozen(office.register, frozen, today=DECEMBER).changes == ()
    give(office, office.song_lam, 1_000_000, date(2026, 7, 1))
    assert compare_frozen(office.register, frozen, today=DECEMBER).changes != ()


def test_new_and_vanished_rows_are_told_as_such(office: Office) -> None:
    first = give(office, office.phu_thinh, 2_000_000, date(2026, 5, 6))
    programmes = freeze_report(office.register, Order("theo-chuong-trinh", HALF), today=JULY).id
    fields = AwardFields(
        programme_id=office.programme("TNLD"),
        unit_id=office.dong_tam,
        handover="received",
        paid_on=date(2026, 4, 1),
        quantity=1,
        count_unit="person",
    )
    save_award(office.register, AwardData(fields, (AwardLineFields(fund_id=office.fund("TCCD"), amount=700_000),)))
    delete_award(office.register, first)
    changes = compare_frozen(office.register, programmes, today=DECEMBER).changes
    states = {one.row_state for one in changes}
    assert {"new", "gone"} <= states
    assert any(change_label(one).endswith("(dòng mới)") and "tai nạn" in one.figure.row for one in changes)
    assert any(change_label(one).endswith("(dòng không còn)") and "hiểm nghèo" in one.figure.row for one in changes)


def test_units_merged_since_leave_the_paper_and_are_told_in_the_comparison(office: Office, presented: int) -> None:
    paper = frozen_paper(office.register, presented)
    decision = Decision(on=date(2026, 8, 1), number="12/QĐ-LĐLĐ")
    merge_units(office.register, [office.phu_thinh], office.song_lam, decision, take_records=True)
    assert frozen_paper(office.register, presented) == paper
    assert load_frozen(office.register, presented).unit_id == 1
    assert compare_frozen(office.register, presented, today=DECEMBER).changes == ()  # units as they were then
    today_view = freeze_report(office.register, replace(BY_UNIT, view="now"), today=DECEMBER).id
    assert compare_frozen(office.register, today_view, today=DECEMBER).changes == ()


def test_figures_in_sentences_are_compared_too(office: Office) -> None:
    give(office, office.song_lam, 3_000_000, date(2026, 3, 5))
    review = freeze_report(office.register, Order("so-ket", HALF), today=JULY).id
    give(office, office.song_lam, 1_500_000, date(2026, 6, 20))
    changes = compare_frozen(office.register, review, today=DECEMBER).changes
    sentences = [one for one in changes if one.figure.table.startswith("I. ")]
    assert any(one.then and one.then.text == "3 triệu đồng" and one.difference == 1_500_000 for one in sentences)
    assert any(difference_text(one) == "+1.500.000 đồng" for one in sentences)


def test_texts_written_since_do_not_reach_the_paper(office: Office) -> None:
    give(office, office.song_lam, 3_000_000, date(2026, 3, 5))
    review = freeze_report(office.register, Order("so-ket", HALF), today=JULY).id
    before = frozen_paper(office.register, review)
    save_text(office.register, "so-ket", 1, HALF, "limits", "Còn 12 đơn vị chưa báo cáo.")
    assert frozen_paper(office.register, review) == before


def test_the_comparison_is_a_paper_of_its_own(office: Office, presented: int) -> None:
    unchanged = comparison_document(office.register, compare_frozen(office.register, presented, today=DECEMBER))
    assert plain(unchanged.blocks[0].text) == NOTHING  # type: ignore[union-attr]
    give(office, office.song_lam, 1_500_000, date(2026, 6, 20))
    comparison = compare_frozen(office.register, presented, today=DECEMBER)
    document = comparison_document(office.register, comparison)
    (table,) = document.blocks[1:]
    texts = [row.cells for row in table.rows]  # type: ignore[union-attr]
    assert len([cells for cells in texts if cells[0] and cells[1]]) == len(comparison.changes)
    assert any(cells[2:] == ("3.000.000", "4.500.000", "+1.500.000") for cells in texts)
    assert "15/07/2026" in document.note
    assert "20/12/2026" in document.note
    made = comparison_outgoing(office.register, comparison)
    assert (made.identity.paper, made.identity.frozen_id) == ("so-sanh-da-chot", presented)
    assert render_pdf(made.document).startswith(b"%PDF")


def test_the_latest_frozen_report_of_the_same_choices_is_found(office: Office, presented: int) -> None:
    register = office.register
    later = freeze_report(register, BY_UNIT, today=DECEMBER).id
    assert [row.id for row in frozen_of(register, BY_UNIT)] == [later, presented]
    assert [row.id for row in frozen_of(register, replace(BY_UNIT, number=7, signed_on=DECEMBER))] == [later, presented]
    for other in (
        replace(BY_UNIT, unit_id=office.song_lam),
        replace(BY_UNIT, view="now"),
        replace(BY_UNIT, period=parse_period("2026-Q1")),
        replace(BY_UNIT, report="theo-nguon"),
        replace(BY_UNIT, cut_off=date(2026, 4, 1)),
    ):
        assert frozen_of(register, other) == ()
        assert compare_chosen(register, other, today=DECEMBER) is None
    found = compare_chosen(register, BY_UNIT, today=DECEMBER)
    assert found is not None
    assert found.frozen.id == later


def test_a_dropped_report_leaves_the_list_with_its_reason_and_can_still_be_seen(office: Office, presented: int) -> None:
    register = office.register
    with pytest.raises(InvalidInput, match="lý do"):
        drop_frozen(register, presented, "  ", today=DECEMBER)
    assert [row.id for row in list_frozen(register)] == [presented]
    drop_frozen(register, presented, "trình nhầm bản", today=DECEMBER)
    assert list_frozen(register) == ()
    assert frozen_of(register, BY_UNIT) == ()
    (row,) = list_frozen(register, dropped=True)
    assert (row.dropped_on, row.dropped_reason) == (DECEMBER, "trình nhầm bản")
    assert frozen_paper(register, presented).startswith(b"%PDF")
    with pytest.raises(RuleBroken, match="20/12/2026"):
        drop_frozen(register, presented, "lần nữa", today=DECEMBER)
    with pytest.raises(NotFound):
        drop_frozen(register, 99, "không có", today=DECEMBER)


def test_a_frozen_paper_printed_again_says_so_and_is_the_same_paper_as_before_freezing(
    office: Office, presented: int
) -> None:
    register = office.register
    row = load_frozen(register, presented)
    identity, paper = identity_of(row), frozen_paper(register, presented)
    save_options(register, PrintOptions(mark_reprints=True))
    assert stamped(register, identity, paper) == paper
    logged = log_print(register, identity.printed("printer", 1))
    assert logged is not None
    marked = stamped(register, identity, paper)
    assert marked != paper
    save_options(register, PrintOptions(mark_reprints=False))
    assert stamped(register, identity, paper) == paper


def test_nothing_is_frozen_of_a_report_that_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput):
        freeze_report(office.register, Order("theo-don-vi", parse_period("2027")), today=JULY)
    assert list_frozen(office.register, dropped=True) == ()


def test_a_report_over_an_empty_period_is_frozen_and_compared(office: Office) -> None:
    frozen = freeze_report(office.register, Order("tong-hop", parse_period("2020")), today=JULY).id
    assert compare_frozen(office.register, frozen, today=DECEMBER).changes == ()


def test_a_unit_renamed_since_is_the_same_row_in_the_view_of_then(office: Office, presented: int) -> None:
    unit = save_unit(office.register, UnitFields(name="CĐCS Trường Mầm non", parent_id=1)).id
    give(office, unit, 900_000, date(2026, 6, 1))
    changes = compare_frozen(office.register, presented, today=DECEMBER).changes
    assert {one.row_state for one in changes if "Mầm non" in one.figure.row} == {"new"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(1_000, 10**9), day=st.dates(date(2026, 1, 1), date(2026, 8, 1)))
def test_whatever_is_added_late_within_the_period_is_the_difference(office: Office, amount: int, day: date) -> None:
    frozen = freeze_report(office.register, BY_UNIT, today=DECEMBER).id
    give(office, office.song_lam, amount, day)
    changes = compare_frozen(office.register, frozen, today=DECEMBER).changes
    totals = [one for one in changes if one.figure.row.startswith("Tổng") and one.difference and one.difference > 999]
    assert bool(changes) == HALF.holds(day)
    assert {one.difference for one in totals} == ({amount} if HALF.holds(day) else set())


DAMAGES = [
    ("UPDATE frozen_report SET choices = 'hỏng'", "không đọc được lựa chọn"),
    ("UPDATE frozen_report SET choices = '{}'", "không đọc được lựa chọn"),
    ("UPDATE frozen_report SET figures = '[{}]'", "không đọc được số liệu"),
    ("UPDATE frozen_report SET paper = x'00'", "mất bản in"),
    ("UPDATE frozen_report SET dropped_on = '2026-12-01'", "không có ngày hoặc lý do"),
    ("UPDATE frozen_report SET dropped_reason = 'nhầm'", "không có ngày hoặc lý do"),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES)
def test_a_damaged_frozen_report_is_found_and_nothing_else_is_blamed(
    register_path: Path, damage: str, sentence: str
) -> None:
    with open_register(register_path) as register:
        freeze_report(register, Order("tong-hop", HALF), today=JULY)
        assert check_register(register).ok
    with closing(sqlite3.connect(register_path)) as connection:
        connection.executescript(damage)
    with open_register(register_path) as register:
        [problem] = check_register(register).problems
        if "choices" in damage:
            with pytest.raises(BadFile):
                compare_frozen(register, 1, today=DECEMBER)
    assert sentence in str(problem)
    assert "; hãy " in str(problem)


def test_the_register_of_the_test_is_the_one_of_the_report(register: Register) -> None:
    frozen = freeze_report(register, BY_UNIT, today=JULY).id
    row = load_frozen(register, frozen)
    assert (row.report, row.period, row.unit_id, row.note) == ("theo-don-vi", "2026-H1", 1, "")
    with pytest.raises(NotFound):
        load_frozen(register, 99)
    with pytest.raises(NotFound):
        frozen_paper(register, 99)

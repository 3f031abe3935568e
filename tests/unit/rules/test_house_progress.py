"""Reports of progress rise to 100; a fall is explained, two on one day are none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.rules.house_progress import Report, check_course, check_place, latest_percent

DAY = date(2026, 3, 2)


def test_the_latest_day_is_the_progress_whatever_the_order_typed() -> None:
    reports = [Report(DAY, 60), Report(DAY - timedelta(9), 20), Report(DAY - timedelta(3), 40)]
    assert latest_percent(reports) == 60
    assert latest_percent([]) is None


def test_a_fall_without_a_note_is_refused_with_both_figures() -> None:
    fallen = [Report(DAY, 60), Report(DAY + timedelta(5), 45)]
    with pytest.raises(InvalidInput, match=r"07/03/2026 \(45%\) thấp hơn ngày 02/03/2026 \(60%\)") as refusal:
        check_course(fallen)
    assert refusal.value.field == "note"
    check_course([fallen[0], Report(DAY + timedelta(5), 45, "Bão làm sập tường")])


def test_two_reports_of_one_day_are_refused() -> None:
    with pytest.raises(InvalidInput, match="đã có báo cáo") as refusal:
        check_course([Report(DAY, 60), Report(DAY, 70)])
    assert refusal.value.field == "reported_on"


def test_a_report_before_the_work_began_is_refused() -> None:
    with pytest.raises(InvalidInput, match="trước ngày khởi công"):
        check_place(DAY, "started", DAY + timedelta(1))
    with pytest.raises(RuleBroken, match="chưa được duyệt"):
        check_place(DAY, "surveyed", None)
    check_place(DAY, "started", DAY)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 100), st.booleans()), max_size=8))
def test_what_passes_never_falls_without_a_note(drawn: list[tuple[int, int, bool]]) -> None:
    reports = [Report(DAY + timedelta(day), percent, "lý do" if noted else "") for day, percent, noted in drawn]
    ordered = sorted(reports, key=lambda one: one.on)
    pairs = list(pairwise(ordered))
    fine = all(before.on < one.on and (one.percent >= before.percent or one.note) for before, one in pairs)
    try:
        check_course(reports)
    except InvalidInput:
        assert not fine
    else:
        assert fine

"""The queue of requests: orders, filters, marks, and pages that miss nobody."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from labordesk.errors import InvalidInput
from labordesk.model.norm import NormFields
from labordesk.services.case_filter import CaseFilter, Order
from labordesk.services.case_lists import CaseRow, case_years, count_flagged, list_cases
from labordesk.services.catalogue import circumstances
from labordesk.services.grants import move_case, pay_case, save_case
from labordesk.services.handling_time import HandlingTime, handling_time, save_handling_time
from labordesk.services.norms import save_norm
from tests.services.test_grants import request
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]


def reason(office: Office, code: str) -> int:
    return next(row.id for row in circumstances(office.register) if row.fields.code == code)


def asked(office: Office, name: str, day: date, **more: Any) -> int:
    return save_case(office.register, request(office, name, requested_on=day, **more)).id


def names(office: Office, wanted: CaseFilter, order: Order = "urgency", **more: Any) -> list[str]:
    return [row.person_name for row in list_cases(office.register, wanted, order=order, **more).rows]


def row_of(office: Office, case_id: int) -> CaseRow:
    return next(row for row in list_cases(office.register).rows if row.id == case_id)


def test_who_cannot_wait_stands_first_then_who_waited_longest(office: Office) -> None:
    poor, flood = reason(office, "THU-NHAP"), reason(office, "THIEN-TAI")
    asked(office, "Lê An", date(2026, 1, 5), circumstance_id=poor)
    asked(office, "Trần Bình", date(2026, 2, 20), circumstance_id=flood)
    asked(office, "Đỗ Chung", date(2026, 2, 3), circumstance_id=flood)
    asked(office, "Vũ Dung", date(2026, 1, 3))
    settled = asked(office, "Phan Em", date(2026, 1, 2), circumstance_id=flood)
    move_case(office.register, settled, "refused", TODAY, reason="Trùng hồ sơ")
    assert names(office, CaseFilter()) == ["Đỗ Chung", "Trần Bình", "Vũ Dung", "Lê An", "Phan Em"]
    assert names(office, CaseFilter(waiting=True)) == ["Đỗ Chung", "Trần Bình", "Vũ Dung", "Lê An"]


@pytest.mark.parametrize("order", get_args(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_in_any_order_show_everybody_once(office: Office, order: Order, descending: bool) -> None:
    for place in range(7):
        case_id = asked(office, f"Nguyễn Văn {'ABCDEFG'[place]}n", date(2026, 2, 1 + place % 3), asked_amount=1_000_000)
        if place % 2:
            move_case(office.register, case_id, "refused", date(2026, 2, 10), reason="Trùng hồ sơ")
    whole = list_cases(office.register, order=order, descending=descending).rows
    found: list[CaseRow] = []
    after: tuple[Any, ...] | None = None
    while True:
        page = list_cases(office.register, order=order, descending=descending, after=after, limit=2)
        found += page.rows
        after = page.next_key
        if after is None:
            break
    assert found == list(whole)
    assert len({row.id for row in found}) == 7
    if order == "days_waiting":
        days = [row.days_waiting for row in found]
        assert days == sorted(days, reverse=descending)


def test_days_run_from_the_request_to_the_payment_however_often_it_was_refused(office: Office) -> None:
    case_id = asked(office, "Lê An", date(2026, 2, 2))
    move_case(office.register, case_id, "refused", date(2026, 2, 5), reason="Thiếu giấy tờ")
    move_case(office.register, case_id, "verifying", date(2026, 2, 6), reason="Đã bổ sung")
    assert row_of(office, case_id).days_waiting == 28
    move_case(office.register, case_id, "approved", date(2026, 2, 10), approved_amount=1_000_000)
    pay_case(office.register, case_id, date(2026, 2, 12), [office.cash(1_000_000)])
    row = row_of(office, case_id)
    assert (row.days_waiting, row.working_days, row.late) == (10, 8, False)


def test_past_eleven_working_days_a_request_is_late_and_the_limit_is_the_registers_own(office: Office) -> None:
    late = asked(office, "Lê An", date(2026, 2, 6))  # with Tết Bính Ngọ between
    fine = asked(office, "Trần Bình", date(2026, 2, 9))
    assert [(row_of(office, one).working_days, row_of(office, one).late) for one in (late, fine)] == [
        (11, False),
        (10, False),
    ]
    save_handling_time(office.register, HandlingTime(grant_days=10))
    assert handling_time(office.register).grant_days == 10
    assert names(office, CaseFilter(flag="late")) == ["Lê An"]
    assert row_of(office, late).late
    assert count_flagged(office.register, "late") == 1
    move_case(office.register, late, "refused", TODAY, reason="Trùng hồ sơ")
    assert names(office, CaseFilter(flag="late")) == []


@pytest.mark.parametrize("days", [0, 91])
def test_a_limit_outside_reason_is_refused(office: Office, days: int) -> None:
    with pytest.raises(InvalidInput):
        save_handling_time(office.register, HandlingTime(grant_days=days))
    assert handling_time(office.register).grant_days == 11


def test_filters_narrow_by_unit_programme_reason_and_year(office: Office) -> None:
    flood = reason(office, "THIEN-TAI")
    asked(office, "Lê An", date(2026, 2, 2), unit_id=office.phu_thinh)
    asked(office, "Trần Bình", date(2026, 2, 3), programme_id=office.programme("THIEN-TAI"), circumstance_id=flood)
    old = asked(office, "Đỗ Chung", date(2025, 12, 20))
    for wanted, expected in (
        (CaseFilter(unit_ids={office.phu_thinh}), ["Lê An"]),
        (CaseFilter(programme_id=office.programme("THIEN-TAI")), ["Trần Bình"]),
        (CaseFilter(circumstance_id=flood), ["Trần Bình"]),
        (CaseFilter(year=2025), ["Đỗ Chung"]),
        (CaseFilter("an", unit_ids={office.phu_thinh}), ["Lê An"]),
    ):
        assert names(office, wanted) == expected
    assert case_years(office.register) == (2026, 2025)
    move_case(office.register, old, "approved", date(2026, 1, 5), approved_amount=1_000_000)
    pay_case(office.register, old, date(2026, 1, 6), [office.cash(1_000_000)])
    assert names(office, CaseFilter(year=2025)) == []


def test_what_goes_beyond_the_rate_is_marked_while_asked_and_after_it_was_decided(office: Office) -> None:
    rate = NormFields(
        programme_id=office.programme("BENH-HN"), high=3_000_000, valid_from=date(2024, 1, 1), basis="Quy chế mẫu"
    )
    above = asked(office, "Lê An", date(2026, 2, 2), asked_amount=3_000_001)
    within = asked(office, "Trần Bình", date(2026, 2, 2), asked_amount=3_000_000)
    assert not row_of(office, above).over_norm
    save_norm(office.register, rate)
    assert (row_of(office, above).over_norm, row_of(office, within).over_norm) == (True, False)
    assert names(office, CaseFilter(flag="norm")) == ["Lê An"]
    assert count_flagged(office.register, "norm") == 1
    move_case(office.register, above, "approved", TODAY, approved_amount=3_000_000)
    assert not row_of(office, above).over_norm
    move_case(office.register, within, "approved", TODAY, approved_amount=4_000_000, norm_reason="Hai con nhỏ")
    assert names(office, CaseFilter(flag="norm")) == ["Trần Bình"]


def test_a_file_without_its_papers_is_marked_with_what_lacks(office: Office) -> None:
    case_id = asked(office, "Lê An", date(2026, 2, 2), circumstance_id=reason(office, "BENH-HN"))
    move_case(office.register, case_id, "verifying", date(2026, 2, 3))
    row = row_of(office, case_id)
    assert row.missing
    assert names(office, CaseFilter(flag="papers")) == ["Lê An"]
    assert count_flagged(office.register, "papers") == 1


def test_decided_without_the_number_of_a_decision_is_found(office: Office) -> None:
    case_id = asked(office, "Lê An", date(2026, 2, 2))
    assert names(office, CaseFilter(flag="decision")) == []
    move_case(office.register, case_id, "approved", TODAY, approved_amount=1_000_000)
    assert names(office, CaseFilter(flag="decision")) == ["Lê An"]

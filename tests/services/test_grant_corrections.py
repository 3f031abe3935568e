"""Putting right what a request says about the past: days with a reason, settled requests opened again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.services.awards import load_award
from labordesk.services.grants import (
    LoadedCase,
    correct_step,
    list_cases,
    load_case,
    move_case,
    pay_case,
    record_grant,
    reopen_case,
    save_case,
)
from tests.services.test_grants import approved, request
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

PAID_ON = date(2026, 2, 12)
WHY = "Ghi nhầm ngày so với phiếu chi"


def paid(office: Office, **more: Any) -> int:
    case_id = approved(office, **more)
    pay_case(office.register, case_id, PAID_ON, [office.cash(3_000_000)])
    return case_id


def step_of(case: LoadedCase, state: str) -> int:
    return next(step.id for step in case.steps if step.state == state)


def days(case: LoadedCase) -> list[tuple[str, int]]:
    return [(step.state, step.on.day) for step in case.steps]


def test_a_corrected_day_keeps_the_old_one_and_the_reason(office: Office) -> None:
    case_id = approved(office)
    step = step_of(load_case(office.register, case_id), "verifying")
    saved = correct_step(office.register, case_id, step, date(2026, 2, 5), "  Biên bản ghi   ngày 05 ")
    loaded = load_case(office.register, case_id)
    assert days(loaded) == [("received", 2), ("verifying", 5), ("approved", 10)]
    [correction] = loaded.corrections
    assert (correction.state, correction.before, correction.after) == ("verifying", date(2026, 2, 3), date(2026, 2, 5))
    assert correction.reason == "Biên bản ghi ngày 05"
    assert saved.row_version == loaded.row_version


def test_the_day_of_receipt_is_that_of_the_request(office: Office) -> None:
    case_id = approved(office)
    correct_step(
        office.register, case_id, step_of(load_case(office.register, case_id), "received"), date(2026, 1, 30), WHY
    )
    loaded = load_case(office.register, case_id)
    assert loaded.fields.requested_on == date(2026, 1, 30)
    assert list_cases(office.register).rows[0].requested_on == date(2026, 1, 30)


def test_the_day_of_payment_is_that_of_its_award(office: Office) -> None:
    case_id = paid(office)
    loaded = load_case(office.register, case_id)
    done = correct_step(office.register, case_id, step_of(loaded, "paid"), date(2026, 2, 20), WHY)
    assert done.changes.awards
    assert load_award(office.register, loaded.award_ids[0]).data.fields.paid_on == date(2026, 2, 20)
    assert days(load_case(office.register, case_id))[-1] == ("paid", 20)


@pytest.mark.parametrize(
    ("state", "on", "error", "words"),
    [
        ("verifying", date(2026, 2, 1), RuleBroken, "không thể trước ngày “Tiếp nhận”"),
        ("verifying", date(2026, 2, 11), RuleBroken, "không thể sau ngày “Đã duyệt”"),
        ("received", date(2026, 2, 4), RuleBroken, "không thể sau ngày “Đang xác minh”"),
        ("paid", date(2026, 2, 9), RuleBroken, "không thể trước ngày “Đã duyệt”"),
        ("paid", date(2026, 3, 9), RuleBroken, "còn ở phía trước"),
        ("paid", PAID_ON, InvalidInput, "đang được ghi rồi"),
    ],
)
def test_a_day_that_passes_its_neighbours_changes_nothing(
    office: Office, state: str, on: date, error: type[Exception], words: str
) -> None:
    case_id = paid(office)
    before = load_case(office.register, case_id)
    with pytest.raises(error, match=words):
        correct_step(office.register, case_id, step_of(before, state), on, WHY)
    assert load_case(office.register, case_id) == before


def test_a_correction_needs_a_reason_and_a_step_of_this_request(office: Office) -> None:
    case_id, other = approved(office), approved(office, name="Nguyễn Văn An")
    step = step_of(load_case(office.register, case_id), "verifying")
    with pytest.raises(InvalidInput) as refusal:
        correct_step(office.register, case_id, step, date(2026, 2, 5), "   ")
    assert refusal.value.field == "reason"
    with pytest.raises(NotFound):
        correct_step(office.register, other, step, date(2026, 2, 5), WHY)
    assert load_case(office.register, case_id).corrections == ()


def test_a_payment_cannot_be_moved_before_its_decision(office: Office) -> None:
    fields = request(office, decision_number="12/QĐ", decision_date=date(2026, 2, 5))
    case_id = save_case(office.register, fields).id
    move_case(office.register, case_id, "approved", date(2026, 2, 3), approved_amount=1_000_000)
    with pytest.raises(RuleBroken, match="Ngày chi 04/02/2026 không thể trước ngày quyết định 05/02/2026"):
        pay_case(office.register, case_id, date(2026, 2, 4), [office.cash(1_000_000)])
    pay_case(office.register, case_id, date(2026, 2, 5), [office.cash(1_000_000)])
    loaded = load_case(office.register, case_id)
    with pytest.raises(RuleBroken, match="không thể trước ngày quyết định"):
        correct_step(office.register, case_id, step_of(loaded, "paid"), date(2026, 2, 4), WHY)
    later = loaded.fields.model_copy(update={"decision_date": date(2026, 2, 6)})
    with pytest.raises(RuleBroken, match="không thể trước ngày quyết định"):
        save_case(office.register, later, case_id=case_id)
    assert load_case(office.register, case_id) == loaded


def test_a_decision_before_its_request_is_refused(office: Office) -> None:
    case_id = save_case(office.register, request(office)).id
    with pytest.raises(InvalidInput, match="không thể trước ngày tiếp nhận") as refusal:
        move_case(
            office.register,
            case_id,
            "approved",
            TODAY,
            approved_amount=1_000_000,
            decision_date=date(2026, 2, 1),
        )
    assert refusal.value.field == "decision_date"
    assert load_case(office.register, case_id).state == "received"


def test_money_that_came_back_lets_the_request_be_paid_again(office: Office) -> None:
    case_id = paid(office)
    award_id = load_case(office.register, case_id).award_ids[0]
    reopen_case(office.register, case_id, TODAY, "Chi nhầm người nhận, đã thu hồi")
    loaded = load_case(office.register, case_id)
    assert (loaded.state, loaded.award_ids, loaded.reopened) == ("approved", (), "")
    [correction] = loaded.corrections
    assert (correction.state, correction.before, correction.after) == ("paid", PAID_ON, None)
    returned = load_award(office.register, award_id).data.fields
    assert returned.handover == "returned"
    assert returned.note == "Thu hồi ngày 02/03/2026: Chi nhầm người nhận, đã thu hồi"
    assert office.spent() == 0
    pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    assert office.spent() == 3_000_000
    assert len(load_case(office.register, case_id).award_ids) == 1


def test_a_file_closed_too_early_is_paid_again_without_touching_the_money(office: Office) -> None:
    case_id = paid(office)
    move_case(office.register, case_id, "closed", date(2026, 2, 20))
    reopen_case(office.register, case_id, TODAY, "Thiếu chữ ký nhận")
    loaded = load_case(office.register, case_id)
    assert (loaded.state, days(loaded)[-1]) == ("paid", ("paid", 12))
    assert loaded.corrections[0].state == "closed"
    assert office.spent() == 3_000_000
    move_case(office.register, case_id, "closed", TODAY)


def test_opening_again_needs_a_settled_request_a_reason_and_a_later_day(office: Office) -> None:
    case_id = approved(office)
    with pytest.raises(RuleBroken, match="chưa chi nên không cần mở lại"):
        reopen_case(office.register, case_id, TODAY, WHY)
    pay_case(office.register, case_id, PAID_ON, [office.cash(3_000_000)])
    before = load_case(office.register, case_id)
    for on, reason, field in ((TODAY, " ", "reason"), (date(2026, 2, 11), WHY, "on")):
        with pytest.raises(InvalidInput) as refusal:
            reopen_case(office.register, case_id, on, reason)
        assert refusal.value.field == field
    assert load_case(office.register, case_id) == before


def test_a_decision_looked_at_again_needs_a_reason_and_keeps_the_past(office: Office) -> None:
    case_id = approved(office)
    with pytest.raises(InvalidInput):
        move_case(office.register, case_id, "verifying", TODAY)
    move_case(office.register, case_id, "verifying", TODAY, reason="Có đơn phản ánh")
    assert days(load_case(office.register, case_id)) == [
        ("received", 2),
        ("verifying", 3),
        ("approved", 10),
        ("verifying", 2),
    ]
    refused = save_case(office.register, request(office, "Nguyễn Văn An")).id
    move_case(office.register, refused, "refused", TODAY, reason="Không thuộc đối tượng")
    move_case(office.register, refused, "verifying", TODAY, reason="Bổ sung xác nhận")
    assert load_case(office.register, refused).fields.refusal_reason is None


def test_a_changed_decision_reaches_the_payment(office: Office) -> None:
    case_id = paid(office)
    loaded = load_case(office.register, case_id)
    number = loaded.fields.model_copy(update={"decision_number": "42/QĐ-CĐX"})
    assert save_case(office.register, number, case_id=case_id).changes.awards
    assert load_award(office.register, loaded.award_ids[0]).data.fields.decision_number == "42/QĐ-CĐX"
    assert not save_case(office.register, number, case_id=case_id).changes.awards


def test_a_grant_for_a_dead_worker_is_taken_by_the_wife(office: Office) -> None:
    from labordesk.services.catalogue import circumstances

    dead = next(row.id for row in circumstances(office.register) if row.fields.code == "TNLD-TV")
    fields = request(office, "Nguyễn Văn An", programme_id=office.programme("TNLD"), circumstance_id=dead)
    with pytest.raises(InvalidInput, match="đã mất") as refusal:
        record_grant(office.register, fields, PAID_ON, [office.cash(5_000_000)])
    assert refusal.value.field == "recipient_name"
    widow = fields.model_copy(update={"recipient_name": "Lê Thị Nga", "recipient_relation": "spouse"})
    done = record_grant(office.register, widow, PAID_ON, [office.cash(5_000_000)])
    award = load_award(office.register, done.award_id).data.fields
    assert (award.handover, award.recipient_name, award.recipient_relation) == ("proxy", "Lê Thị Nga", "spouse")

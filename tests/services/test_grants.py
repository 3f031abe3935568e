"""Hardship requests on a real register: from intake to payment, or recorded at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model.grant_case import GrantCaseFields
from labordesk.services.award_records import AwardData
from labordesk.services.awards import delete_award, load_award, save_award
from labordesk.services.case_filter import CaseFilter
from labordesk.services.grants import (
    Slip,
    count_cases,
    delete_case,
    list_cases,
    load_case,
    move_case,
    pay_case,
    record_grant,
    save_case,
)
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

ASKED = date(2026, 2, 2)


def request(office: Office, name: str = "Trần Thị Hoà", **more: Any) -> GrantCaseFields:
    usual: dict[str, Any] = {
        "programme_id": office.programme("BENH-HN"),
        "unit_id": office.song_lam,
        "requested_on": ASKED,
        "asked_amount": 5_000_000,
    }
    person = more.pop("person_id", None) or office.person(name)
    return GrantCaseFields(person_id=person, **{**usual, **more})


def approved(office: Office, **more: Any) -> int:
    case_id = save_case(office.register, request(office, **more)).id
    move_case(office.register, case_id, "verifying", date(2026, 2, 3))
    move_case(
        office.register,
        case_id,
        "approved",
        date(2026, 2, 10),
        approved_amount=3_000_000,
        decision_number="41/QĐ-LĐLĐ",
        decision_date=date(2026, 2, 10),
    )
    return case_id


def test_a_request_walks_to_its_payment_and_keeps_every_day(office: Office) -> None:
    case_id = approved(office)
    paid = pay_case(office.register, case_id, date(2026, 2, 12), [office.cash(3_000_000)])
    move_case(office.register, case_id, "closed", date(2026, 2, 20))
    loaded = load_case(office.register, case_id)
    assert [(step.state, step.on) for step in loaded.steps] == [
        ("received", ASKED),
        ("verifying", date(2026, 2, 3)),
        ("approved", date(2026, 2, 10)),
        ("paid", date(2026, 2, 12)),
        ("closed", date(2026, 2, 20)),
    ]
    assert loaded.award_ids == (paid.award_id,)
    assert loaded.next_states == ()
    award = load_award(office.register, paid.award_id)
    assert award.case_id == case_id
    assert (award.data.total, award.data.fields.decision_number) == (3_000_000, "41/QĐ-LĐLĐ")
    assert (award.data.fields.count_unit, award.data.fields.quantity) == ("person", 1)
    assert office.spent() == 3_000_000


def test_the_person_helped_and_the_one_who_receives_differ(office: Office) -> None:
    case_id = approved(office, name="Nguyễn Văn An", recipient_name="Lê Thị Nga", recipient_relation="spouse")
    paid = pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    fields = load_award(office.register, paid.award_id).data.fields
    assert (fields.handover, fields.recipient_name, fields.recipient_relation) == ("proxy", "Lê Thị Nga", "spouse")
    assert fields.person_id == load_case(office.register, case_id).fields.person_id


def test_a_slip_names_another_recipient_and_its_voucher(office: Office) -> None:
    case_id = approved(office)
    slip = Slip(recipient_name="Nguyễn Văn Minh", recipient_relation="child", voucher_number="PC 07", method="cash")
    fields = load_award(
        office.register, pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)], slip).award_id
    ).data.fields
    assert (fields.recipient_name, fields.voucher_number, fields.method) == ("Nguyễn Văn Minh", "PC 07", "cash")


def test_refusal_and_supplement_need_a_reason_which_is_shown(office: Office) -> None:
    case_id = save_case(office.register, request(office)).id
    for state in ("incomplete", "refused"):
        with pytest.raises(InvalidInput) as refusal:
            move_case(office.register, case_id, state, TODAY, reason="  ")
        assert refusal.value.field == "refusal_reason"
    move_case(office.register, case_id, "incomplete", TODAY, reason="Thiếu giấy ra viện")
    loaded = load_case(office.register, case_id)
    assert (loaded.fields.refusal_reason, loaded.steps[-1].note) == ("Thiếu giấy ra viện", "Thiếu giấy ra viện")
    move_case(office.register, case_id, "verifying", TODAY)
    assert load_case(office.register, case_id).fields.refusal_reason is None


def test_nothing_is_approved_without_an_amount(office: Office) -> None:
    case_id = save_case(office.register, request(office)).id
    with pytest.raises(InvalidInput) as refusal:
        move_case(office.register, case_id, "approved", TODAY)
    assert refusal.value.field == "approved_amount"
    assert load_case(office.register, case_id).state == "received"


def test_a_request_is_not_paid_before_it_is_approved_nor_without_an_award(office: Office) -> None:
    case_id = save_case(office.register, request(office)).id
    with pytest.raises(RuleBroken, match="“Tiếp nhận”"):
        pay_case(office.register, case_id, TODAY, [office.cash(1_000_000)])
    ready = approved(office, name="Nguyễn Văn An")
    with pytest.raises(RuleBroken, match="hãy ghi khoản chi"):
        move_case(office.register, ready, "paid", TODAY)
    assert office.spent() == 0


def test_days_follow_each_other_and_do_not_lie_ahead(office: Office) -> None:
    case_id = approved(office)
    with pytest.raises(RuleBroken, match="không thể trước ngày “Đã duyệt”"):
        pay_case(office.register, case_id, date(2026, 2, 9), [office.cash(3_000_000)])
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        pay_case(office.register, case_id, date(2026, 3, 9), [office.cash(3_000_000)])
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        save_case(office.register, request(office, "Đỗ Đức Hùng", requested_on=date(2026, 4, 1)))
    loaded = load_case(office.register, case_id)
    with pytest.raises(InvalidInput, match="hãy dùng “Sửa ngày” và ghi lý do"):
        save_case(office.register, loaded.fields.model_copy(update={"requested_on": date(2026, 2, 4)}), case_id=case_id)
    assert load_case(office.register, case_id) == loaded


def test_more_than_approved_is_paid_only_with_a_reason(office: Office) -> None:
    case_id = approved(office)
    with pytest.raises(RuleBroken, match=r"3\.500\.000 đồng vượt mức duyệt 3\.000\.000 đồng"):
        pay_case(office.register, case_id, TODAY, [office.cash(3_500_000)])
    assert office.spent() == 0
    pay_case(office.register, case_id, TODAY, [office.cash(3_500_000)], Slip(override_reason="BTV đồng ý bổ sung"))
    assert office.spent() == 3_500_000


def test_a_grant_already_given_is_recorded_in_one_step(office: Office) -> None:
    fields = request(office, decision_number="12/QĐ", decision_date=date(2026, 2, 5))
    done = record_grant(office.register, fields, date(2026, 2, 6), [office.cash(2_900_000)])
    loaded = load_case(office.register, done.case_id)
    assert loaded.state == "paid"
    assert loaded.fields.approved_amount == 2_900_000
    assert [(step.state, step.on.day) for step in loaded.steps] == [("received", 2), ("approved", 5), ("paid", 6)]
    assert loaded.row_version == done.row_version
    assert done.changes.cases
    assert done.changes.awards


def test_a_quick_grant_that_cannot_be_leaves_nothing(office: Office) -> None:
    with pytest.raises(RuleBroken):
        record_grant(office.register, request(office), date(2026, 1, 1), [office.cash(1_000_000)])
    with pytest.raises(InvalidInput):
        record_grant(office.register, request(office, "Đỗ Đức Hùng"), TODAY, [])
    assert list_cases(office.register).rows == ()
    assert count_cases(office.register) == {}


def test_a_deleted_payment_lets_the_request_wait_again(office: Office) -> None:
    case_id = approved(office)
    paid = pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    move_case(office.register, case_id, "closed", TODAY)
    delete_award(office.register, paid.award_id)
    loaded = load_case(office.register, case_id)
    assert (loaded.state, loaded.steps[-1].state, loaded.award_ids) == ("approved", "approved", ())
    pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    assert office.spent() == 3_000_000


def test_a_corrected_payment_day_moves_the_event(office: Office) -> None:
    case_id = approved(office)
    paid = pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    award = load_award(office.register, paid.award_id)
    moved = AwardData(award.data.fields.model_copy(update={"paid_on": date(2026, 2, 11)}), award.data.lines)
    save_award(office.register, moved, award_id=paid.award_id)
    assert load_case(office.register, case_id).steps[-1].on == date(2026, 2, 11)
    early = AwardData(award.data.fields.model_copy(update={"paid_on": date(2026, 2, 1)}), award.data.lines)
    with pytest.raises(RuleBroken, match="Ngày chi 01/02/2026 không thể trước ngày quyết định 10/02/2026"):
        save_award(office.register, early, award_id=paid.award_id)


def test_the_payment_of_a_request_stays_paid_until_it_is_deleted(office: Office) -> None:
    case_id = approved(office)
    paid = pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    award = load_award(office.register, paid.award_id)
    planned = award.data.fields.model_copy(update={"handover": "planned", "paid_on": None})
    with pytest.raises(RuleBroken, match="hãy xóa khoản chi"):
        save_award(office.register, AwardData(planned, award.data.lines), award_id=paid.award_id)
    back = award.data.fields.model_copy(update={"handover": "returned"})
    save_award(office.register, AwardData(back, award.data.lines), award_id=paid.award_id)
    assert load_case(office.register, case_id).state == "approved"
    assert office.spent() == 0


def test_a_paid_request_keeps_its_person_and_its_amount(office: Office) -> None:
    case_id = approved(office)
    pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    fields = load_case(office.register, case_id).fields
    other = office.person("Đỗ Đức Hùng")
    for change, error in (
        ({"person_id": other}, RuleBroken),
        ({"approved_amount": None}, InvalidInput),
        ({"approved_amount": 1_000_000}, RuleBroken),
    ):
        with pytest.raises(error):
            save_case(office.register, fields.model_copy(update=change), case_id=case_id)
    with pytest.raises(RuleBroken, match="đã có khoản chi"):
        delete_case(office.register, case_id)


def test_the_queue_shows_the_longest_waiting_first(office: Office) -> None:
    late = save_case(office.register, request(office, "Nguyễn Văn An", requested_on=date(2026, 2, 20))).id
    early = save_case(office.register, request(office, "Trần Thị Hoà", requested_on=date(2026, 1, 5))).id
    ready = approved(office, name="Đỗ Đức Hùng")
    pay_case(office.register, ready, date(2026, 2, 12), [office.cash(3_000_000)])
    rows = list_cases(office.register).rows
    assert [(row.id, row.days_waiting, row.paid_amount) for row in rows] == [
        (early, 56, 0),
        (ready, 10, 3_000_000),
        (late, 10, 0),
    ]
    assert [row.id for row in list_cases(office.register, CaseFilter(waiting=True)).rows] == [early, late]
    assert [row.id for row in list_cases(office.register, CaseFilter(state="paid")).rows] == [ready]
    assert [row.id for row in list_cases(office.register, CaseFilter("hoà")).rows] == [early]
    assert count_cases(office.register) == {"received": 2, "paid": 1}
    first = list_cases(office.register, limit=2)
    assert [row.id for row in list_cases(office.register, limit=2, after=first.next_key).rows] == [late]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person_id": 999}, "person_id"),
        ({"asked_amount": 600_000_000}, "asked_amount"),
        ({"circumstance_id": 999}, "circumstance_id"),
        ({"recipient_name": "Lê Thị Nga"}, "recipient_relation"),
    ],
)
def test_what_a_request_cannot_have_is_refused_beside_its_field(
    office: Office, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_case(office.register, request(office).model_copy(update=change))
    assert refusal.value.field == field


def test_a_gift_programme_takes_no_requests(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_case(office.register, request(office, programme_id=office.programme("TET")))
    assert refusal.value.field == "programme_id"


def test_a_stale_request_does_not_overwrite(office: Office) -> None:
    case_id = save_case(office.register, request(office)).id
    loaded = load_case(office.register, case_id)
    move_case(office.register, case_id, "verifying", TODAY)
    save_case(office.register, loaded.fields.model_copy(update={"asked_amount": 4_000_000}), case_id=case_id)
    with pytest.raises(Conflict) as conflict:
        save_case(office.register, loaded.fields, case_id=case_id, row_version=loaded.row_version)
    assert conflict.value.differences == {"asked_amount": (4_000_000, 5_000_000)}


def test_a_request_entered_by_mistake_is_deleted(office: Office) -> None:
    case_id = save_case(office.register, request(office)).id
    delete_case(office.register, case_id)
    with pytest.raises(NotFound):
        load_case(office.register, case_id)

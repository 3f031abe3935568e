"""Rates where money is decided: grants approved and paid, supports recorded alone, totals typed before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.model import Award, GrantCase
from labordesk.model.award import AwardFields
from labordesk.model.indicator import AggregateFields
from labordesk.model.norm import NormFields
from labordesk.services.aggregates import save_aggregate
from labordesk.services.award_records import AwardData
from labordesk.services.awards import load_award, save_award
from labordesk.services.duplicate_pairs import decide
from labordesk.services.grants import Slip, load_case, move_case, pay_case, record_grant, save_case
from labordesk.services.norms import delete_norm, save_norm
from tests.services.test_grants import request
from tests.services.welfare_office import COMMUNE, Office, office

__all__ = ["office"]

BASIS = "QĐ 1411/QĐ-TLĐ ngày 01/8/2024"
RATE = f"{BASIS}: tối đa 3.000.000 đồng/lần"
APPROVED, PAID_ON = date(2026, 2, 10), date(2026, 2, 12)


def rate(office: Office, code: str = "BENH-HN", **more: Any) -> int:
    usual: dict[str, Any] = {
        "programme_id": office.programme(code),
        "high": 3_000_000,
        "valid_from": date(2024, 10, 1),
        "basis": BASIS,
    }
    return save_norm(office.register, NormFields(**{**usual, **more})).id


def asked(office: Office, **more: Any) -> int:
    return save_case(office.register, request(office, **more)).id


def basis_of(office: Office, case_id: int) -> tuple[str | None, list[str | None]]:
    with office.register.reading() as session:
        awards = session.exec(select(Award.norm_basis).where(Award.case_id == case_id)).all()
        return session.get_one(GrantCase, case_id).norm_basis, list(awards)


def given(office: Office, amount: int, **more: Any) -> AwardData:
    usual: dict[str, Any] = {
        "programme_id": office.programme("BENH-HN"),
        "person_id": more.pop("person_id", None) or office.person("Trần Thị Hoà"),
        "unit_id": office.song_lam,
        "handover": "received",
        "paid_on": PAID_ON,
    }
    line = more.pop("line", None) or office.cash(amount)
    return AwardData(AwardFields(**{**usual, **more}), (line,))


def test_an_approval_beyond_the_rate_needs_a_reason_and_keeps_its_basis(office: Office) -> None:
    rate(office)
    case_id = asked(office)
    with pytest.raises(InvalidInput, match=BASIS) as refusal:
        move_case(office.register, case_id, "approved", APPROVED, approved_amount=3_000_001)
    assert refusal.value.field == "norm_reason"
    assert load_case(office.register, case_id).state == "received"
    why = "Hai con nhỏ, không còn thu nhập"
    move_case(office.register, case_id, "approved", APPROVED, approved_amount=5_000_000, norm_reason=why)
    assert load_case(office.register, case_id).fields.norm_reason == why
    pay_case(office.register, case_id, PAID_ON, [office.cash(5_000_000)])
    assert basis_of(office, case_id) == (RATE, [RATE])


def test_an_old_decision_keeps_its_words_when_the_table_changes(office: Office) -> None:
    norm_id = rate(office)
    case_id = asked(office)
    move_case(office.register, case_id, "approved", APPROVED, approved_amount=3_000_000)
    paid = pay_case(office.register, case_id, PAID_ON, [office.cash(3_000_000)])
    delete_norm(office.register, norm_id)
    rate(office, high=1_000_000, basis="Quy chế mới")
    fields = load_case(office.register, case_id).fields
    save_case(office.register, fields.model_copy(update={"note": "Đã lưu hồ sơ"}), case_id=case_id)
    award = load_award(office.register, paid.award_id)
    noted = award.data.fields.model_copy(update={"voucher_number": "PC 09"})
    save_award(office.register, AwardData(noted, award.data.lines), award_id=paid.award_id)
    assert basis_of(office, case_id) == (RATE, [RATE])
    with pytest.raises(InvalidInput, match="Quy chế mới"):
        save_case(office.register, fields.model_copy(update={"approved_amount": 3_500_000}), case_id=case_id)


def test_the_rate_of_the_paying_level_bites_at_the_payment(office: Office) -> None:
    rate(office)
    rate(office, level="grassroots", high=500_000, basis="Quy chế CĐCS")
    case_id = asked(office)
    move_case(office.register, case_id, "approved", APPROVED, approved_amount=3_000_000)
    with pytest.raises(InvalidInput, match="Quy chế CĐCS") as refusal:
        pay_case(office.register, case_id, PAID_ON, [office.cash(3_000_000, level="grassroots")])
    assert refusal.value.field == "override_reason"
    assert office.spent() == 0
    lines = [office.cash(2_500_000), office.cash(500_000, level="grassroots")]
    pay_case(office.register, case_id, PAID_ON, lines)
    assert basis_of(office, case_id)[1] == [f"{RATE}; Quy chế CĐCS: tối đa 500.000 đồng/lần"]


def test_lines_of_one_rate_are_judged_together(office: Office) -> None:
    rate(office)
    data = given(office, 2_000_000)
    both = AwardData(data.fields, (*data.lines, office.cash(1_000_001, level="province")))
    with pytest.raises(InvalidInput, match=r"3\.000\.001 đồng cao hơn định mức"):
        save_award(office.register, both)


def test_money_of_donors_is_theirs_to_give(office: Office) -> None:
    rate(office)
    data = given(office, 3_000_000)
    more = AwardData(data.fields, (*data.lines, office.cash(20_000_000, fund="XHH")))
    saved = save_award(office.register, more)
    with office.register.reading() as session:
        assert session.get_one(Award, saved.id).norm_basis == RATE


def test_a_support_beyond_the_rate_says_why_in_its_own_field(office: Office) -> None:
    rate(office, low=1_000_000)
    for amount in (999_999, 3_000_001):
        with pytest.raises(InvalidInput) as refusal:
            save_award(office.register, given(office, amount))
        assert refusal.value.field == "override_reason"
        save_award(office.register, given(office, amount, override_reason="Ban Thường vụ thống nhất"))


def test_the_third_support_of_a_year_of_two_needs_a_reason(office: Office) -> None:
    rate(office, times_per_year=2)
    person = office.person("Trần Thị Hoà")
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 20)):
        save_award(office.register, given(office, 1_000_000, person_id=person, paid_on=day))
    with pytest.raises(InvalidInput, match="đã hỗ trợ người này 2 lần"):
        save_award(office.register, given(office, 1_000_000, person_id=person))
    case_id = asked(office, person_id=person)
    with pytest.raises(InvalidInput, match="đã hỗ trợ người này 2 lần"):
        move_case(office.register, case_id, "approved", APPROVED, approved_amount=1_000_000)
    save_award(office.register, given(office, 1_000_000, person_id=office.person("Nguyễn Văn An")))


def test_times_of_a_year_are_those_of_the_human_and_not_of_one_file(office: Office) -> None:
    """Twice in the year through another file, a number of before, or what an officer said about two files."""
    rate(office, times_per_year=1)
    first = office.person("Lê Thị Nga", old_id="187654321")
    same_number = office.person("Lê Thị Nga", office.phu_thinh, old_id="187654321")
    said_same = office.person("Lê Nga", office.dong_tam)
    decide(office.register, first, said_same, "same")
    save_award(office.register, given(office, 1_000_000, person_id=first, paid_on=date(2026, 1, 1)))
    for person_id in (same_number, said_same):
        with pytest.raises(InvalidInput, match="không quá 1 lần"):
            save_award(office.register, given(office, 1_000_000, person_id=person_id, paid_on=date(2026, 2, 28)))
    save_award(office.register, given(office, 1_000_000, person_id=said_same, paid_on=date(2025, 12, 31)))


def test_closing_a_paid_request_cannot_lower_what_was_approved(office: Office) -> None:
    case_id = asked(office)
    move_case(office.register, case_id, "approved", APPROVED, approved_amount=2_000_000)
    pay_case(office.register, case_id, PAID_ON, [office.cash(2_000_000)])
    with pytest.raises(RuleBroken, match="2.000.000"):
        move_case(office.register, case_id, "closed", PAID_ON, approved_amount=1_999_999)
    assert load_case(office.register, case_id).state == "paid"
    assert load_case(office.register, case_id).fields.approved_amount == 2_000_000


def test_a_grant_paid_in_parts_is_one_time(office: Office) -> None:
    rate(office, times_per_year=1)
    person = office.person("Trần Thị Hoà")
    case_id = asked(office, person_id=person)
    move_case(office.register, case_id, "approved", APPROVED, approved_amount=2_000_000)
    paid = pay_case(office.register, case_id, PAID_ON, [office.cash(2_000_000)])
    award = load_award(office.register, paid.award_id)
    again = AwardData(award.data.fields.model_copy(update={"paid_on": date(2026, 2, 13)}), award.data.lines)
    save_award(office.register, again, award_id=paid.award_id)
    assert basis_of(office, case_id)[0] == f"{RATE}, mỗi năm không quá 1 lần"


def test_rates_for_members_and_others_differ(office: Office) -> None:
    rate(office, audience="member")
    rate(office, audience="other", high=1_500_000, basis="KH 48/KH-LĐLĐ")
    worker = office.person("Lê Văn Tám", standing="worker")
    with pytest.raises(InvalidInput, match="KH 48/KH-LĐLĐ"):
        save_award(office.register, given(office, 2_000_000, person_id=worker))
    save_award(office.register, given(office, 2_000_000))


def test_a_grant_recorded_at_once_beyond_the_rate_keeps_its_reason(office: Office) -> None:
    rate(office)
    with pytest.raises(InvalidInput) as refusal:
        record_grant(office.register, request(office), PAID_ON, [office.cash(4_000_000)])
    assert refusal.value.field == "override_reason"
    slip = Slip(override_reason="Bão số 3, nhà sập")
    done = record_grant(office.register, request(office, "Nguyễn Văn An"), PAID_ON, [office.cash(4_000_000)], slip)
    loaded = load_case(office.register, done.case_id)
    assert (loaded.fields.norm_reason, loaded.norm_basis) == ("Bão số 3, nhà sập", RATE)
    within = record_grant(office.register, request(office, "Đỗ Đức Hùng"), PAID_ON, [office.cash(3_000_000)], slip)
    assert load_case(office.register, within.case_id).fields.norm_reason is None


def test_a_quantity_for_people_without_names_multiplies_the_rate(office: Office) -> None:
    rate(office, "MAT-VIEC", high=1_000_000)
    ten = {"programme_id": office.programme("MAT-VIEC"), "person_id": None, "quantity": 10}
    fields = given(office, 1).fields.model_copy(update=ten)
    save_award(office.register, AwardData(fields, (office.cash(10_000_000),)))
    with pytest.raises(InvalidInput, match="cao hơn định mức"):
        save_award(office.register, AwardData(fields, (office.cash(10_000_001),)))


def total(office: Office, **more: Any) -> AggregateFields:
    usual: dict[str, Any] = {
        "unit_id": COMMUNE,
        "programme_id": office.programme("BENH-HN"),
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 2, 28),
        "quantity": 12,
        "cash": 36_000_000,
        "level": "upper",
    }
    return AggregateFields(**{**usual, **more})


def test_a_payment_under_a_typed_total_is_recorded_and_told(office: Office) -> None:
    save_aggregate(office.register, total(office))
    done = record_grant(office.register, request(office), PAID_ON, [office.cash(3_000_000)])
    [sentence] = done.warnings
    assert "“Trợ cấp bệnh hiểm nghèo” kỳ 01/01/2026 – 28/02/2026" in sentence
    assert "(36.000.000 đồng) đã gồm khoản này" in sentence
    assert office.spent() == 3_000_000
    saved = save_award(office.register, given(office, 1_000_000, paid_on=date(2026, 2, 28)))
    assert len(saved.warnings) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"level": "grassroots"},
        {"ends_on": date(2026, 2, 11)},
        {"programme": "TNLD"},
        {"unit": "phu_thinh"},
        {"fund": "QXH"},
        {"override_reason": "Số của quý trước"},
    ],
)
def test_a_total_of_something_else_is_not_mentioned(office: Office, more: dict[str, Any]) -> None:
    changed = dict(more)
    if "programme" in changed:
        changed["programme_id"] = office.programme(changed.pop("programme"))
    if "unit" in changed:
        changed["unit_id"] = getattr(office, changed.pop("unit"))
    if "fund" in changed:
        changed["fund_id"] = office.fund(changed.pop("fund"))
    save_aggregate(office.register, total(office, **changed))
    assert save_award(office.register, given(office, 1_000_000)).warnings == ()


def test_what_is_only_planned_falls_under_no_total(office: Office) -> None:
    save_aggregate(office.register, total(office))
    planned = given(office, 1_000_000, handover="planned", paid_on=None)
    assert save_award(office.register, planned).warnings == ()

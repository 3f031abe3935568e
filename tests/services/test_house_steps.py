"""Steps of a house: the decision each approval rests on, pauses, and corrections that keep their reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.model.norm import NormFields
from labordesk.services.houses import (
    HouseData,
    LoadedHouse,
    add_milestone,
    load_house,
    pay_house,
    remove_milestone,
    save_house,
)
from labordesk.services.norms import save_norm
from tests.services.house_making import APPROVED, BUILT, DECISION, STARTED, house, milestone
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def stored(office: Office, house_id: int) -> LoadedHouse:
    return load_house(office.register, house_id)


def change(office: Office, house_id: int, reason: str = "", **fields: Any) -> None:
    """Save some fields anew, the rest as it is."""
    loaded = stored(office, house_id)
    data = HouseData(loaded.data.fields.model_copy(update=fields), loaded.data.funders, loaded.data.milestones)
    save_house(office.register, data, house_id=house_id, row_version=loaded.row_version, correction_reason=reason)


@pytest.mark.parametrize("lacking", list(DECISION))
def test_an_approval_is_refused_while_its_decision_lacks_something(office: Office, lacking: str) -> None:
    house_id = save_house(office.register, house(office, APPROVED[0], **{lacking: None})).id
    with pytest.raises(InvalidInput) as refusal:
        add_milestone(office.register, house_id, APPROVED[1])
    assert refusal.value.field == lacking
    assert stored(office, house_id).stage == "requested"
    change(office, house_id, **{lacking: DECISION[lacking]})
    add_milestone(office.register, house_id, APPROVED[1])
    assert stored(office, house_id).stage == "approved"


def test_an_old_house_without_its_decision_is_entered_with_a_note(office: Office) -> None:
    nothing = dict.fromkeys(DECISION)
    with pytest.raises(InvalidInput, match="hãy ghi đủ, hoặc nêu lý do ở ghi chú của mốc “Đã duyệt”"):
        save_house(office.register, house(office, *BUILT, **nothing))
    old = milestone("approved", 2025, 4, 1, note="Hồ sơ cũ, quyết định lưu ở tỉnh")
    house_id = save_house(office.register, house(office, BUILT[0], old, *BUILT[2:], **nothing)).id
    loaded = stored(office, house_id)
    assert loaded.stage == "handed_over"
    assert "Quyết định hỗ trợ" in loaded.missing
    change(office, house_id, decision_number="41/QĐ-LĐLĐ")
    assert stored(office, house_id).corrections == ()


@pytest.mark.parametrize(("steps", "told"), [(STARTED, "Khởi công.*18/05/2025"), (BUILT, "Khởi công.*18/05/2025")])
def test_a_date_before_the_decision_is_refused_and_nothing_is_kept(office: Office, steps: Any, told: str) -> None:
    with pytest.raises(RuleBroken, match=rf"{told}.*không thể trước ngày quyết định \(01/06/2025\)"):
        save_house(office.register, house(office, *steps, decision_date=date(2025, 6, 1)))
    house_id = save_house(office.register, house(office, *steps)).id
    with pytest.raises(RuleBroken, match="không thể trước ngày quyết định"):
        change(office, house_id, "nhầm", decision_date=date(2025, 6, 1))
    assert stored(office, house_id).data.fields.decision_date == date(2025, 4, 1)
    assert stored(office, house_id).corrections == ()


def test_money_before_the_decision_is_refused(office: Office) -> None:
    early = (milestone("requested", 2025, 2, 10), milestone("approved", 2025, 3, 20))
    house_id = save_house(office.register, house(office, *early)).id
    with pytest.raises(RuleBroken, match="Trao hỗ trợ.*không thể trước ngày quyết định"):
        pay_house(office.register, house_id, date(2025, 3, 28), [office.cash(20_000_000, "QMA")])
    assert office.spent() == 0


def test_a_decision_of_tomorrow_is_refused(office: Office) -> None:
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        save_house(office.register, house(office, *APPROVED[:1], decision_date=date(2026, 4, 1)))


def norm(office: Office, high: int, **more: Any) -> None:
    fields = NormFields(
        programme_id=office.programme("MAI-AM"),
        high=high,
        count_unit="house",
        valid_from=date(2024, 1, 1),
        basis="Thông báo 08/TB-LĐLĐ",
        **more,
    )
    save_norm(office.register, fields)


def test_the_norm_of_the_approval_is_kept_and_above_it_needs_a_reason(office: Office) -> None:
    norm(office, 60_000_000, work="new")
    norm(office, 30_000_000, work="repair")
    house_id = save_house(office.register, house(office, *APPROVED)).id
    assert "Thông báo 08/TB-LĐLĐ" in stored(office, house_id).norm_basis
    assert "60.000.000" in stored(office, house_id).norm_basis
    with pytest.raises(InvalidInput) as refusal:
        save_house(office.register, house(office, *APPROVED, work="repair", person_id=office.person("Đỗ Đức Hùng")))
    assert refusal.value.field == "norm_reason"
    reasoned = house(
        office, *APPROVED, work="repair", norm_reason="Nhà sập trong bão", person_id=office.person("Lê Lan")
    )
    assert "30.000.000" in stored(office, save_house(office.register, reasoned).id).norm_basis


def test_a_higher_amount_after_the_approval_is_held_against_the_norm_again(office: Office) -> None:
    norm(office, 60_000_000)
    house_id = save_house(office.register, house(office, *APPROVED)).id
    with pytest.raises(InvalidInput) as refusal:
        change(office, house_id, "BTV bổ sung", approved_amount=70_000_000)
    assert refusal.value.field == "norm_reason"
    change(office, house_id, "BTV bổ sung", approved_amount=70_000_000, norm_reason="Nhà sập trong bão")
    assert stored(office, house_id).data.fields.approved_amount == 70_000_000
    change(office, house_id, decision_signer="Lê Văn Tám", note="không đổi mức")


def test_a_new_norm_does_not_ask_about_houses_approved_before(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    norm(office, 20_000_000)
    change(office, house_id, note="Nhà ở cuối xóm")
    assert stored(office, house_id).norm_basis == ""


def test_the_payment_of_a_house_rests_on_its_norm(office: Office) -> None:
    norm(office, 60_000_000)
    house_id = save_house(office.register, house(office, *APPROVED)).id
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(50_000_000, "QMA")])
    with office.register.looking() as connection:
        [[basis]] = connection.execute("SELECT norm_basis FROM award WHERE house_id = ?", (house_id,))
    assert basis == stored(office, house_id).norm_basis != ""


def test_a_recorded_day_changes_only_with_a_reason_that_is_kept(office: Office) -> None:
    house_id = save_house(office.register, house(office, *BUILT)).id
    later = milestone("handed_over", 2025, 7, 22, document="03/BB-BG")
    with pytest.raises(InvalidInput, match="Sửa “Bàn giao” đã ghi thì cần có lý do") as refusal:
        add_milestone(office.register, house_id, later)
    assert refusal.value.field == "correction_reason"
    assert stored(office, house_id).data.milestones[-1].happened_on == date(2025, 7, 20)
    add_milestone(office.register, house_id, later, correction_reason="  Theo  biên bản ")
    add_milestone(office.register, house_id, later)
    [one] = stored(office, house_id).corrections
    assert (one.subject, one.before, one.after, one.reason) == (
        "handed_over",
        "20/07/2025",
        "22/07/2025",
        "Theo biên bản",
    )


def test_a_first_document_is_no_correction_but_another_one_is(office: Office) -> None:
    house_id = save_house(office.register, house(office, *STARTED)).id
    add_milestone(office.register, house_id, milestone("started", 2025, 5, 18, document="07/BB"))
    assert stored(office, house_id).corrections == ()
    with pytest.raises(InvalidInput, match="văn bản của mốc Khởi công"):
        add_milestone(office.register, house_id, milestone("started", 2025, 5, 18, document="08/BB"))


def test_the_form_asks_for_one_reason_for_all_it_changes_on_record(office: Office) -> None:
    house_id = save_house(office.register, house(office, *BUILT)).id
    loaded = stored(office, house_id)
    fields = loaded.data.fields.model_copy(
        update={"approved_amount": 60_000_000, "decision_number": "52/QĐ-LĐLĐ", "decision_signer": None, "area": 6300}
    )
    data = HouseData(fields, (), loaded.data.milestones[:-1])
    with pytest.raises(InvalidInput) as refusal:
        save_house(office.register, data, house_id=house_id, row_version=loaded.row_version)
    assert refusal.value.field == "correction_reason"
    assert all(one in str(refusal.value) for one in ("Bàn giao", "Công đoàn hỗ trợ", "Số quyết định", "Người ký"))
    assert stored(office, house_id).data == loaded.data
    save_house(
        office.register,
        data,
        house_id=house_id,
        row_version=loaded.row_version,
        correction_reason="Quyết định thay thế",
    )
    after = stored(office, house_id)
    assert after.stage == "inspected"
    assert {one.subject: (one.before, one.after) for one in after.corrections} == {
        "handed_over": ("20/07/2025", ""),
        "handed_over.document": ("03/BB-BG", ""),
        "approved_amount": ("50.000.000", "60.000.000"),
        "decision_number": ("41/QĐ-LĐLĐ", "52/QĐ-LĐLĐ"),
        "decision_signer": ("Lê Văn Tám", ""),
    }


def test_before_the_approval_amount_and_decision_are_typed_freely(office: Office) -> None:
    house_id = save_house(office.register, house(office, APPROVED[0])).id
    change(office, house_id, approved_amount=40_000_000, decision_number="50/QĐ-LĐLĐ")
    assert stored(office, house_id).corrections == ()


def test_an_approval_taken_back_asks_again_when_it_is_given_anew(office: Office) -> None:
    norm(office, 60_000_000)
    house_id = save_house(office.register, house(office, *APPROVED)).id
    remove_milestone(office.register, house_id, "approved", "Duyệt nhầm nhà")
    assert stored(office, house_id).norm_basis == ""
    change(office, house_id, decision_number=None)
    with pytest.raises(InvalidInput):
        add_milestone(office.register, house_id, APPROVED[1])


def test_a_pause_ends_on_a_day_and_money_flows_again(office: Office) -> None:
    house_id = save_house(office.register, house(office, *STARTED)).id
    with pytest.raises(InvalidInput, match="lý do"):
        add_milestone(office.register, house_id, milestone("suspended", 2025, 6, 1))
    add_milestone(office.register, house_id, milestone("suspended", 2025, 6, 1, note="Mưa lũ"))
    assert stored(office, house_id).stage == "suspended"
    with pytest.raises(RuleBroken, match="nên chưa chi được"):
        pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(25_000_000, "QMA")])
    with pytest.raises(RuleBroken, match="Tiếp tục thực hiện.*không thể trước.*Tạm dừng"):
        add_milestone(office.register, house_id, milestone("resumed", 2025, 5, 30))
    add_milestone(office.register, house_id, milestone("resumed", 2025, 6, 15))
    assert stored(office, house_id).stage == "started"
    pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(25_000_000, "QMA")])


def test_a_second_pause_takes_the_place_of_the_first_which_stays_on_record(office: Office) -> None:
    paused = (milestone("suspended", 2025, 6, 1, note="Mưa lũ"), milestone("resumed", 2025, 6, 15))
    house_id = save_house(office.register, house(office, *STARTED, *paused)).id
    again = milestone("suspended", 2025, 8, 1, note="Thiếu thợ")
    add_milestone(office.register, house_id, again, correction_reason="Dừng lần hai")
    loaded = stored(office, house_id)
    assert loaded.stage == "suspended"
    assert {one.subject: (one.before, one.after) for one in loaded.corrections} == {
        "suspended": ("01/06/2025", "01/08/2025"),
        "resumed": ("15/06/2025", ""),
    }


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("inspected", "cần có ngày của mốc “Đã duyệt”"),
        ("settled", "cần có ngày của mốc “Bàn giao”"),
        ("resumed", "Tạm dừng"),
    ],
)
def test_an_illegal_step_is_refused_and_nothing_is_kept(office: Office, code: str, message: str) -> None:
    house_id = save_house(office.register, house(office, APPROVED[0])).id
    before = stored(office, house_id)
    with pytest.raises(RuleBroken, match=message):
        add_milestone(office.register, house_id, milestone(code, 2025, 5, 1))
    assert stored(office, house_id) == before

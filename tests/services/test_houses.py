"""Houses on a real register: funders, milestones and payments that agree at every step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.rules.double_benefit import Likeness
from labordesk.services.award_records import AwardData
from labordesk.services.awards import delete_award, load_award, save_award, warnings_for
from labordesk.services.house_filter import HouseFilter
from labordesk.services.houses import (
    HouseData,
    Slip,
    add_milestone,
    delete_house,
    house_summary,
    list_houses,
    load_house,
    pay_house,
    remove_milestone,
    save_house,
)
from labordesk.store import figures
from tests.services.house_making import APPROVED, BUILT, funder, house, milestone
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]


def test_a_house_is_saved_and_loaded_with_its_funders_and_milestones(office: Office) -> None:
    data = house(
        office,
        *APPROVED,
        area=6_300,
        estimate=177_000_000,
        total_value=177_000_000,
        funders=[
            funder(office, "QMA", 50_000_000),
            funder(office, "NH", 100_000_000, 100_000_000, form="loan"),
            funder(office, "GD", 27_000_000, 20_000_000),
            funder(office, "NGAY-CONG", 0, form="labour", labour_days=45),
        ],
    )
    saved = save_house(office.register, data)
    loaded = load_house(office.register, saved.id)
    assert loaded.data == data
    assert (loaded.stage, loaded.next_milestones) == ("approved", ("started", "inspected", "suspended", "cancelled"))
    money = loaded.money
    assert (money.planned, money.received, money.labour_days, money.short) == (177_000_000, 120_000_000, 45, 0)
    assert "Quyết định hỗ trợ" not in loaded.missing


def test_the_stage_follows_from_the_milestones(office: Office) -> None:
    house_id = save_house(office.register, house(office)).id
    assert load_house(office.register, house_id).stage == "requested"
    for one in BUILT:
        add_milestone(office.register, house_id, one)
        assert load_house(office.register, house_id).stage == one.milestone
    add_milestone(office.register, house_id, milestone("settled", 2025, 8, 1))
    assert load_house(office.register, house_id).next_milestones == ()


def test_money_and_hand_over_count_once_each_in_their_own_period(office: Office) -> None:
    house_id = save_house(office.register, house(office, *BUILT)).id
    first = pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(25_000_000, "QMA", "province")])
    pay_house(office.register, house_id, date(2025, 8, 12), [office.cash(25_000_000, "QMA", "province")])
    assert first.changes.houses
    assert first.changes.awards
    periods = [(date(2025, 5, 1), date(2025, 5, 31)), (date(2025, 7, 1), date(2025, 7, 31))]
    with office.register.looking() as connection:
        may, july = (figures.houses(connection, figures.Scope(*one)) for one in periods)
        year = figures.houses(connection, figures.Scope(date(2025, 1, 1), date(2025, 12, 31)))
    assert (may.count("funded"), may.count("handed_over")) == (1, 0)
    assert (july.count("funded"), july.count("handed_over")) == (0, 1)
    assert (year.new["funded"], year.new["handed_over"]) == (1, 1)
    loaded = load_house(office.register, house_id)
    assert [(one.on, one.amount) for one in loaded.payments] == [
        (date(2025, 5, 20), 25_000_000),
        (date(2025, 8, 12), 25_000_000),
    ]
    assert loaded.money.union_given == office.spent() == 50_000_000


def test_a_payment_is_an_award_of_the_owner_with_the_houses_decision(office: Office) -> None:
    data = house(office, *APPROVED)
    house_id = save_house(office.register, data).id
    slip = Slip(recipient_name="Nguyễn Văn Bình", recipient_relation="spouse", voucher_number="PC 03")
    paid = pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(50_000_000, "QMA")], slip)
    award = load_award(office.register, paid.award_id)
    fields = award.data.fields
    assert award.house_id == house_id
    assert (fields.person_id, fields.unit_id) == (data.fields.person_id, office.dong_tam)
    assert (fields.handover, fields.recipient_name, fields.decision_number) == (
        "proxy",
        "Nguyễn Văn Bình",
        "41/QĐ-LĐLĐ",
    )
    assert (fields.count_unit, fields.quantity) == ("house", 1)


def test_what_was_paid_stands_beside_its_source(office: Office) -> None:
    data = house(office, *APPROVED, funders=[funder(office, "QMA", 40_000_000), funder(office, "DN", 60_000_000, 5)])
    house_id = save_house(office.register, data).id
    pay_house(
        office.register,
        house_id,
        date(2025, 5, 20),
        [office.cash(30_000_000, "QMA"), office.cash(20_000_000, "QXH"), office.cash(10_000_000, "DN")],
    )
    loaded = load_house(office.register, house_id)
    assert [(one.fund_id, one.planned, one.received) for one in loaded.data.funders] == [
        (office.fund("QMA"), 40_000_000, 30_000_000),
        (office.fund("DN"), 60_000_000, 10_000_000),
        (office.fund("QXH"), 20_000_000, 20_000_000),
    ]
    assert (loaded.money.union_given, loaded.money.received) == (50_000_000, 60_000_000)
    delete_award(office.register, loaded.payments[0].award_id)
    after = load_house(office.register, house_id)
    assert [one.received for one in after.data.funders] == [0, 10_000_000, 0]
    assert "funded" not in {one.milestone for one in after.data.milestones}


def test_a_typed_figure_of_union_money_is_not_a_second_truth(office: Office) -> None:
    with pytest.raises(RuleBroken, match="lấy từ các khoản chi"):
        save_house(office.register, house(office, *APPROVED, funders=[funder(office, "QMA", 50_000_000, 50_000_000)]))
    assert list_houses(office.register).rows == ()


def test_the_day_of_the_money_comes_from_the_payments_alone(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    with pytest.raises(RuleBroken, match="hãy ghi khoản chi"):
        add_milestone(office.register, house_id, milestone("funded", 2025, 5, 1))
    with pytest.raises(RuleBroken, match="khoản chi đầu tiên"):
        save_house(office.register, house(office, *APPROVED, milestone("funded", 2025, 5, 1)))
    paid = pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(50_000_000, "QMA")])
    loaded = load_house(office.register, house_id)
    assert [one.milestone for one in loaded.data.milestones] == ["requested", "approved", "funded"]
    save_house(office.register, loaded.data, house_id=house_id, row_version=loaded.row_version)
    award = load_award(office.register, paid.award_id)
    moved = AwardData(award.data.fields.model_copy(update={"paid_on": date(2025, 5, 9)}), award.data.lines)
    save_award(office.register, moved, award_id=paid.award_id)
    assert load_house(office.register, house_id).data.milestones[-1].happened_on == date(2025, 5, 9)
    with pytest.raises(RuleBroken, match="xóa khoản chi"):
        remove_milestone(office.register, house_id, "funded", "nhầm")


def test_money_before_the_approval_is_refused_and_nothing_is_kept(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    with pytest.raises(RuleBroken, match="Trao hỗ trợ.*không thể trước.*Đã duyệt"):
        pay_house(office.register, house_id, date(2025, 3, 31), [office.cash(50_000_000, "QMA")])
    assert office.spent() == 0
    assert load_house(office.register, house_id).payments == ()


@pytest.mark.parametrize("stage", ["requested", "refused", "cancelled", "suspended"])
def test_money_is_handed_over_only_for_an_approved_house_on_its_way(office: Office, stage: str) -> None:
    approved = APPROVED if stage in ("cancelled", "suspended") else APPROVED[:1]
    extra = () if stage == "requested" else (milestone(stage, 2025, 4, 20, note="lý do"),)
    house_id = save_house(office.register, house(office, *approved, *extra)).id
    with pytest.raises(RuleBroken, match="nên chưa chi được"):
        pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(50_000_000, "QMA")])


def test_more_than_approved_is_paid_only_with_a_reason(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(30_000_000, "QMA")])
    with pytest.raises(RuleBroken, match=r"Tổng chi 55\.000\.000 đồng vượt mức công đoàn hỗ trợ 50\.000\.000"):
        pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(25_000_000, "QMA")])
    pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(20_000_000, "QMA")])
    donor = [office.cash(15_000_000, "XHH")]
    pay_house(office.register, house_id, date(2025, 6, 21), donor)
    reasoned = Slip(override_reason="BTV bổ sung do bão")
    pay_house(office.register, house_id, date(2025, 6, 25), [office.cash(5_000_000, "QMA")], reasoned)
    money = load_house(office.register, house_id).money
    assert (money.union_given, money.received) == (55_000_000, 70_000_000)


def test_hand_over_before_the_start_is_refused_with_a_sentence(office: Office) -> None:
    wrong = (*APPROVED, milestone("started", 2025, 9, 1), milestone("inspected", 2025, 8, 1))
    with pytest.raises(RuleBroken, match="Ngày “Nghiệm thu” .* không thể trước ngày “Khởi công”"):
        save_house(office.register, house(office, *wrong))
    house_id = save_house(office.register, house(office, *BUILT)).id
    with pytest.raises(RuleBroken):
        add_milestone(office.register, house_id, milestone("handed_over", 2025, 5, 1), correction_reason="ghi nhầm")
    assert load_house(office.register, house_id).data.milestones[-1].happened_on == date(2025, 7, 20)


def test_milestones_ahead_and_twice_are_refused(office: Office) -> None:
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        save_house(office.register, house(office, milestone("requested", 2026, 5, 1)))
    with pytest.raises(InvalidInput, match="chỉ ghi một lần"):
        save_house(office.register, house(office, APPROVED[0], APPROVED[0]))


def test_approval_asks_whether_the_sources_add_up(office: Office) -> None:
    data = house(office, APPROVED[0], estimate=100_000_000, funders=[funder(office, "GD", 20_000_000)])
    house_id = save_house(office.register, data).id
    with pytest.raises(RuleBroken, match=r"còn thiếu 30\.000\.000 đồng so với dự toán 100\.000\.000 đồng"):
        add_milestone(office.register, house_id, APPROVED[1])
    assert load_house(office.register, house_id).stage == "requested"
    with pytest.raises(RuleBroken, match="còn thiếu"):
        save_house(office.register, HouseData(data.fields, data.funders, APPROVED), house_id=house_id)
    add_milestone(
        office.register, house_id, milestone("approved", 2025, 4, 1, note="Doanh nghiệp hứa góp phần còn lại")
    )
    assert load_house(office.register, house_id).stage == "approved"


def test_days_of_labour_may_stand_for_what_is_missing_but_never_become_money(office: Office) -> None:
    labour = funder(office, "NGAY-CONG", 0, form="labour", labour_days=30)
    save_house(office.register, house(office, *APPROVED, estimate=100_000_000, funders=[labour]))
    [row] = list_houses(office.register).rows
    assert (row.labour_days, row.total_planned, row.total_received) == (30, 0, 0)
    with pytest.raises(InvalidInput, match="không quy ra tiền"):
        save_house(
            office.register,
            house(office, funders=[funder(office, "NGAY-CONG", 6_000_000, form="labour", labour_days=30)]),
        )


def test_a_milestone_is_taken_back_with_a_reason_that_is_kept(office: Office) -> None:
    house_id = save_house(office.register, house(office, *BUILT, note="Nhà ở thôn 5")).id
    with pytest.raises(InvalidInput):
        remove_milestone(office.register, house_id, "handed_over", " ")
    with pytest.raises(RuleBroken, match="cần có ngày của mốc “Nghiệm thu”"):
        remove_milestone(office.register, house_id, "inspected", "ghi nhầm")
    remove_milestone(office.register, house_id, "handed_over", "ghi nhầm nhà bên cạnh")
    loaded = load_house(office.register, house_id)
    assert loaded.stage == "inspected"
    assert loaded.data.fields.note == "Nhà ở thôn 5"
    assert [(one.label, one.before, one.after, one.reason) for one in loaded.corrections] == [
        ("văn bản của mốc Bàn giao", "03/BB-BG", "", "ghi nhầm nhà bên cạnh"),
        ("Bàn giao", "20/07/2025", "", "ghi nhầm nhà bên cạnh"),
    ]
    with pytest.raises(NotFound):
        remove_milestone(office.register, house_id, "handed_over", "lần nữa")


def test_a_house_with_money_is_cancelled_only_after_the_money_came_back(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    paid = pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(25_000_000, "QMA")])
    cancelled = milestone("cancelled", 2025, 9, 1, note="Gia đình chuyển đi")
    with pytest.raises(RuleBroken, match=r"đã nhận 25\.000\.000 đồng"):
        add_milestone(office.register, house_id, cancelled)
    award = load_award(office.register, paid.award_id)
    back = AwardData(award.data.fields.model_copy(update={"handover": "returned"}), award.data.lines)
    save_award(office.register, back, award_id=paid.award_id)
    add_milestone(office.register, house_id, cancelled)
    assert load_house(office.register, house_id).stage == "cancelled"
    assert office.spent() == 0


def test_a_second_house_for_the_household_is_told(office: Office) -> None:
    wife, husband = office.person("Trần Thị Hoà", office.dong_tam), office.person("Nguyễn Văn Bình")
    office.related(wife, husband, "spouse")
    save_house(office.register, house(office, *APPROVED, person_id=husband))
    [warning] = warnings_for(office.register, wife, None, office.programme("MAI-AM"), TODAY)
    assert warning.likeness is Likeness.HOUSE
    assert warning.sentence == (
        "Vợ/chồng, Nguyễn Văn Bình (THCS Đồng Tâm), cũng có trong danh sách Mái ấm công đoàn: 50.000.000 đồng."
    )


def test_the_table_tells_what_is_late_and_what_the_file_lacks(office: Office) -> None:
    on_time = save_house(office.register, house(office, *BUILT, due_on=date(2025, 12, 31))).id
    late_owner = office.person("Đỗ Đức Hùng")
    late = save_house(
        office.register,
        house(
            office,
            *APPROVED,
            milestone("started", 2025, 5, 18),
            person_id=late_owner,
            work="repair",
            unit_id=office.song_lam,
            due_on=date(2025, 12, 31),
        ),
    ).id
    rows = list_houses(office.register).rows
    assert [(row.id, row.stage, row.overdue_days) for row in rows] == [
        (late, "started", 61),
        (on_time, "handed_over", 0),
    ]
    assert "Khoản chi hỗ trợ" not in rows[0].missing
    assert "Khoản chi hỗ trợ" in rows[1].missing
    assert (rows[0].owner, rows[0].unit_name, rows[0].started_on) == ("Đỗ Đức Hùng", "May Sông Lam", date(2025, 5, 18))
    assert rows[1].handed_over_on == date(2025, 7, 20)

    def ids(**wanted: Any) -> list[int]:
        return [row.id for row in list_houses(office.register, HouseFilter(**wanted)).rows]

    assert ids(stage="started") == ids(work="repair") == ids(text="hùng") == ids(unit_ids=[office.song_lam]) == [late]
    assert ids(flag="overdue") == [late]
    page = list_houses(office.register, limit=1)
    assert [row.id for row in list_houses(office.register, limit=1, after=page.next_key).rows] == [on_time]
    summary = house_summary(office.register)
    assert {one.stage: (one.new, one.repaired) for one in summary.stages if one.houses} == {
        "started": (0, 1),
        "handed_over": (1, 0),
    }
    assert (summary.houses, summary.overdue) == (2, 1)
    assert summary.missing_papers == len(ids(flag="papers")) == sum(bool(row.missing) for row in rows)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person_id": 999}, "person_id"),
        ({"unit_id": 999}, "unit_id"),
        ({"approved_amount": None}, "approved_amount"),
        ({"decision_signer": None}, "decision_signer"),
        ({"estimate": 6_000_000_000}, "estimate"),
        ({"progress": 101}, "progress"),
        ({"work": "rebuild"}, "work"),
        ({"due_on": date(2025, 1, 1)}, "due_on"),
    ],
)
def test_what_a_house_cannot_have_is_refused_beside_its_field(
    office: Office, change: dict[str, Any], field: str
) -> None:
    data = house(office, *APPROVED)
    with pytest.raises(InvalidInput) as refusal:
        save_house(office.register, HouseData(data.fields.model_copy(update=change), (), data.milestones))
    assert refusal.value.field == field
    assert list_houses(office.register).rows == ()


def test_a_house_has_a_house_programme_and_a_unit_of_its_days(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_house(office.register, house(office, programme_id=office.programme("TET")))
    assert refusal.value.field == "programme_id"
    with office.register.writing() as session:
        session.connection().exec_driver_sql("UPDATE unit SET valid_to = '2025-01-31' WHERE id = ?", (office.dong_tam,))
    with pytest.raises(InvalidInput, match="đã kết thúc hoạt động"):
        save_house(office.register, house(office, *APPROVED))


def test_a_stale_form_is_told_about_fields_funders_and_milestones(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    stale = load_house(office.register, house_id)
    add_milestone(office.register, house_id, milestone("started", 2025, 5, 18))
    with pytest.raises(Conflict) as conflict:
        save_house(
            office.register,
            HouseData(stale.data.fields.model_copy(update={"area": 30}), (), stale.data.milestones),
            house_id=house_id,
            row_version=stale.row_version,
        )
    assert set(conflict.value.differences) == {"area", "milestones"}
    assert load_house(office.register, house_id).stage == "started"


def test_only_a_house_without_payments_changes_owner_or_is_deleted(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    paid = pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(25_000_000, "QMA")])
    data = load_house(office.register, house_id).data
    other = data.fields.model_copy(update={"person_id": office.person("Đỗ Đức Hùng")})
    with pytest.raises(RuleBroken, match="không đổi chủ hộ"):
        save_house(office.register, HouseData(other, data.funders, data.milestones), house_id=house_id)
    with pytest.raises(RuleBroken, match="không xóa được"):
        delete_house(office.register, house_id)
    delete_award(office.register, paid.award_id)
    delete_house(office.register, house_id)
    with pytest.raises(NotFound):
        load_house(office.register, house_id)

"""Gift lists on a real register: who is put on them, who is refused, what is handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.model import Award
from labordesk.rules.double_benefit import Likeness
from labordesk.services.awards import load_award
from labordesk.services.gift_lists import RecipientRow
from labordesk.services.gifts import (
    RecipientEntry,
    add_group,
    add_recipients,
    campaign_progress,
    double_benefits,
    mark_absent,
    mark_proxy,
    mark_received,
    mark_returned,
    recipients,
    remove_recipient,
    set_amounts,
    undo_mark,
)
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit
from tests.services.welfare_office import COMMUNE, TET_DAY, TODAY, Office, office

__all__ = ["office"]


def put(office: Office, campaign_id: int, *people: int) -> tuple[int, ...]:
    return add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people]).award_ids


def rows(office: Office, campaign_id: int) -> tuple[RecipientRow, ...]:
    return recipients(office.register, campaign_id).rows


def test_a_member_gets_the_package_and_a_worker_the_workers_rate(office: Office) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, office.person("Lê Thị Mai Anh"), office.person("Võ Quốc Khánh", standing="worker"))
    assert [(one.position, one.name, one.cash, one.goods) for one in rows(office, campaign_id)] == [
        (1, "Lê Thị Mai Anh", 1_000_000, 300_000),
        (2, "Võ Quốc Khánh", 500_000, 300_000),
    ]


def test_the_list_tells_who_where_and_how_much(office: Office) -> None:
    campaign_id = office.campaign()
    person = office.person("Trần Thị Hoà", office.dong_tam, birth="1988-01-05", citizen_id="042188001035")
    [award_id] = put(office, campaign_id, person)
    [row] = rows(office, campaign_id)
    assert row == RecipientRow(
        award_id=award_id,
        position=1,
        person_id=person,
        name="Trần Thị Hoà",
        birth="1988-01-05",
        citizen_id="042188001035",
        unit_id=office.dong_tam,
        unit_name="THCS Đồng Tâm",
        quantity=1,
        count_unit="package",
        cash=1_000_000,
        goods=300_000,
        handover="planned",
        paid_on=None,
        recipient_name="",
        recipient_relation="",
        note="",
        override_reason="",
        marked_at="",
    )
    lines = load_award(office.register, award_id).data.lines
    assert [(line.form, line.amount, line.description) for line in lines] == [
        ("cash", 1_000_000, None),
        ("goods", 300_000, "Bánh, mứt, dầu ăn"),
    ]


def test_second_gift_in_one_campaign_is_refused_and_the_others_are_written(office: Office) -> None:
    campaign_id = office.campaign()
    first, second = office.person("Lê Thị Mai Anh"), office.person("Nguyễn Văn An")
    [award_id] = put(office, campaign_id, first)
    mark_received(office.register, [award_id], TET_DAY)
    added = add_recipients(office.register, campaign_id, [RecipientEntry(first), RecipientEntry(second)])
    assert len(added.award_ids) == 1
    [refused] = added.refused
    assert (refused.person_id, refused.award_id) == (first, award_id)
    assert refused.reason == (
        "Đã nhận Tết Bính Ngọ 2026 tại May Sông Lam, ngày 28/01/2026: 1.300.000 đồng. "
        "Mỗi người chỉ nhận một suất trong một đợt; muốn vẫn ghi, hãy nêu lý do."
    )
    assert len(rows(office, campaign_id)) == 2


def test_second_gift_with_a_reason_is_kept_with_it_and_shown_as_double(office: Office) -> None:
    campaign_id = office.campaign()
    person = office.person("Lê Thị Mai Anh")
    [award_id] = put(office, campaign_id, person)
    again = RecipientEntry(person, override_reason="Nhà vừa cháy, Ban Thường vụ đồng ý")
    [second_id] = add_recipients(office.register, campaign_id, [again]).award_ids
    first, second = rows(office, campaign_id)
    assert second.override_reason == "Nhà vừa cháy, Ban Thường vụ đồng ý"
    assert first.duplicate_of is not None
    assert first.duplicate_of.award_id == second_id
    assert second.duplicate_of is not None
    assert second.duplicate_of.award_id == award_id
    assert second.duplicate_of.same_campaign
    assert campaign_progress(office.register, campaign_id).duplicates == 2


def test_somebody_chosen_twice_in_one_call_is_written_once(office: Office) -> None:
    campaign_id = office.campaign()
    person = office.person("Lê Thị Mai Anh")
    added = add_recipients(office.register, campaign_id, [RecipientEntry(person), RecipientEntry(person)])
    assert len(added.award_ids) == 1
    assert [one.reason for one in added.refused] == ["Người này có hai lần trong danh sách vừa chọn; chỉ ghi lần đầu."]


def test_one_citizen_id_on_two_rows_is_one_person(office: Office) -> None:
    campaign_id = office.campaign()
    once = office.person("Lê Thị Mai Anh", citizen_id="042185000111")
    twice = office.person("Lê Thị Mai Anh", office.phu_thinh, citizen_id="042185000111")
    put(office, campaign_id, once)
    [refused] = add_recipients(office.register, campaign_id, [RecipientEntry(twice)]).refused
    assert refused.reason.startswith("Đã có trong danh sách Tết Bính Ngọ 2026 tại May Sông Lam")
    assert double_benefits(office.register, campaign_id, twice)[0].likeness is Likeness.SAME_CAMPAIGN


def test_the_same_tet_elsewhere_is_shown_but_not_refused(office: Office) -> None:
    person = office.person("Nguyễn Thị Thu Hương")
    province = office.campaign("Tết Bính Ngọ 2026 của LĐLĐ tỉnh", code="CHO-TET")
    [there] = put(office, province, person)
    campaign_id = office.campaign()
    assert put(office, campaign_id, person)
    [row] = rows(office, campaign_id)
    assert row.duplicate_of is not None
    assert (row.duplicate_of.award_id, row.duplicate_of.campaign_name) == (there, "Tết Bính Ngọ 2026 của LĐLĐ tỉnh")
    assert not row.duplicate_of.same_campaign


def test_husband_and_last_years_gift_are_told_before_writing(office: Office) -> None:
    wife, husband = office.person("Trần Thị Hoà"), office.person("Nguyễn Văn Bình", office.phu_thinh)
    office.related(husband, wife, "spouse")
    last_year = office.campaign("Tết Ất Tỵ 2025", tet_year=2025, starts_on=date(2024, 12, 1), ends_on=date(2025, 2, 28))
    [earlier] = put(office, last_year, wife)
    mark_proxy(office.register, earlier, "Nguyễn Văn Bình", "spouse", date(2025, 1, 28))
    campaign_id = office.campaign()
    put(office, campaign_id, husband)
    warnings = double_benefits(office.register, campaign_id, wife)
    assert [(one.likeness, one.sentence) for one in warnings] == [
        (Likeness.SAME_PROGRAMME, "Đã nhận Tết Ất Tỵ 2025 tại May Sông Lam, ngày 28/01/2025: 1.300.000 đồng."),
        (
            Likeness.HOUSEHOLD,
            "Vợ/chồng, Nguyễn Văn Bình (Gỗ Phú Thịnh), cũng có trong danh sách Tết Bính Ngọ 2026: 1.300.000 đồng.",
        ),
    ]


def test_a_unit_that_ended_before_the_campaign_is_refused_by_name(office: Office) -> None:
    person = office.person("Phạm Ngọc Hoà", office.phu_thinh)
    close_unit(office.register, office.phu_thinh, decision=Decision(date(2025, 7, 1)))
    campaign_id = office.campaign()
    [refused] = add_recipients(office.register, campaign_id, [RecipientEntry(person, unit_id=office.phu_thinh)]).refused
    assert "“CĐCS Gỗ Phú Thịnh” đã kết thúc hoạt động" in refused.reason
    assert put(office, campaign_id) == ()


def test_no_unit_no_value_and_nobody_are_refused_with_reasons(office: Office) -> None:
    campaign_id = office.campaign()
    homeless = office.person("Hoàng Thị Thuỷ")
    with office.register.writing() as session:
        session.connection().exec_driver_sql("UPDATE person SET unit_id = NULL WHERE id = ?", (homeless,))
    person = office.person("Nguyễn Văn Quí")
    entries = [RecipientEntry(homeless), RecipientEntry(person, cash=0, goods=0), RecipientEntry(9_999)]
    added = add_recipients(office.register, campaign_id, entries)
    assert added.award_ids == ()
    assert [one.reason for one in added.refused] == [
        "Người này chưa có đơn vị; hãy ghi đơn vị vào hồ sơ trước.",
        "Suất quà chưa có giá trị; hãy ghi mức quà của đợt hoặc của người này.",
        "Người này không còn trong sổ; hãy chọn lại.",
    ]


def test_a_campaign_without_a_fund_asks_for_it_and_writes_nothing(office: Office) -> None:
    campaign_id = office.campaign(fund_id=None)
    with pytest.raises(InvalidInput) as refusal:
        put(office, campaign_id, office.person("Lê Thị Mai Anh"))
    assert refusal.value.field == "fund_id"
    assert rows(office, campaign_id) == ()


def test_values_may_differ_from_person_to_person(office: Office) -> None:
    campaign_id = office.campaign("Tặng quà", code="QUA-KK", tet_year=None)
    values = [400_000] * 12 + [500_000] * 5 + [600_000, 600_000]
    entries = [RecipientEntry(one, cash=cash, goods=0) for one, cash in zip(office.people(19), values, strict=True)]
    award_ids = add_recipients(office.register, campaign_id, entries).award_ids
    mark_received(office.register, award_ids, TET_DAY)
    progress = campaign_progress(office.register, campaign_id)
    assert (progress.given, progress.cash_given) == (19, 8_500_000)
    assert office.spent() == 8_500_000


def test_only_what_was_handed_over_is_spending(office: Office) -> None:
    campaign_id = office.campaign()
    award_ids = put(office, campaign_id, *office.people(4))
    assert office.spent() == 0
    mark_received(office.register, award_ids[:1], TET_DAY)
    mark_proxy(office.register, award_ids[1], "Lê Thị Nga", "spouse", TET_DAY)
    mark_absent(office.register, award_ids[2:3])
    progress = campaign_progress(office.register, campaign_id)
    assert (progress.received, progress.proxy, progress.absent, progress.planned) == (1, 1, 1, 1)
    assert progress.cash_given + progress.goods_given == office.spent() == 2_600_000
    assert progress.cash + progress.goods == 5_200_000


def test_a_mark_keeps_day_signature_and_recipient_and_is_taken_back(office: Office) -> None:
    campaign_id = office.campaign()
    [award_id] = put(office, campaign_id, office.person("Đỗ Đức Hùng"))
    mark_proxy(office.register, award_id, "  Lê Thị  Nga ", "spouse", TET_DAY)
    [row] = rows(office, campaign_id)
    assert (row.handover, row.paid_on, row.recipient_name, row.recipient_relation) == (
        "proxy",
        TET_DAY,
        "Lê Thị Nga",
        "spouse",
    )
    assert row.marked_at.startswith("20")
    undo_mark(office.register, [award_id])
    [row] = rows(office, campaign_id)
    assert (row.handover, row.paid_on, row.recipient_name, row.marked_at) == ("planned", None, "", "")
    assert office.spent() == 0


def test_a_gift_is_not_marked_twice_and_nothing_of_the_call_is_kept(office: Office) -> None:
    campaign_id = office.campaign()
    first, second = put(office, campaign_id, *office.people(2))
    mark_received(office.register, [first], TET_DAY)
    with pytest.raises(RuleBroken, match="Nguyễn Văn An: đang ghi “Đã nhận” 28/01/2026"):
        mark_received(office.register, [first, second], TODAY)
    assert [row.handover for row in rows(office, campaign_id)] == ["received", "planned"]


@pytest.mark.parametrize(
    "mark",
    [
        lambda office, award_id: mark_received(office.register, [award_id], date(2026, 3, 4)),
        lambda office, award_id: mark_proxy(office.register, award_id, "Lê Thị Nga", "spouse", date(2026, 4, 1)),
    ],
)
def test_a_day_that_has_not_come_is_refused(office: Office, mark: Callable[[Office, int], object]) -> None:
    [award_id] = put(office, office.campaign(), office.person("Lê Thị Mai Anh"))
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        mark(office, award_id)


def test_a_proxy_has_a_name_and_a_relation(office: Office) -> None:
    [award_id] = put(office, office.campaign(), office.person("Lê Thị Mai Anh"))
    for name, relation, field in (("", "spouse", "recipient_name"), ("Lê Thị Nga", "vợ", "recipient_relation")):
        with pytest.raises(InvalidInput) as refusal:
            mark_proxy(office.register, award_id, name, relation, TET_DAY)
        assert refusal.value.field == field


def test_a_gift_is_not_handed_over_in_a_unit_that_has_ended(office: Office) -> None:
    campaign_id = office.campaign()
    [award_id] = put(office, campaign_id, office.person("Phạm Ngọc Hoà", office.phu_thinh))
    with office.register.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE unit SET valid_to = '2026-01-15' WHERE id = ?", (office.phu_thinh,)
        )
    with pytest.raises(InvalidInput, match="đã kết thúc hoạt động ngày 15/01/2026"):
        mark_received(office.register, [award_id], TET_DAY)
    mark_received(office.register, [award_id], date(2026, 1, 15))


def test_people_not_listed_by_name_are_one_line_with_a_quantity(office: Office) -> None:
    campaign_id = office.campaign()
    add_group(office.register, campaign_id, office.song_lam, 120, 60_000_000, received_on=TET_DAY)
    [row] = rows(office, campaign_id)
    assert (row.person_id, row.quantity, row.cash, row.handover) == (None, 120, 60_000_000, "received")
    progress = campaign_progress(office.register, campaign_id)
    assert (progress.lines, progress.recipients, progress.received) == (1, 120, 120)
    assert office.spent() == 60_000_000


def test_a_group_needs_people_and_money(office: Office) -> None:
    campaign_id = office.campaign()
    for quantity, cash, field in ((0, 1_000_000, "quantity"), (5, 0, "cash_total")):
        with pytest.raises(InvalidInput) as refusal:
            add_group(office.register, campaign_id, COMMUNE, quantity, cash)
        assert refusal.value.field == field


def test_a_line_is_removed_until_it_is_handed_over(office: Office) -> None:
    campaign_id = office.campaign()
    first, second = put(office, campaign_id, *office.people(2))
    mark_received(office.register, [first], TET_DAY)
    remove_recipient(office.register, second)
    with pytest.raises(RuleBroken, match="Nguyễn Văn An đã nhận"):
        remove_recipient(office.register, first)
    with pytest.raises(NotFound):
        remove_recipient(office.register, second)
    assert [row.award_id for row in rows(office, campaign_id)] == [first]


def test_a_gift_given_back_is_no_spending_and_frees_the_person(office: Office) -> None:
    campaign_id = office.campaign()
    person = office.person("Lê Thị Mai Anh")
    [award_id] = put(office, campaign_id, person)
    mark_received(office.register, [award_id], TET_DAY)
    mark_returned(office.register, [award_id], TODAY)
    assert office.spent() == 0
    assert put(office, campaign_id, person)


def test_a_return_is_not_taken_back_once_the_person_got_another_gift(office: Office) -> None:
    campaign_id, person = office.campaign(), office.person("Lê Thị Mai Anh")
    [first] = put(office, campaign_id, person)
    mark_received(office.register, [first], TET_DAY)
    mark_returned(office.register, [first], TODAY)
    [second] = put(office, campaign_id, person)
    with pytest.raises(RuleBroken, match="Mỗi người chỉ nhận một suất"):
        undo_mark(office.register, [first])
    remove_recipient(office.register, second)
    undo_mark(office.register, [first])
    assert [row.handover for row in rows(office, campaign_id)] == ["planned"]


def test_amounts_are_changed_until_the_gift_is_handed_over(office: Office) -> None:
    campaign_id = office.campaign()
    first, second = put(office, campaign_id, *office.people(2))
    mark_received(office.register, [first], TET_DAY)
    set_amounts(office.register, [second], 2_000_000, 0)
    assert [(row.cash, row.goods) for row in rows(office, campaign_id)] == [(1_000_000, 300_000), (2_000_000, 0)]
    with pytest.raises(RuleBroken):
        set_amounts(office.register, [first, second], 3_000_000, 0)
    with pytest.raises(InvalidInput):
        set_amounts(office.register, [second], 0, 0)
    assert rows(office, campaign_id)[1].cash == 2_000_000


def test_the_table_finds_by_name_place_and_last_digits(office: Office) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, *office.people(25))

    def found(text: str) -> list[int]:
        return [row.position for row in recipients(office.register, campaign_id, text=text).rows]

    assert found("7") == [7]
    assert found("0012") == [12]
    assert found("hoà") == found("hòa") == found("hoa") == [3, 13, 23]
    assert found("hoá") == []
    assert found("van hoa") == [3, 13, 23]
    assert found("quý") == found("qu") == [9, 19]
    assert found("hoa nguyen") == [3, 13, 23]
    assert found("") == list(range(1, 26))


def test_pages_follow_each_other_without_gaps_and_filters_hold(office: Office) -> None:
    campaign_id = office.campaign()
    award_ids = put(office, campaign_id, *office.people(25))
    mark_received(office.register, award_ids[:10], TET_DAY)
    seen: list[int] = []
    after = None
    while True:
        page = recipients(office.register, campaign_id, after=after, limit=7)
        seen += [row.award_id for row in page.rows]
        after = page.next_key
        if after is None:
            break
    assert seen == list(award_ids)
    waiting = recipients(office.register, campaign_id, states=["planned"], unit_ids=[office.song_lam])
    assert [row.position for row in waiting.rows] == [13, 16, 19, 22, 25]


def test_five_thousand_recipients_are_listed_and_marked_as_sets(office: Office) -> None:
    campaign_id = office.campaign()
    award_ids = put(office, campaign_id, *office.people(5_000))
    assert len(award_ids) == 5_000
    mark_received(office.register, award_ids, TET_DAY)
    progress = campaign_progress(office.register, campaign_id)
    assert (progress.received, progress.cash_given) == (5_000, 5_000_000_000)
    assert [row.position for row in recipients(office.register, campaign_id, after=(4_990, 0)).rows][:2] == [
        4_990,
        4_991,
    ]
    with office.register.reading() as session:
        versions = {session.get_one(Award, one).row_version for one in award_ids[:3]}
    assert versions == {2}


def test_a_doubled_gift_is_handed_over_with_the_reason_kept(office: Office) -> None:
    campaign_id = office.campaign()
    first, second = put(office, campaign_id, *office.people(2))
    mark_received(office.register, [first], TET_DAY, reason="  Ban Thường vụ   đồng ý ")
    mark_proxy(office.register, second, "Lê Thị Nga", "spouse", TET_DAY, reason="Nhà vừa cháy")
    assert [row.override_reason for row in rows(office, campaign_id)] == ["Ban Thường vụ đồng ý", "Nhà vừa cháy"]
    undo_mark(office.register, [first])
    mark_received(office.register, [first], TET_DAY)
    assert rows(office, campaign_id)[0].override_reason == "Ban Thường vụ đồng ý"

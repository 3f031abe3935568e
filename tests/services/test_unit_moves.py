"""A unit that ends hands over its people and its open work, as the preview said; nothing is lost or counted twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from labordesk.errors import InvalidInput
from labordesk.model import Agreement, AgreementUse, Allocation, Award, Membership, Target, UnitList, Voucher
from labordesk.model.unit import UnitFields
from labordesk.services.gift_entries import RecipientEntry
from labordesk.services.gifts import add_recipients, mark_received
from labordesk.services.unit_events import Decision
from labordesk.services.unit_lists import Approval, approve_lists, submit_lists
from labordesk.services.unit_mergers import close_unit, merge_units, split_unit
from labordesk.services.unit_people import departments_of, move_some_people, people_of_unit
from labordesk.services.unit_preview import moving_names, preview_end, preview_transfer
from labordesk.services.unit_records import MOVED_IN_PART, MOVED_WHOLE, TABLES
from labordesk.services.units import save_unit
from tests.services.welfare_office import TET_DAY, TODAY, Office, office

__all__ = ["office"]

DAY = date(2026, 2, 1)
DECISION = Decision(DAY, "12/QĐ-CĐX", DAY)


def rows(office: Office, model: type[Any], **where: Any) -> list[Any]:
    with office.register.reading() as session:
        found = select(model).where(*(getattr(model, name) == value for name, value in where.items()))
        return list(session.exec(found.order_by(model.id)))


def put(office: Office, *things: SQLModel) -> None:
    with office.register.writing() as session:
        session.add_all(things)


def gift(office: Office, campaign: int, unit: int, name: str) -> int:
    """Add a person of the unit to the list of the campaign and return the award."""
    person = office.person(name, unit, birth="1985")
    return add_recipients(office.register, campaign, [RecipientEntry(person)]).award_ids[0]


def counts(office: Office, units: list[int], to: int | None, on: date = DAY, **more: Any) -> dict[str, int]:
    preview = preview_end(office.register, units, to, on, take_records=True, **more)
    total: dict[str, int] = {}
    for unit in preview.units:
        for part in unit.parts:
            total[part.key] = total.get(part.key, 0) + part.count
    return total


def test_every_table_that_names_a_unit_has_a_rule() -> None:
    naming = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "unit" and column.name == "unit_id"
    }
    apart = {"person", "membership", "unit_event", "letterhead"}
    apart.add("report_text")  # what was written into a report of a unit stays with that unit and period
    apart.add("frozen_report")  # a report presented of a unit is of that unit and period for ever
    assert naming == apart | {table.name for table in TABLES}
    assert {table.name for table in MOVED_WHOLE}.isdisjoint(table.name for table in MOVED_IN_PART)


def test_a_merger_moves_people_and_open_work_as_previewed(office: Office) -> None:
    campaign = office.campaign()
    given = gift(office, campaign, office.song_lam, "Nguyễn Thị Hoa")
    waiting = gift(office, campaign, office.song_lam, "Trần Văn Minh")
    mark_received(office.register, [given], TET_DAY)
    programme = office.programme("TET")
    agreement = {"programme_id": programme, "unit_id": office.song_lam, "signed_on": date(2024, 5, 1)}
    put(
        office,
        Agreement(partner="Siêu thị Hương Sơn", expires_on=date(2027, 5, 1), **agreement),
        Agreement(partner="Nhà xe Phố Châu", expires_on=date(2025, 5, 1), **agreement),
        Agreement(partner="Phòng khám An Phú", ended_on=date(2025, 1, 1), **agreement),
        Voucher(campaign_id=campaign, serial="A001", unit_id=office.song_lam),
        Voucher(campaign_id=campaign, serial="A002", unit_id=office.song_lam, award_id=given),
        Voucher(campaign_id=campaign, serial="A003", unit_id=office.song_lam, void_reason="Mất"),
    )
    told = counts(office, [office.song_lam], office.phu_thinh)
    assert told == {"people": 2, "award": 1, "agreement": 1, "voucher": 1}
    done = merge_units(office.register, [office.song_lam], office.phu_thinh, DECISION, take_records=True)
    assert (done.people, done.records) == (told["people"], sum(told.values()) - told["people"])
    assert done.changes.agreements
    assert [row.unit_id for row in rows(office, Award)] == [office.song_lam, office.phu_thinh]
    assert rows(office, Award, id=waiting)[0].unit_id == office.phu_thinh
    assert [row.unit_id == office.phu_thinh for row in rows(office, Agreement)] == [True, False, False]
    assert [row.unit_id == office.phu_thinh for row in rows(office, Voucher)] == [True, False, False]


def test_how_members_used_an_agreement_stays_with_the_unit_of_that_time(office: Office) -> None:
    common = {"programme_id": office.programme("TET"), "unit_id": COMMUNE, "signed_on": date(2024, 5, 1)}
    put(office, Agreement(id=7, partner="Siêu thị", **common))
    for starts in (date(2025, 1, 1), date(2026, 2, 1)):
        put(office, AgreementUse(agreement_id=7, unit_id=office.song_lam, starts_on=starts, ends_on=starts, members=5))
    close_unit(office.register, office.song_lam, DECISION, successor_id=office.phu_thinh, take_records=True)
    assert [row.unit_id for row in rows(office, AgreementUse)] == [office.song_lam, office.phu_thinh]


COMMUNE = 1


def test_packages_handed_over_stay_and_the_rest_is_added_to_the_successor(office: Office) -> None:
    campaign = office.campaign()
    awards = [gift(office, campaign, office.song_lam, name) for name in ("Lê An", "Lê Bình", "Lê Hoà")]
    mark_received(office.register, awards[:2], TET_DAY)
    share = {"campaign_id": campaign, "allocated_on": date(2025, 12, 5)}
    put(
        office,
        Allocation(unit_id=office.song_lam, packages=30, cash=30_000_000, goods=9_000_000, **share),
        Allocation(unit_id=office.phu_thinh, packages=40, cash=40_000_000, goods=12_000_000, **share),
    )
    preview = preview_end(office.register, [office.song_lam], office.phu_thinh, DAY, take_records=True)
    assert preview.warnings == ("Phân bổ đợt “Tết Bính Ngọ 2026” được cộng lại: 30 + 40 suất.",)
    close_unit(office.register, office.song_lam, DECISION, successor_id=office.phu_thinh, take_records=True)
    found = {row.unit_id: (row.packages, row.cash, row.goods) for row in rows(office, Allocation)}
    assert found == {office.song_lam: (2, 2_000_000, 600_000), office.phu_thinh: (68, 68_000_000, 20_400_000)}
    assert rows(office, Allocation, unit_id=office.phu_thinh)[0].note == "Gồm 28 suất nhận từ “CĐCS May Sông Lam”"


def test_a_share_nothing_was_given_of_goes_as_a_whole(office: Office) -> None:
    campaign = office.campaign()
    put(office, Allocation(campaign_id=campaign, unit_id=office.song_lam, packages=30, cash=30_000_000))
    close_unit(office.register, office.song_lam, DECISION, successor_id=office.phu_thinh, take_records=True)
    assert [(row.unit_id, row.packages) for row in rows(office, Allocation)] == [(office.phu_thinh, 30)]


def test_a_share_of_a_campaign_that_is_over_stays(office: Office) -> None:
    campaign = office.campaign(starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 31), tet_year=2025)
    put(office, Allocation(campaign_id=campaign, unit_id=office.song_lam, packages=30))
    put(office, UnitList(campaign_id=campaign, unit_id=office.song_lam, state="submitted"))
    close_unit(office.register, office.song_lam, DECISION, successor_id=office.phu_thinh, take_records=True)
    assert [row.unit_id for row in rows(office, Allocation)] == [office.song_lam]
    assert [row.unit_id for row in rows(office, UnitList)] == [office.song_lam]


def approve(office: Office, campaign: int, unit: int, number: str) -> None:
    on = TET_DAY - timedelta(days=7)
    submit_lists(office.register, campaign, [unit], on)
    assert approve_lists(office.register, campaign, [unit], Approval(on, number, on)).unit_ids == (unit,)


def test_two_approved_lists_become_one_approved_list(office: Office) -> None:
    campaign = office.campaign()
    for unit, number in ((office.song_lam, "01/QĐ"), (office.phu_thinh, "02/QĐ")):
        gift(office, campaign, unit, "Nguyễn Văn An" if unit == office.song_lam else "Phạm Thị Lan")
        approve(office, campaign, unit, number)
    merge_units(office.register, [office.song_lam], office.phu_thinh, DECISION, take_records=True)
    [kept] = rows(office, UnitList)
    assert (kept.unit_id, kept.state, kept.decision_number) == (office.phu_thinh, "approved", "02/QĐ")
    assert kept.note == "Gộp danh sách của “CĐCS May Sông Lam” (đã duyệt theo quyết định 01/QĐ)"


def test_an_approved_list_that_takes_in_lines_nobody_approved_is_opened_again(office: Office) -> None:
    campaign = office.campaign()
    gift(office, campaign, office.song_lam, "Nguyễn Văn An")
    gift(office, campaign, office.phu_thinh, "Phạm Thị Lan")
    approve(office, campaign, office.phu_thinh, "02/QĐ")
    preview = preview_end(office.register, [office.song_lam], office.phu_thinh, DAY, take_records=True)
    assert preview.warnings == ("Danh sách đợt “Tết Bính Ngọ 2026” phải duyệt lại vì có phần chưa duyệt.",)
    merge_units(office.register, [office.song_lam], office.phu_thinh, DECISION, take_records=True)
    [kept] = rows(office, UnitList)
    assert (kept.unit_id, kept.state, kept.decision_number, kept.approved_on) == (
        office.phu_thinh,
        "drafting",
        None,
        None,
    )
    assert "Mở lại để duyệt vì nhận thêm danh sách chưa duyệt của “CĐCS May Sông Lam”" in kept.note


def test_a_list_stays_with_what_was_handed_over_and_goes_on_for_the_rest(office: Office) -> None:
    campaign = office.campaign()
    awards = [gift(office, campaign, office.song_lam, name) for name in ("Lê An", "Lê Bình")]
    approve(office, campaign, office.song_lam, "01/QĐ")
    mark_received(office.register, awards[:1], TET_DAY)
    merge_units(office.register, [office.song_lam], office.phu_thinh, DECISION, take_records=True)
    assert [(row.unit_id, row.state, row.decision_number) for row in rows(office, UnitList)] == [
        (office.song_lam, "approved", "01/QĐ"),
        (office.phu_thinh, "approved", "01/QĐ"),
    ]


def test_targets_of_later_years_are_added_up_and_this_years_stays(office: Office) -> None:
    programme = office.programme("TET")
    for unit, year, value in (
        (office.song_lam, 2026, 50),
        (office.song_lam, 2027, 60),
        (office.song_lam, 2028, 70),
        (office.phu_thinh, 2027, 40),
    ):
        put(office, Target(unit_id=unit, year=year, programme_id=programme, value=value))
    close_unit(office.register, office.song_lam, DECISION, successor_id=office.phu_thinh, take_records=True)
    found = {(row.unit_id, row.year): row.value for row in rows(office, Target)}
    assert found == {
        (office.song_lam, 2026): 50,
        (office.phu_thinh, 2027): 100,
        (office.phu_thinh, 2028): 70,
    }
    assert rows(office, Target, year=2027)[0].basis == "Gồm 60 của “CĐCS May Sông Lam”"


def test_the_preview_names_namesakes_and_what_would_stay_behind(office: Office) -> None:
    campaign = office.campaign()
    gift(office, campaign, office.song_lam, "Nguyễn Thị Hoà")
    office.person("Nguyễn Thị Hòa", office.phu_thinh, birth="1985-03")
    office.person("Nguyễn Thị Hoa", office.phu_thinh, birth="1985")
    office.person("Lê Một", office.song_lam, citizen_id="042085000001")
    office.person("Lê Hai", office.phu_thinh, citizen_id="042085000001")
    preview = preview_end(office.register, [office.song_lam], office.phu_thinh, DAY, take_records=False)
    assert preview.warnings == (
        "1 bản ghi từ ngày 01/02/2026 trở đi hoặc chưa xong còn ở “CĐCS May Sông Lam”; hãy chọn chuyển cả bản ghi.",
        "2 người cùng tên, cùng năm sinh hoặc cùng số CCCD ở các đơn vị này: Nguyễn Thị Hoà, Lê Một."
        " Hãy xem ở mục Hồ sơ trùng.",
    )
    assert [part.key for part in preview.units[0].parts] == ["people"]


def test_the_preview_tells_names_on_demand(office: Office) -> None:
    campaign = office.campaign()
    gift(office, campaign, office.song_lam, "Nguyễn Thị Hoà")
    save_unit(office.register, UnitFields(name="Tổ công đoàn 1", parent_id=office.song_lam))
    told = [moving_names(office.register, office.song_lam, key, DAY) for key in ("people", "units", "award")]
    assert told == [
        ("Nguyễn Thị Hoà",),
        ("Tổ công đoàn 1",),
        ("Nguyễn Thị Hoà · " + programme_name(office, "TET"),),
    ]


def programme_name(office: Office, code: str) -> str:
    with office.register.reading() as session:
        found = session.connection().execute(text("SELECT name FROM programme WHERE code = :code"), {"code": code})
        return str(found.scalar_one())


def test_every_part_of_a_preview_has_names(office: Office) -> None:
    for table in TABLES:
        assert moving_names(office.register, office.song_lam, table.name, DAY) == ()


def test_a_transfer_is_previewed_with_everything_below(office: Office) -> None:
    team = save_unit(office.register, UnitFields(name="Tổ công đoàn 1", parent_id=office.song_lam)).id
    office.person("Lê An", team)
    office.person("Lê Bình", office.song_lam)
    [move] = preview_transfer(office.register, office.song_lam, DAY).units
    assert [(part.key, part.count) for part in move.parts] == [("branch", 1), ("branch_people", 2)]
    assert moving_names(office.register, office.song_lam, "branch", DAY) == ("Tổ công đoàn 1",)
    assert moving_names(office.register, office.song_lam, "branch_people", DAY) == ("Lê An", "Lê Bình")


def test_the_end_without_a_successor_says_who_stays_behind(office: Office) -> None:
    office.person("Lê An", office.song_lam)
    preview = preview_end(office.register, [office.song_lam], None, DAY, take_records=True)
    assert preview.units == ()
    assert preview.warnings == ("Không có đơn vị kế tục: 1 người vẫn ghi ở đơn vị đã kết thúc.",)


@pytest.mark.parametrize("what", ["itself", "child", "founding", "future"])
def test_an_impossible_merger_is_one_sentence_and_changes_nothing(office: Office, what: str) -> None:
    child = save_unit(office.register, UnitFields(name="Tổ công đoàn 1", parent_id=office.song_lam)).id
    young = save_unit(office.register, UnitFields(name="CĐCS Mới", parent_id=COMMUNE, valid_from=DAY)).id
    source, target, on = {
        "itself": (office.song_lam, office.song_lam, DAY),
        "child": (office.song_lam, child, DAY),
        "founding": (young, office.phu_thinh, DAY),
        "future": (office.song_lam, office.phu_thinh, TODAY + timedelta(days=1)),
    }[what]
    office.person("Lê An", source)
    before = dump(office)
    with pytest.raises(InvalidInput) as preview_refused:
        preview_end(office.register, [source], target, on, take_records=True)
    with pytest.raises(InvalidInput) as refused:
        merge_units(office.register, [source], target, Decision(on), take_records=True)
    assert str(preview_refused.value) == str(refused.value)
    assert str(refused.value).count(".") <= 1
    assert dump(office) == before


def dump(office: Office) -> list[tuple[Any, ...]]:
    with office.register.looking() as connection:
        tables = ("unit", "unit_event", "person", "membership", "award", "register_setting")
        return [tuple(row) for table in tables for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]


def test_some_people_go_to_a_successor_with_their_open_work_after_a_split(office: Office) -> None:
    campaign = office.campaign()
    sewing = [office.person(name, office.song_lam, department="Xưởng may") for name in ("Lê An", "Lê Bình")]
    office.person("Lê Chi", office.song_lam, department="Xưởng cắt")
    done = add_recipients(office.register, campaign, [RecipientEntry(one) for one in sewing])
    mark_received(office.register, done.award_ids[:1], TET_DAY)
    put(office, Allocation(campaign_id=campaign, unit_id=office.song_lam, packages=10, cash=10_000_000, goods=3))
    split = split_unit(office.register, office.song_lam, [UnitFields(name="CĐCS Xưởng may")], DECISION)
    [new] = split.new_ids
    assert [(one.name, one.people) for one in departments_of(office.register, office.song_lam)] == [
        ("Xưởng may", 2),
        ("Xưởng cắt", 1),
    ]
    chosen = people_of_unit(office.register, office.song_lam, department="Xưởng may")
    assert [(one.full_name, one.open_work) for one in chosen] == [("Lê An", 0), ("Lê Bình", 1)]
    moved = move_some_people(office.register, office.song_lam, [one.id for one in chosen], new, DECISION)
    assert (moved.people, moved.records) == (2, 1)
    assert [one.full_name for one in people_of_unit(office.register, office.song_lam)] == ["Lê Chi"]
    assert [row.unit_id for row in rows(office, Award)] == [office.song_lam, new]
    found = {row.unit_id: (row.packages, row.cash) for row in rows(office, Allocation)}
    assert found == {office.song_lam: (9, 9_000_000), new: (1, 1_000_000)}
    [first] = [row for row in rows(office, Membership, person_id=sewing[0]) if row.until is None]
    assert (first.unit_id, first.since) == (new, DAY)


def test_people_of_a_unit_are_found_by_name_and_without_a_department(office: Office) -> None:
    office.person("Trần Thị Hoà", office.song_lam)
    office.person("Lê An", office.song_lam, department="Xưởng may")
    assert [one.full_name for one in people_of_unit(office.register, office.song_lam, "hoa")] == ["Trần Thị Hoà"]
    assert [one.full_name for one in people_of_unit(office.register, office.song_lam, department="")] == [
        "Trần Thị Hoà"
    ]


def test_moving_nobody_or_into_the_same_unit_is_refused(office: Office) -> None:
    person = office.person("Lê An", office.song_lam)
    with pytest.raises(InvalidInput, match="ít nhất một người"):
        move_some_people(office.register, office.song_lam, [], office.phu_thinh, DECISION)
    with pytest.raises(InvalidInput, match="chọn đơn vị khác"):
        move_some_people(office.register, office.song_lam, [person], office.song_lam, DECISION)

"""The comparison of a cluster and the quick Tết report: typed totals of others, units of count, who is on no list."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.documents.model import Document, RowKind, Table
from labordesk.model.allocation import AllocationFields
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.indicator import AggregateFields
from labordesk.model.person import PersonFields
from labordesk.model.programme import CampaignFields
from labordesk.model.unit import UnitFields
from labordesk.services.aggregates import save_aggregate
from labordesk.services.allocations import put_shares
from labordesk.services.awards import AwardData, save_award
from labordesk.services.campaigns import save_campaign
from labordesk.services.catalogue import programmes
from labordesk.services.people import PersonData, save_person
from labordesk.services.reporting import Order, compose_report
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period

TODAY = date(2026, 3, 2)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def programme(register: Register, code: str) -> int:
    found: dict[str, int] = {one.fields.code: one.id for one in programmes(register)}
    return found[code]


def unit_named(register: Register, name: str) -> int:
    with register.looking() as connection:
        return int(connection.execute("SELECT id FROM unit WHERE name = ?", (name,)).fetchone()[0])


@pytest.fixture
def cluster(register: Register) -> Register:
    """A register beside which two other communes stand, known by what they reported."""
    gift = programme(register, "TET")
    for name, cash, packages in (("Công đoàn xã Sơn Tây", 90_000_000, 100), ("Công đoàn xã Sơn Hồng", 40_000_000, 50)):
        unit = save_unit(register, UnitFields(name=name)).id
        save_aggregate(
            register,
            AggregateFields(
                unit_id=unit,
                programme_id=gift,
                starts_on=date(2025, 1, 1),
                ends_on=date(2025, 1, 31),
                quantity=packages,
                count_unit="package",
                cash=cash,
            ),
        )
    save_aggregate(
        register,
        AggregateFields(
            unit_id=1,
            programme_id=gift,
            starts_on=date(2025, 1, 1),
            ends_on=date(2025, 1, 31),
            quantity=80,
            count_unit="package",
            cash=90_000_000,
        ),
    )
    return register


def test_a_cluster_is_compared_by_what_others_reported_with_total_and_rank(cluster: Register) -> None:
    document = compose_report(cluster, Order("cum-thi-dua", parse_period("2025")), today=TODAY)
    [table] = tables(document)
    shown = {row.cells[1]: (row.cells[7], row.cells[9], row.cells[10]) for row in table.rows}
    assert shown["Công đoàn xã Sơn Tây"] == (100, 90_000_000, "1")
    assert shown["Công đoàn xã Hương Sơn"] == (80, 90_000_000, "1")
    assert shown["Công đoàn xã Sơn Hồng"] == (50, 40_000_000, "3")
    assert table.rows[-1].kind is RowKind.TOTAL
    assert table.rows[-1].cells[9] == 220_000_000
    assert "cụm thi đua" in document.abstract


def test_what_others_reported_is_no_spending_of_our_own(cluster: Register) -> None:
    for name, column in (("theo-chuong-trinh", 7), ("theo-don-vi", 8), ("theo-nguon", 6), ("doi-tuong", 4)):
        table = tables(compose_report(cluster, Order(name, parse_period("2025")), today=TODAY))[0]
        [total] = [row for row in table.rows if row.kind is RowKind.TOTAL]
        assert total.cells[column] == 90_000_000


@pytest.fixture
def tet(register: Register) -> Register:
    """Tết 2026: 5 packages for the unit below, 2 handed over, 1 absent, 1 fare; one member is on no list."""
    unit = save_unit(register, UnitFields(name="CĐCS Chè Đồi Xanh", parent_id=1)).id
    quiet = save_unit(register, UnitFields(name="CĐCS Gạch ngói", parent_id=1)).id
    people = [
        save_person(register, PersonData(fields=PersonFields(full_name=f"Trần Thị {name}", unit_id=unit))).id
        for name in ("An", "Bình", "Chi", "Dung")
    ]
    save_person(register, PersonData(fields=PersonFields(full_name="Lê Văn Em", unit_id=quiet)))
    gifts = save_campaign(
        register,
        CampaignFields(
            programme_id=programme(register, "TET"),
            name="Tết Bính Ngọ 2026",
            tet_year=2026,
            starts_on=date(2026, 1, 10),
            ends_on=date(2026, 2, 20),
            package_cash=500_000,
            planned_packages=5,
        ),
    ).id
    fares = save_campaign(
        register,
        CampaignFields(
            programme_id=programme(register, "VE-TET"),
            name="Vé xe Tết 2026",
            tet_year=2026,
            starts_on=date(2026, 1, 10),
            ends_on=date(2026, 2, 20),
        ),
    ).id
    put_shares(register, gifts, [AllocationFields(unit_id=unit, packages=5)])
    for place, (campaign, kind, handover, day) in enumerate(
        (
            (gifts, "package", "received", date(2026, 1, 20)),
            (gifts, "package", "received", date(2026, 2, 10)),
            (gifts, "package", "absent", None),
            (fares, "fare", "received", date(2026, 2, 1)),
        )
    ):
        fields = AwardFields(
            programme_id=programme(register, "TET" if campaign == gifts else "VE-TET"),
            campaign_id=campaign,
            person_id=people[place],
            unit_id=unit,
            handover=handover,
            paid_on=day,
            count_unit=kind,
        )
        line = AwardLineFields(fund_id=1, amount=500_000 if campaign == gifts else 300_000)
        save_award(register, AwardData(fields, (line,)))
    return register


def test_the_quick_report_never_adds_fares_to_packages(tet: Register) -> None:
    document = compose_report(tet, Order("nhanh-tet", parse_period("TET 2026")), today=TODAY)
    by_round, by_unit, by_source = tables(document)
    rounds = {row.cells[1]: row.cells[2:] for row in by_round.rows}
    assert rounds["Tết Bính Ngọ 2026"] == ("suất", 5, 5, 3, 2, 1_000_000)
    assert rounds["Vé xe Tết 2026"] == ("vé", None, None, 1, 1, 300_000)
    assert by_round.rows[-1].cells[3:] == ("", "", "", "", 1_300_000)
    units = {row.cells[1]: row.cells[2:] for row in by_unit.rows}
    assert units["CĐCS Chè Đồi Xanh"] == (5, 3, 2, 1_300_000, 1)
    assert units["CĐCS Gạch ngói"] == (None, None, None, None, 1)
    assert by_source.rows[-1].cells[2] == 1_300_000
    told = " ".join(str(getattr(block, "text", "")) for block in document.blocks)
    assert "Đã trao 2 suất quà, 1 vé" in told
    assert "đạt 40,0% số suất dự kiến (5 suất)" in told
    assert "Chưa có danh sách của 1 đơn vị: CĐCS Gạch ngói" in told
    assert "2 đoàn viên" in told


def test_the_quick_report_counts_up_to_its_day(tet: Register) -> None:
    order = Order("nhanh-tet", parse_period("TET 2026"), cut_off=date(2026, 1, 31))
    by_round, *_rest = tables(compose_report(tet, order, today=TODAY))
    rounds = {row.cells[1]: row.cells[2:] for row in by_round.rows}
    assert rounds["Tết Bính Ngọ 2026"] == ("suất", 5, 5, 3, 1, 500_000)


def test_the_quick_report_of_one_unit_measures_it_by_its_own_share(tet: Register) -> None:
    unit = unit_named(tet, "CĐCS Chè Đồi Xanh")
    document = compose_report(tet, Order("nhanh-tet", parse_period("TET 2026"), unit_id=unit), today=TODAY)
    by_round, by_unit, *_rest = tables(document)
    rounds = {row.cells[1]: row.cells[2:] for row in by_round.rows}
    assert rounds["Tết Bính Ngọ 2026"] == ("suất", None, 5, 3, 2, 1_000_000)  # the plan is that of all units
    assert by_unit.rows[0].cells[1:5] == ("CĐCS Chè Đồi Xanh", 5, 3, 2)
    told = " ".join(str(getattr(block, "text", "")) for block in document.blocks)
    assert "đạt 40,0% số suất được phân bổ (5 suất)" in told
    assert "dự kiến" not in told


def test_the_quick_report_of_a_unit_without_gifts_names_no_campaign_of_others(tet: Register) -> None:
    unit = unit_named(tet, "CĐCS Gạch ngói")
    document = compose_report(tet, Order("nhanh-tet", parse_period("TET 2026"), unit_id=unit), today=TODAY)
    assert not [row for table in tables(document) for row in table.rows if "Tết Bính Ngọ" in str(row.cells[1])]


def test_packages_beside_the_plan_do_not_reach_it(tet: Register) -> None:
    """A campaign nobody planned is no part of how far the planned ones have got."""
    fields = AwardFields(
        programme_id=programme(tet, "TET"),
        campaign_id=save_campaign(
            tet,
            CampaignFields(
                programme_id=programme(tet, "TET"),
                name="Suất thêm",
                tet_year=2026,
                starts_on=date(2026, 1, 10),
                ends_on=date(2026, 2, 20),
            ),
        ).id,
        unit_id=1,
        handover="received",
        paid_on=date(2026, 2, 1),
        count_unit="package",
        quantity=7,
    )
    save_award(tet, AwardData(fields, (AwardLineFields(fund_id=1, amount=700_000),)))
    document = compose_report(tet, Order("nhanh-tet", parse_period("TET 2026")), today=TODAY)
    told = " ".join(str(getattr(block, "text", "")) for block in document.blocks)
    assert "Đã trao 9 suất quà, 1 vé" in told
    assert "đạt 40,0% số suất dự kiến (5 suất)" in told


def test_an_inspection_names_what_was_not_signed(tet: Register) -> None:
    order = Order("kiem-tra", parse_period("2026"), parts=frozenset({"unsigned"}))
    [table] = tables(compose_report(tet, order, today=TODAY))
    assert table.rows[-1].cells[3:] == (3, 1_300_000)

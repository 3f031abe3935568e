"""The list of exceptions: who got more than the rule gives, what came before, why, and on which decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from labordesk.documents.model import RowKind, Table
from labordesk.model import GrantCase, House, Programme
from labordesk.model.award import AwardFields
from labordesk.model.indicator import Aggregate
from labordesk.model.person import PersonFields
from labordesk.services.award_records import AwardData
from labordesk.services.awards import save_award
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received, mark_returned
from labordesk.services.people import PersonData, save_person
from labordesk.services.person_merges import MergeOrder, merge_people
from labordesk.services.reporting import Order, compose_report, order_by_names, save_report
from labordesk.vietnamese.periods import parse_period
from tests.services.welfare_office import TET_DAY, TODAY, Office, office

__all__ = ["office"]

CITIZEN = "042188001035"


def table(office: Office, order: Order) -> Table:
    [found] = [one for one in compose_report(office.register, order, today=TODAY).blocks if isinstance(one, Table)]
    return found


def lines(office: Office, period: str = "2026", **options: object) -> list[tuple[object, ...]]:
    order = Order("ngoai-le", parse_period(period), **options)  # type: ignore[arg-type]
    return [row.cells for row in table(office, order).rows if row.kind is RowKind.NORMAL]


def office_id(session: Session, code: str) -> int:
    return session.exec(select(Programme.id).where(Programme.code == code)).one() or 0


@pytest.fixture
def second(office: Office) -> tuple[int, int]:
    """One human in two files and two companies, both with the Tết gift; the second with a reason."""
    a = office.person("Trần Thị Hoà", citizen_id=CITIZEN)
    b = office.person("Trần Thị Hòa", office.phu_thinh, citizen_id=CITIZEN)
    campaign = office.campaign()
    [one] = add_recipients(office.register, campaign, [RecipientEntry(a)]).award_ids
    mark_received(office.register, [one], TET_DAY)
    [two] = add_recipients(
        office.register, campaign, [RecipientEntry(b, cash=500_000, goods=0, override_reason="Nhà vừa cháy")]
    ).award_ids
    return campaign, two


def test_a_second_gift_is_listed_with_what_came_before_and_why(office: Office, second: tuple[int, int]) -> None:
    assert lines(office, "tet 2026") == [
        (
            "1",
            "Trần Thị Hòa (0421•••••035)",
            "Gỗ Phú Thịnh",
            "Tết Bính Ngọ 2026",
            "Ngày 28/01/2026 tại May Sông Lam: 1.300.000 đồng",
            500_000,
            "Nhà vừa cháy",
            "",
        )
    ]


def test_units_campaign_and_period_narrow_the_list(office: Office, second: tuple[int, int]) -> None:
    campaign, _award = second
    assert len(lines(office, "tet 2026", unit_id=office.phu_thinh)) == 1
    assert lines(office, "tet 2026", unit_id=office.song_lam) == []
    assert len(lines(office, "tet 2026", campaign_id=campaign)) == 1
    other = office.campaign(
        "Tháng Công nhân 2026", tet_year=None, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31)
    )
    assert lines(office, "tet 2026", campaign_id=other) == []
    assert lines(office, "2024") == []


def test_a_gift_given_back_is_no_second_one(office: Office, second: tuple[int, int]) -> None:
    _campaign, award = second
    mark_received(office.register, [award], TET_DAY)
    mark_returned(office.register, [award], TET_DAY)
    assert lines(office, "tet 2026") == []


def test_two_gifts_that_merging_brought_together_ask_for_a_reason(office: Office) -> None:
    a, b = office.person("Lê Văn Sơn"), office.person("Lê Sơn", office.phu_thinh)
    awards = add_recipients(office.register, office.campaign(), [RecipientEntry(a), RecipientEntry(b)]).award_ids
    mark_received(office.register, list(awards), TET_DAY)
    assert lines(office) == []
    merge_people(office.register, MergeOrder(a, b, 1, 1))
    [line] = lines(office)
    assert line[6] == "(chưa nêu lý do)"
    document = compose_report(office.register, Order("ngoai-le", parse_period("2026")), today=TODAY)
    assert "Còn 1 trường hợp chưa nêu lý do" in str(document)


def test_what_is_above_the_norm_stands_with_its_basis_and_decision(office: Office) -> None:
    person = office.person("Trần Thị Hoà", old_id="183456789")
    usual = {"person_id": person, "unit_id": office.song_lam}
    decided = {"decision_number": "41/QĐ-LĐLĐ", "decision_date": date(2026, 1, 10), "norm_reason": "Nhà sập hoàn toàn"}
    with office.register.writing() as session:
        house = House(**usual, **decided, programme_id=office_id(session, "MAI-AM"), approved_amount=80_000_000)
        house.norm_basis = "NQ 10/NQ-TLĐ"
        session.add(house)
        case = GrantCase(**usual, **decided, programme_id=office_id(session, "BENH-HN"), requested_on=TODAY)
        case.state = "refused"
        session.add(case)
    [line] = lines(office)
    assert line[1:] == (
        "Trần Thị Hoà (1•••••789)",
        "May Sông Lam",
        "Mái ấm công đoàn",
        "",
        80_000_000,
        "Nhà sập hoàn toàn",
        "41/QĐ-LĐLĐ ngày 10/01/2026; NQ 10/NQ-TLĐ",
    )


def test_typed_totals_beside_rows_are_told_with_their_reason(office: Office) -> None:
    with office.register.writing() as session:
        session.add(
            Aggregate(
                unit_id=office.song_lam,
                programme_id=office_id(session, "TET"),
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 1, 31),
                cash=9_000_000,
                override_reason="Danh sách giấy chưa nhập",
            )
        )
    [line] = lines(office)
    assert (line[1], line[2], line[5], line[6]) == ("", "May Sông Lam", 9_000_000, "Danh sách giấy chưa nhập")


def test_support_told_of_and_given_all_the_same_is_listed(office: Office) -> None:
    person = save_person(office.register, PersonData(PersonFields(full_name="Võ An", unit_id=office.song_lam))).id
    fields = AwardFields(
        programme_id=office.programme("DOT-XUAT"),
        person_id=person,
        unit_id=office.song_lam,
        handover="received",
        paid_on=TET_DAY,
        override_reason="Con tai nạn",
    )
    save_award(office.register, AwardData(fields, (office.cash(2_000_000),)))
    [line] = lines(office)
    assert str(line[3]).endswith(", ngày 28/01/2026")
    assert line[6] == "Con tai nạn"


def test_a_register_without_exceptions_says_so(office: Office) -> None:
    assert table(office, Order("ngoai-le", parse_period("2026"))).rows == ()
    told = str(compose_report(office.register, Order("ngoai-le", parse_period("2026")), today=TODAY))
    assert "Không có trường hợp: nhận hơn một suất trong một đợt; vượt định mức;" in told


def test_every_line_counts_and_the_sums_agree(office: Office, second: tuple[int, int]) -> None:
    rows = table(office, Order("ngoai-le", parse_period("tet 2026"))).rows
    head = next(row for row in rows if str(row.cells[0]).startswith("I."))
    assert head.cells[0] == "I. Nhận hơn một suất trong một đợt (1 trường hợp)"
    assert head.cells[5] == sum(row.cells[5] for row in rows if row.kind is RowKind.NORMAL)  # type: ignore[misc]


def test_the_paper_is_printed_from_the_command_line_s_order(
    office: Office, second: tuple[int, int], tmp_path: Path
) -> None:
    paper = tmp_path / "ngoai-le.pdf"
    save_report(
        office.register, order_by_names(office.register, "ngoai-le", parse_period("tet 2026")), paper, today=TODAY
    )
    assert paper.read_bytes().startswith(b"%PDF")

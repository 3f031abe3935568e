"""Which units a report covers: those of the time, or today's with what their forerunners did (domain.md 3.4, 10.7)."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.errors import InvalidInput
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.indicator import AggregateFields
from labordesk.model.unit import UnitFields
from labordesk.reports.sentences import indicator_sentence
from labordesk.services.aggregates import save_aggregate
from labordesk.services.awards import AwardData, save_award
from labordesk.services.catalogue import funds, programmes
from labordesk.services.reporting import Order, compose_report, in_small_letters, order_by_names
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit, merge_units, split_unit
from labordesk.services.units import save_unit
from labordesk.store.figures import IndicatorFigure
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period

TODAY = date(2026, 3, 2)


def give(register: Register, unit_id: int, day: date, amount: int) -> None:
    programme = next(one.id for one in programmes(register) if one.fields.code == "QUA-KK")
    fields = AwardFields(programme_id=programme, unit_id=unit_id, handover="received", paid_on=day)
    line = AwardLineFields(fund_id=funds(register)[0].id, form="cash", amount=amount)
    save_award(register, AwardData(fields, (line,)))


@pytest.fixture
def closed_school(register: Register) -> int:
    """A school union that gave 7 triệu in 2024 and was ended on 30/6/2025 with the register's own unit as successor."""
    school = save_unit(register, UnitFields(name="CĐCS Trường THCS Đồng Tâm", parent_id=1)).id
    give(register, school, date(2024, 3, 1), 7_000_000)
    close_unit(register, school, Decision(on=date(2025, 7, 1), number="15/QĐ-LĐLĐ"), successor_id=1)
    return school


def words(register: Register, order: Order) -> str:
    return str(compose_report(register, order, today=TODAY))


def test_a_closed_unit_is_still_told_under_its_own_name_in_its_time(register: Register, closed_school: int) -> None:
    told = words(register, Order("tong-hop", parse_period("2024")))
    assert "THCS Đồng Tâm" in told
    assert "7 triệu đồng" in told


def test_a_closed_unit_is_told_under_its_successor_when_units_are_brought_to_today(
    register: Register, closed_school: int
) -> None:
    told = words(register, Order("tong-hop", parse_period("2024"), view="now"))
    assert "THCS Đồng Tâm" not in told
    assert "7 triệu đồng" in told


def test_a_unit_founded_after_the_period_is_refused_with_the_way_out(register: Register) -> None:
    young = save_unit(register, UnitFields(name="CĐCS Công ty May mới", parent_id=1, valid_from=date(2025, 7, 1))).id
    with pytest.raises(InvalidInput, match="quy về đơn vị hiện nay"):
        compose_report(register, Order("tong-hop", parse_period("2024"), young), today=TODAY)
    assert "chưa ghi nhận" in words(register, Order("tong-hop", parse_period("2024"), young, view="now"))


def test_a_unit_is_named_on_the_command_line_by_enough_of_its_name(register: Register, closed_school: int) -> None:
    one = save_unit(register, UnitFields(name="CĐCS Công ty May A", parent_id=1)).id
    save_unit(register, UnitFields(name="CĐCS Công ty May B", parent_id=1))
    period = parse_period("2025")
    assert order_by_names(register, "tong-hop", period, unit="cong ty may a").unit_id == one
    with pytest.raises(InvalidInput, match="nhiều đơn vị"):
        order_by_names(register, "tong-hop", period, unit="may")


def test_a_typed_total_that_reaches_beyond_the_period_is_left_out_and_said(register: Register) -> None:
    programme = next(one.id for one in programmes(register) if one.fields.code == "TET")
    total = AggregateFields(
        unit_id=1, programme_id=programme, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30), cash=36_500_000_000
    )
    save_aggregate(register, total)
    half = words(register, Order("tong-hop", parse_period("2025-H1")))
    assert "tổng trị giá 36,5 tỷ đồng" in half
    assert "Chưa tính" not in half
    quarter = words(register, Order("tong-hop", parse_period("2025-Q1")))
    assert "tổng trị giá" not in quarter
    assert "Chưa tính 1 số liệu tổng hợp (36,5 tỷ đồng)" in quarter


def test_last_year_is_counted_with_the_units_that_were_closed_since(register: Register, closed_school: int) -> None:
    give(register, closed_school, date(2025, 3, 1), 4_000_000)
    give(register, 1, date(2026, 1, 5), 5_000_000)
    told = words(register, Order("tong-hop", parse_period("2026-Q1")))
    assert "So với cùng kỳ năm 2025, tổng trị giá chăm lo tăng 25,0%" in told


def test_a_paper_about_one_unit_names_it_and_says_nothing_of_units_below_it(register: Register) -> None:
    one = save_unit(register, UnitFields(name="CĐCS Công ty May A", parent_id=1)).id
    give(register, one, date(2026, 1, 5), 5_000_000)
    paper = compose_report(register, Order("tong-hop", parse_period("2026"), one), today=TODAY)
    assert paper.abstract.endswith("người lao động của CĐCS Công ty May A năm 2026")
    assert "CĐCS Công ty May A đã chăm lo" in str(paper)
    assert "trực thuộc" not in str(paper)


def test_days_of_two_years_are_compared_with_the_same_days_of_the_year_before(register: Register) -> None:
    give(register, 1, date(2025, 3, 1), 4_000_000)
    give(register, 1, date(2026, 1, 5), 5_000_000)
    told = words(register, Order("tong-hop", parse_period("2025-07-01..2026-03-31"), view="now"))
    assert "So với cùng kỳ năm trước, tổng trị giá chăm lo tăng 25,0%" in told


def test_a_paper_about_one_unit_ends_with_who_wrote_it(register: Register) -> None:
    one = save_unit(register, UnitFields(name="CĐCS Công ty May A", parent_id=1)).id
    give(register, one, date(2026, 1, 5), 5_000_000)
    told = words(register, Order("tong-hop", parse_period("2026"), one))
    assert "của CĐCS Công ty May A năm 2026 do Công đoàn xã Hương Sơn lập" in told


@pytest.mark.parametrize(
    ("value", "since_new_year", "target", "told"),
    [
        (0, 0, None, ""),
        (0, 0, 8, "Nhà bàn giao: chưa có kết quả (chỉ tiêu 8 nhà)"),
        (0, 3, None, ""),
        (0, 3, 8, "Bàn giao 3 nhà từ đầu năm (chỉ tiêu 8), đạt 37,5%, còn thiếu 5"),
        (1, 3, 8, "Bàn giao 1 nhà, từ đầu năm được 3 (chỉ tiêu 8), đạt 37,5%, còn thiếu 5"),
    ],
)
def test_no_sentence_counts_none_of_a_thing(value: int, since_new_year: int, target: int | None, told: str) -> None:
    figure = IndicatorFigure(1, "X", "Nhà bàn giao", "house", "flow", "Bàn giao {n} nhà", value, since_new_year, target)
    assert indicator_sentence(figure) == told


@pytest.mark.parametrize(
    ("head", "unit", "told"),
    [
        ("CÔNG ĐOÀN XÃ A", "Công đoàn xã A", "Công đoàn xã A"),
        ("CÔNG ĐOÀN CƠ SỞ CÔNG TY CP MAY A", "CĐCS Công ty CP May A", "CĐCS Công ty CP May A"),
        ("CÔNG ĐOÀN XÃ A", "Công đoàn xã Á", "CÔNG ĐOÀN XÃ A"),
    ],
)
def test_a_body_that_the_register_abbreviates_is_no_other_body(head: str, unit: str, told: str) -> None:
    assert in_small_letters(head, unit) == told


def test_a_paper_to_nobody_is_not_sent_as_above(register: Register) -> None:
    assert compose_report(register, Order("tong-hop", parse_period("2026")), today=TODAY).recipients == ("Lưu: VT",)


@pytest.fixture
def chain(register: Register) -> tuple[int, int, int, int]:
    """Thôn A gave 1 triệu in 2023 and went to B, B gave 2 triệu in 2024 and was divided into C (first) and D."""
    first = save_unit(register, UnitFields(name="CĐCS Mầm non A", parent_id=1)).id
    second = save_unit(register, UnitFields(name="CĐCS Mầm non B", parent_id=1)).id
    give(register, first, date(2023, 3, 1), 1_000_000)
    merge_units(register, [first], second, Decision(on=date(2024, 1, 1)))
    give(register, second, date(2024, 3, 1), 2_000_000)
    parts = [UnitFields(name="CĐCS Mầm non C"), UnitFields(name="CĐCS Mầm non D")]
    split = split_unit(register, second, parts, Decision(on=date(2025, 1, 1)), goes_on=False)
    give(register, split.new_ids[1], date(2025, 3, 1), 4_000_000)
    return first, second, *split.new_ids


@pytest.mark.parametrize(
    ("year", "then", "now"), [("2023", "Mầm non A", "Mầm non C"), ("2024", "Mầm non B", "Mầm non C")]
)
def test_the_past_of_a_chain_of_successors_goes_to_its_last_unit_and_no_other(
    register: Register, chain: tuple[int, int, int, int], year: str, then: str, now: str
) -> None:
    in_its_time = words(register, Order("tong-hop", parse_period(year)))
    today = words(register, Order("tong-hop", parse_period(year), view="now"))
    assert then in in_its_time
    assert now not in in_its_time
    assert now in today
    assert then not in today
    assert "Mầm non D" not in figures_of(register, year, chain[3])
    for told in (in_its_time, today):
        assert f"{1 if year == '2023' else 2} triệu đồng" in told


def figures_of(register: Register, year: str, unit_id: int) -> str:
    """Return the table by unit of a report about one unit of today."""
    told = words(register, Order("tong-hop", parse_period(year), unit_id, view="now"))
    return told if "triệu đồng" in told else ""


def test_what_a_part_did_itself_stays_with_it(register: Register, chain: tuple[int, int, int, int]) -> None:
    assert "4 triệu đồng" in words(register, Order("tong-hop", parse_period("2025"), chain[3], view="now"))
    assert "4 triệu đồng" not in words(register, Order("tong-hop", parse_period("2025"), chain[2], view="now"))

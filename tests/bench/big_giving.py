"""Four years of gifts, grants, houses, money raised and typed totals for the people of the big register, by raw SQL.

Everything follows from the ids of people and units, so that each run makes the same rows.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

YEARS = (2023, 2024, 2025, 2026)
TET = {2023: "2023-01-22", 2024: "2024-02-10", 2025: "2025-01-29", 2026: "2026-02-17"}
"""The first day of the lunar year."""


@dataclass(frozen=True)
class Round:
    """One way of giving in one year: ``share`` of 10.000 people, on the SQL date ``day`` (of unit ``u``).

    ``money`` are lines as (fund by SQL, level by SQL, form, amount by SQL, how many of 100 awards have it).
    """

    code: str
    share: int
    day: str
    money: tuple[tuple[str, str, str, str, int], ...]
    campaign: str = ""
    planned: bool = False
    salt: int = 1


FUND = "CASE h / 7 % 10 WHEN 0 THEN 3 WHEN 1 THEN 4 WHEN 2 THEN 7 WHEN 3 THEN 9 ELSE 1 END"
OF_UNIT = "CASE (u * 7 + h % 5) % 20 WHEN 0 THEN 'national' WHEN 1 THEN 'province' WHEN 2 THEN 'province'"
LEVEL = f"{OF_UNIT} WHEN 3 THEN 'grassroots' WHEN 4 THEN 'grassroots' WHEN 5 THEN 'grassroots' ELSE 'upper' END"
USUAL = (FUND, LEVEL, "cash", "(3 + h % 8) * 100000", 100)
GOODS = ("1", "'upper'", "goods", "300000", 30)


def _rounds(year: int) -> tuple[Round, ...]:
    near_tet = f"date('{TET[year]}', '-' || (3 + u * 7 % 25 - h % 20 / 19 * 2) || ' days')"
    month = "date('{}-{}', '+' || (u * 11 % {} + h % 30 / 29 * 3) || ' days')"
    any_day = f"date('{year}-01-03', '+' || (h * 13 % {325 if year == 2026 else 360}) || ' days')"
    label = f"{year}"
    return (
        Round("TET", 3300, near_tet, (USUAL, GOODS), f"Tết {label}", salt=3),
        Round("TET", 700, near_tet, (USUAL,), f"Tết {label} của các xã", salt=5),
        Round("CHO-TET", 500, near_tet, (("7", "'province'", "goods", "500000", 100),), f"Chợ Tết {label}", salt=7),
        Round("VE-TET", 120, near_tet, (("1", "'province'", "service", "850000", 100),), f"Vé Tết {label}", salt=11),
        Round("THANG-CN", 700, month.format(year, "05-01", 28), (USUAL,), f"Tháng Công nhân {label}", salt=13),
        Round("NGAY-28-7", 120, month.format(year, "07-20", 9), (USUAL,), f"28/7 năm {label}", salt=17),
        Round("TRUNG-THU", 450, month.format(year, "09-10", 18), ((*GOODS[:4], 100),), f"Trung thu {label}", salt=19),
        Round("QUA-KK", 250, any_day, (USUAL,), salt=23),
        Round("THAM-HOI", 300, any_day, (("1", "'grassroots'", "cash", "300000 + h % 3 * 100000", 100),), salt=29),
        Round("BENH-HN", 25, any_day, (USUAL,), salt=31),
        Round("TNLD", 15, any_day, (USUAL, GOODS), salt=37),
        Round("DOT-XUAT", 60, any_day, (USUAL,), salt=41),
        Round("MO-COI", 20, any_day, (USUAL,), salt=43),
        Round("MAT-VIEC", 60, any_day, (USUAL,), salt=47),
    )


GRANTS = ("THAM-HOI", "BENH-HN", "TNLD", "DOT-XUAT", "MO-COI", "MAT-VIEC")
ROW = "1, :moment, :moment"
ROW_COLUMNS = "uid, row_version, created_at, updated_at"


def give(connection: sqlite3.Connection, moment: str) -> None:
    """Write the rows; the caller holds the transaction and has put indexes and triggers away."""
    for year in YEARS:
        for number, one in enumerate(_rounds(year)):
            _round(connection, one, year, f"{year}{number:02d}", moment)
    _plan_next_tet(connection, moment)
    _cases(connection, moment)
    _houses(connection, moment)
    _beside(connection, moment)


def _round(connection: sqlite3.Connection, one: Round, year: int, mark: str, moment: str) -> None:
    programme, unit = connection.execute("SELECT id, count_unit FROM programme WHERE code = ?", (one.code,)).fetchone()
    campaign = None
    if one.campaign:
        tet = year if one.code in ("TET", "CHO-TET", "VE-TET") else None
        campaign = connection.execute(
            f"INSERT INTO campaign ({ROW_COLUMNS}, programme_id, name, tet_year, starts_on, ends_on, package_cash,"
            " package_goods, level, planned_packages) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, 500000, 0, 'upper', ?)",
            (f"c{mark}", moment, moment, programme, one.campaign, tet, f"{year}-01-01", f"{year}-12-31", 1000),
        ).lastrowid
    values = {"programme": programme, "campaign": campaign, "unit": unit, "moment": moment, "salt": one.salt + year}
    source = (
        "FROM (SELECT id, h, u, CASE h % 200 WHEN 0 THEN 'absent' WHEN 1 THEN 'returned' WHEN 2 THEN 'proxy'"
        " WHEN 3 THEN 'proxy' ELSE 'received' END AS state FROM (SELECT id,"
        " (id * 7919 + :salt * 104729) % 1000003 AS h,"
        f" CASE id % 37 WHEN 0 THEN unit_id % 960 + 2 ELSE unit_id END AS u FROM person) WHERE h % 10000 < {one.share})"
    )
    first = connection.execute("SELECT coalesce(max(id), 0) FROM award").fetchone()[0]
    connection.execute(
        f"INSERT INTO award ({ROW_COLUMNS}, programme_id, campaign_id, person_id, unit_id, handover, paid_on,"
        f" recipient_name, recipient_relation, quantity, count_unit, signed, position) SELECT 'a{mark}' || id, {ROW},"
        f" :programme, :campaign, id, u, state, CASE WHEN state <> 'absent' THEN {one.day} END,"
        " CASE state WHEN 'proxy' THEN 'Người nhà' END, CASE state WHEN 'proxy' THEN 'spouse' END, 1, :unit, 1, id"
        f" {source}",
        values,
    )
    for place, (fund, level, form, amount, share) in enumerate(one.money):
        connection.execute(
            f"INSERT INTO award_line ({ROW_COLUMNS}, award_id, fund_id, level, form, amount)"
            f" SELECT 'l{place}' || uid, {ROW}, id, {fund}, {level}, :form, {amount} FROM"
            " (SELECT id, uid, unit_id AS u, (person_id * 6151 + 7) % 100003 AS h FROM award WHERE id > :first)"
            f" WHERE h % 100 < {share}",
            {"moment": moment, "form": form, "first": first},
        )


def _plan_next_tet(connection: sqlite3.Connection, moment: str) -> None:
    """List 20.000 people for the next Tết: planned, so that nothing of it is spending."""
    programme = connection.execute("SELECT id FROM programme WHERE code = 'TET'").fetchone()[0]
    campaign = connection.execute(
        f"INSERT INTO campaign ({ROW_COLUMNS}, programme_id, name, tet_year, starts_on, ends_on, package_cash,"
        " package_goods, level) VALUES ('c2027', 1, ?, ?, ?, 'Tết 2027', 2027, '2026-12-01', '2027-02-05',"
        " 1000000, 0, 'upper')",
        (moment, moment, programme),
    ).lastrowid
    connection.execute(
        f"INSERT INTO award ({ROW_COLUMNS}, programme_id, campaign_id, person_id, unit_id, handover, quantity,"
        f" count_unit, signed, position) SELECT 'p' || id, {ROW}, :programme, :campaign, id, unit_id, 'planned', 1,"
        " 'package', 0, id FROM person WHERE id % 50 = 0",
        {"moment": moment, "programme": programme, "campaign": campaign},
    )


def _cases(connection: sqlite3.Connection, moment: str) -> None:
    """Give each grant its case with the way it went, and leave some requests of this year waiting."""
    codes = ", ".join(f"'{code}'" for code in GRANTS)
    connection.execute(
        f"INSERT INTO grant_case ({ROW_COLUMNS}, person_id, programme_id, unit_id, requested_on, asked_amount,"
        f" approved_amount, state) SELECT 'g' || uid, {ROW}, person_id, programme_id, unit_id,"
        " date(coalesce(paid_on, '2026-11-01'), '-' || (5 + id % 40) || ' days'), 1000000, 1000000,"
        " CASE WHEN handover IN ('received', 'proxy') THEN 'closed' ELSE 'verifying' END FROM award"
        f" WHERE programme_id IN (SELECT id FROM programme WHERE code IN ({codes}))",
        {"moment": moment},
    )
    connection.execute(
        "UPDATE award SET case_id = (SELECT id FROM grant_case WHERE uid = 'g' || award.uid)"
        f" WHERE programme_id IN (SELECT id FROM programme WHERE code IN ({codes}))"
        " AND handover IN ('received', 'proxy')"
    )
    connection.execute(
        "DELETE FROM award_line WHERE award_id IN (SELECT id FROM award WHERE case_id IS NULL AND programme_id IN"
        f" (SELECT id FROM programme WHERE code IN ({codes})))"
    )
    connection.execute(
        "DELETE FROM award WHERE case_id IS NULL AND programme_id IN"
        f" (SELECT id FROM programme WHERE code IN ({codes}))"
    )
    for place, (state, days) in enumerate((("received", 0), ("verifying", 2), ("approved", 4), ("closed", 5))):
        connection.execute(
            f"INSERT INTO case_event ({ROW_COLUMNS}, case_id, state, happened_on) SELECT 'e{place}' || uid, {ROW}, id,"
            f" '{state}', date(requested_on, '+{days} days') FROM grant_case WHERE state = 'closed' OR {place} < 2",
            {"moment": moment},
        )

    connection.execute(
        f"INSERT INTO case_paper ({ROW_COLUMNS}, paper_type_id, case_id, received_on) SELECT 'k' || t.id || '-'"
        f" || g.id, {ROW}, t.id, g.id, g.requested_on FROM grant_case g JOIN paper_type t ON t.kind = 'grant'"
        " AND t.mandatory AND t.circumstance_id IS NULL WHERE g.state = 'closed' AND g.id % 40",
        {"moment": moment},
    )


def _houses(connection: sqlite3.Connection, moment: str) -> None:
    """Build a house for one of 500 people, paid in one to three instalments over a year."""
    programme = connection.execute("SELECT id FROM programme WHERE code = 'MAI-AM'").fetchone()[0]
    connection.execute(
        f"INSERT INTO house ({ROW_COLUMNS}, person_id, unit_id, programme_id, work, approved_amount, due_on, stage)"
        f" SELECT 'h' || id, {ROW}, id, unit_id, {programme}, CASE id % 4 WHEN 0 THEN 'repair' ELSE 'new' END,"
        " 60000000,"
        " date('2023-09-01', '+' || (id / 500 * 3 % 1400) || ' days'),"
        " CASE WHEN id / 500 % 10 < 8 THEN 'handed_over' ELSE 'started' END FROM person WHERE id % 500 = 1",
        {"moment": moment},
    )
    steps = (("requested", -220), ("approved", -190), ("started", -170), ("funded", -165), ("handed_over", -10))
    for place, (milestone, days) in enumerate(steps):
        connection.execute(
            f"INSERT INTO house_milestone ({ROW_COLUMNS}, house_id, milestone, happened_on) SELECT 'm{place}h' || id,"
            f" {ROW}, id, '{milestone}', date(due_on, '{days} days') FROM house"
            f" WHERE stage = 'handed_over' OR {place} < 4",
            {"moment": moment},
        )
    for place in range(3):
        connection.execute(
            f"INSERT INTO award ({ROW_COLUMNS}, programme_id, person_id, unit_id, house_id, handover, paid_on,"
            f" quantity, count_unit, signed, position) SELECT 'i{place}' || uid, {ROW}, programme_id, person_id,"
            f" unit_id, id, 'received', date(due_on, '{place * 60 - 165} days'), 1, 'house', 1, 0 FROM house"
            f" WHERE id % 3 >= {place}",
            {"moment": moment},
        )
    connection.execute(
        f"INSERT INTO award_line ({ROW_COLUMNS}, award_id, fund_id, level, form, amount) SELECT 'l' || uid, {ROW}, id,"
        " 2 + id % 3, CASE id % 4 WHEN 0 THEN 'national' ELSE 'province' END, 'cash', 20000000 FROM award"
        " WHERE house_id IS NOT NULL",
        {"moment": moment},
    )


def _beside(connection: sqlite3.Connection, moment: str) -> None:
    """Write what is never added to rows: typed totals, money raised, activities, targets."""
    connection.execute(
        f"INSERT INTO aggregate ({ROW_COLUMNS}, unit_id, programme_id, starts_on, ends_on, quantity, count_unit, cash,"
        f" goods, level, fund_id) SELECT 't' || u.id || '-' || y.value, {ROW}, u.id, p.id, y.value || '-01-01',"
        " y.value || '-06-30', 40, p.count_unit, 20000000, 1000000, 'grassroots', 1 FROM unit u,"
        " json_each('[2023, 2024, 2025, 2026]') y JOIN programme p ON p.code = 'QUA-CS' WHERE u.id % 9 = 0",
        {"moment": moment},
    )
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
    day = "date('2023-01-02', '+' || (i * 17 % 1420) || ' days')"
    connection.execute(
        f"{numbers} INSERT INTO contribution ({ROW_COLUMNS}, unit_id, programme_id, fund_id, received_on, pledged,"
        f" cash, goods, labour_days) SELECT 'v' || i, {ROW}, i % 960 + 2, p.id, 1 + i % 9, {day}, 30000000,"
        " i % 9 * 4000000, 0, 0 FROM n JOIN programme p ON p.code = 'TLV'",
        {"moment": moment},
    )
    connection.execute(
        f"{numbers} INSERT INTO activity ({ROW_COLUMNS}, unit_id, programme_id, happened_on, count, count_unit, cost)"
        f" SELECT 'y' || i, {ROW}, i % 960 + 2, p.id, {day}, 20 + i % 90, p.count_unit, 2000000 FROM n"
        " JOIN programme p ON p.code = CASE i % 3 WHEN 0 THEN 'TVPL' WHEN 1 THEN 'KHAM-SK' ELSE 'BUA-AN' END",
        {"moment": moment},
    )
    connection.execute(
        f"INSERT INTO fund_opening ({ROW_COLUMNS}, fund_id, as_of, amount) SELECT 'f' || id, {ROW}, id, '2023-01-01',"
        " 2000000000000 FROM fund WHERE id <= 9",
        {"moment": moment},
    )
    connection.execute(
        f"INSERT INTO allocation ({ROW_COLUMNS}, campaign_id, unit_id, packages, cash, goods) SELECT 'o' || c.id || '-'"
        f" || u.id, {ROW}, c.id, u.id, 40, 0, 0 FROM campaign c, unit u WHERE c.tet_year = 2026 AND u.parent_id > 1",
        {"moment": moment},
    )
    connection.execute(
        f"INSERT INTO target ({ROW_COLUMNS}, unit_id, year, programme_id, value) SELECT 'z' || p.id || y.value, {ROW},"
        " 1, y.value, p.id, 100000 FROM programme p, json_each('[2023, 2024, 2025, 2026]') y"
        " WHERE p.kind IN ('gift', 'grant')",
        {"moment": moment},
    )

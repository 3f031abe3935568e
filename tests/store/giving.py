"""Awards written by plain SQL, past the services that would refuse some: the kept sums must follow any rows."""

from __future__ import annotations

import sqlite3
from typing import Any

from hypothesis import strategies as st

PEOPLE, UNITS, CAMPAIGNS, HOUSES = (1, 2, 3, 4), (1, 2, 3), (1, 2), (1, 2)
PROGRAMMES = ("TET", "DOT-XUAT", "THAM-HOI", "MAI-AM")
ROW = "row_version, created_at, updated_at"
NEW = "1, '2026-01-05T00:00:00Z', '2026-01-05T00:00:00Z'"

DAYS = st.sampled_from([f"2024-{month:02d}-{day:02d}" for month in (1, 2, 12) for day in (1, 15, 28)])
AWARDS = st.fixed_dictionaries(
    {
        "person_id": st.sampled_from([None, *PEOPLE]),
        "paid_on": DAYS,
        "handover": st.sampled_from(["planned", "received", "received", "proxy", "returned"]),
        "unit_id": st.sampled_from(UNITS),
        "programme_id": st.integers(1, len(PROGRAMMES)),
        "campaign_id": st.sampled_from([None, *CAMPAIGNS]),
        "count_unit": st.sampled_from(["package", "person", "turn"]),
        "house_id": st.sampled_from([None, None, *HOUSES]),
        "quantity": st.integers(1, 3),
    }
)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "fund_id": st.integers(1, 3),
            "level": st.sampled_from(["upper", "province"]),
            "form": st.sampled_from(["cash", "goods", "service"]),
            "amount": st.integers(0, 5_000_000),
        }
    ),
    max_size=2,
)


def write_surroundings(connection: sqlite3.Connection) -> None:
    """Write the people, units, campaigns and houses that awards refer to."""
    for unit in UNITS[1:]:
        connection.execute(
            f"INSERT INTO unit (id, uid, {ROW}, name, parent_id, plain_key, sort_key)"
            f" VALUES (?, ?, {NEW}, ?, 1, '', '')",
            (unit, f"u{unit}", f"CĐCS {unit}"),
        )
    for person in PEOPLE:
        connection.execute(
            f"INSERT INTO person (id, uid, {ROW}, full_name, standing, consent, unit_id, plain_key, search_key,"
            f" sort_key, block_key) VALUES (?, ?, {NEW}, ?, 'member', 0, 1, 'an', 'an', 'an', 'an ')",
            (person, f"p{person}", f"Nguyễn Văn An {person}"),
        )
    for campaign, tet_year in zip(CAMPAIGNS, (2024, None), strict=True):
        connection.execute(
            f"INSERT INTO campaign (id, uid, {ROW}, programme_id, name, tet_year, starts_on, ends_on, package_cash,"
            f" package_goods, level) VALUES (?, ?, {NEW}, 1, 'Đợt', ?, '2023-12-01', '2024-02-28', 0, 0, 'upper')",
            (campaign, f"c{campaign}", tet_year),
        )
    for house in HOUSES:
        connection.execute(
            f"INSERT INTO house (id, uid, {ROW}, person_id, unit_id, programme_id, work, stage)"
            f" VALUES (?, ?, {NEW}, ?, 1, 1, 'new', 'approved')",
            (house, f"h{house}", house),
        )


def add_award(connection: sqlite3.Connection, award: dict[str, Any], lines: list[dict[str, Any]]) -> int:
    """Add an award with its lines and return its id."""
    columns = ", ".join(award)
    values = ", ".join(f":{name}" for name in award)
    award_id = connection.execute(
        f"INSERT INTO award (uid, {ROW}, signed, position, {columns})"
        f" VALUES (lower(hex(randomblob(16))), {NEW}, 1, 0, {values})",
        award,
    ).lastrowid
    assert award_id is not None
    for line in lines:
        add_line(connection, award_id, line)
    return award_id


def add_line(connection: sqlite3.Connection, award_id: int, line: dict[str, Any]) -> None:
    """Add a line to an award."""
    connection.execute(
        f"INSERT INTO award_line (uid, {ROW}, award_id, fund_id, level, form, amount)"
        f" VALUES (lower(hex(randomblob(16))), {NEW}, :award_id, :fund_id, :level, :form, :amount)",
        {"award_id": award_id, **line},
    )

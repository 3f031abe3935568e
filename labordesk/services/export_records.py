"""Xuất hồ sơ đầy đủ: people, support given, houses or one campaign with every field, in the words the import reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from labordesk.errors import NotFound, RuleBroken
from labordesk.exchange.field_columns import field_column, house_column, money_column
from labordesk.exchange.list_fields import MODEL_FIELDS
from labordesk.exchange.list_plan import ListColumn, ListPlan, Told
from labordesk.fields import Choice, Text
from labordesk.fields import kinds as clock
from labordesk.fields.choices import HANDOVERS
from labordesk.i18n import N_
from labordesk.services.exports import Exported, ListOrder, export_list
from labordesk.store.register import Register

Records = Literal["people", "awards", "houses", "campaign"]
RECORDS: Final[tuple[Records, ...]] = ("people", "awards", "houses", "campaign")
NO_CAMPAIGN = N_("Không có đợt tặng quà “{name}” trong sổ; hãy chọn một trong: {names}.")
WHICH_CAMPAIGN = N_("Hãy cho biết đợt tặng quà cần xuất; trong sổ có: {names}.")

_Rows = Iterator[Sequence[Any]]
_OPEN_CIRCUMSTANCES: Final = """
(SELECT group_concat(name, '; ') FROM (SELECT c.name FROM person_circumstance pc
 JOIN circumstance c ON c.id = pc.circumstance_id
 WHERE pc.person_id = p.id AND (pc.until IS NULL OR pc.until >= :today) ORDER BY pc.id))
"""
_WHO: Final = ("name", "born", "sex", "cccd", "old_id", "phone")
_WHO_SQL: Final = "p.full_name, p.birth, p.sex, p.citizen_id, p.old_id, p.phone"
_AWARD_FIELDS: Final = (
    "circumstance", "quantity", "cash", "goods", "fund", "level", "paid", "decision_number", "decision_date",
    "voucher_number", "method", "recipient", "relation", "note",
)  # fmt: skip
_AWARD_SQL: Final = """
SELECT {who}, u.name, {more} c.name, a.quantity,
       nullif((SELECT sum(amount) FROM award_line l WHERE l.award_id = a.id AND l.form = 'cash'), 0),
       nullif((SELECT sum(amount) FROM award_line l WHERE l.award_id = a.id AND l.form <> 'cash'), 0),
       (SELECT group_concat(DISTINCT f.name) FROM award_line l JOIN fund f ON f.id = l.fund_id WHERE l.award_id = a.id),
       (SELECT CASE WHEN count(DISTINCT l.level) = 1 THEN max(l.level) END FROM award_line l WHERE l.award_id = a.id),
       a.paid_on, a.decision_number, a.decision_date, a.voucher_number, a.method, a.recipient_name,
       a.recipient_relation, a.note, a.handover
FROM award a JOIN unit u ON u.id = a.unit_id JOIN programme g ON g.id = a.programme_id
LEFT JOIN campaign k ON k.id = a.campaign_id LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN circumstance c ON c.id = a.circumstance_id
WHERE {which} ORDER BY {order}
"""
_HOUSE_FIELDS: Final = ("new_build", "address", "area", "structure", "estimate", "total_value")
_HOUSE_DAYS: Final = {
    "surveyed": "surveyed",
    "approved": "approved",
    "paid": "funded",
    "started": "started",
    "inspected": "inspected",
    "handed": "handed_over",
}
"""Field of a list -> milestone."""


@dataclass(frozen=True)
class _Plan:
    """Columns of a file of records and what reads their rows inside one moment of the register."""

    name: str
    title: str
    columns: tuple[ListColumn, ...]
    read: Callable[[sqlite3.Connection], _Rows]
    count: str
    """Counts the rows, for the progress."""


def export_records(
    register: Register, what: Records, path: Path, told: Told, *, campaign: str | None = None, masked: bool = False
) -> Exported:
    """Write all people, awards or houses, or the list of one campaign, to .xlsx or .csv and note it.

    The headings are those the import knows, so that the file can be taken into another register. NotFound,
    RuleBroken when the campaign is not named; Unavailable.
    """
    campaign_id, name = campaign_named(register, campaign) if what == "campaign" else (0, "")
    with register.looking() as connection:
        plan = _plan(connection, what, campaign_id, name)
        total = int(connection.execute(plan.count, {"campaign": campaign_id}).fetchone()[0])
    today = clock.today()
    lines = (f"Lấy từ sổ ngày {today:%d/%m/%Y}. ĐVT: đồng",)
    order = ListOrder(what, ListPlan(plan.name, plan.columns, plan.title, lines, "Tổng cộng"), masked)
    return export_list(register, order, _rows(register, plan), path, told, total)


def _rows(register: Register, plan: _Plan) -> _Rows:
    with register.looking() as connection:
        yield from plan.read(connection)


def campaign_named(register: Register, name: str | None) -> tuple[int, str]:
    """Return the campaign meant; the only one there is needs no name."""
    from labordesk.vietnamese.fold import plain_key

    with register.looking() as connection:
        found = list(connection.execute("SELECT id, name FROM campaign ORDER BY starts_on DESC, id DESC"))
    names = ", ".join(one for _id, one in found[:8])
    if name is None:
        if len(found) == 1:
            return int(found[0][0]), str(found[0][1])
        raise RuleBroken(WHICH_CAMPAIGN, names=names)
    same = [one for one in found if one[1] == name] or [one for one in found if plain_key(one[1]) == plain_key(name)]
    if not same:
        raise NotFound(NO_CAMPAIGN, name=name, names=names)
    return int(same[0][0]), str(same[0][1])


def _plan(connection: sqlite3.Connection, what: Records, campaign_id: int, name: str) -> _Plan:
    match what:
        case "people":
            return _people_plan()
        case "awards":
            return _awards_plan("a.house_id IS NULL", "a.paid_on, a.id", "DANH SÁCH HỖ TRỢ, TRỢ CẤP ĐÃ GHI")
        case "campaign":
            title = f"DANH SÁCH NHẬN QUÀ {name.upper()}"
            return _awards_plan("a.campaign_id = :campaign", "u.sort_key, a.position, a.id", title, campaign_id)
        case _:
            return _houses_plan(connection)


def _people_plan() -> _Plan:
    columns = [field_column(field) for field in MODEL_FIELDS]
    stored = ", ".join("u.name" if column == "unit_id" else f"p.{column}" for column in MODEL_FIELDS.values())
    query = (
        f"SELECT {stored}, {_OPEN_CIRCUMSTANCES} FROM person p LEFT JOIN unit u ON u.id = p.unit_id"
        " ORDER BY p.sort_key, p.id"
    )
    return _Plan(
        "Đối tượng",
        "DANH SÁCH ĐỐI TƯỢNG, ĐOÀN VIÊN, NGƯỜI LAO ĐỘNG",
        (*columns, field_column("circumstance")),
        lambda connection: iter(connection.execute(query, {"today": clock.today().isoformat()})),
        "SELECT count(*) FROM person",
    )


def _awards_plan(which: str, order: str, title: str, campaign_id: int = 0) -> _Plan:
    more = () if campaign_id else ("programme",)
    columns = [field_column(field) for field in (*_WHO, "unit", *more)]
    columns += [ListColumn("Tên đợt", Text(), 26)] * (not campaign_id)
    columns += [field_column(field) for field in _AWARD_FIELDS]
    columns.append(ListColumn("Trạng thái trao", Choice(options=HANDOVERS), 14))
    query = _AWARD_SQL.format(who=_WHO_SQL, more="" if campaign_id else "g.name, k.name,", which=which, order=order)
    return _Plan(
        "Nhận quà" if campaign_id else "Hỗ trợ",
        title,
        tuple(columns),
        lambda connection: iter(connection.execute(query, {"campaign": campaign_id})),
        f"SELECT count(*) FROM award a WHERE {which}",
    )


def _houses_plan(connection: sqlite3.Connection) -> _Plan:
    """Return the plan of the houses: a column for each source of money any house has, union money first."""
    funds = list(
        connection.execute(
            "SELECT f.id, f.name FROM fund f WHERE EXISTS (SELECT 1 FROM house_funder h WHERE h.fund_id = f.id)"
            " ORDER BY f.union_money DESC, f.position, f.id"
        )
    )
    columns = [house_column(field) for field in (*_WHO, "unit", *_HOUSE_FIELDS)]
    columns += [money_column(str(name)) for _id, name in funds]
    columns += [field_column("labour_days"), *(field_column(day) for day in _HOUSE_DAYS)]
    columns += [field_column(field) for field in ("due_on", "decision_number", "decision_date", "note")]
    return _Plan(
        "Mái ấm",
        "DANH SÁCH MÁI ẤM CÔNG ĐOÀN",
        tuple(columns),
        lambda reading: _house_rows(reading, [int(fund_id) for fund_id, _name in funds]),
        "SELECT count(*) FROM house",
    )


def _house_rows(connection: sqlite3.Connection, funds: Sequence[int]) -> _Rows:
    days = ", ".join(
        f"(SELECT happened_on FROM house_milestone m WHERE m.house_id = h.id AND m.milestone = '{milestone}')"
        for milestone in _HOUSE_DAYS.values()
    )
    query = f"""
    SELECT {_WHO_SQL}, u.name, h.work, h.address, h.area, h.structure, h.estimate, h.total_value,
           (SELECT json_group_object(fund_id, planned) FROM (SELECT fund_id, sum(planned) AS planned
            FROM house_funder WHERE house_id = h.id GROUP BY fund_id)),
           (SELECT nullif(sum(labour_days), 0) FROM house_funder WHERE house_id = h.id),
           {days}, h.due_on, h.decision_number, h.decision_date, h.note
    FROM house h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = h.unit_id ORDER BY p.sort_key, h.id
    """
    place = len(_WHO) + 1 + len(_HOUSE_FIELDS)
    for row in connection.execute(query):
        given = json.loads(row[place] or "{}")
        yield (*row[:place], *(given.get(str(fund_id)) or None for fund_id in funds), *row[place + 1 :])

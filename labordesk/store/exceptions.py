"""What was given against the usual rule and why: second gifts, above the norm, typed totals beside rows, long lists."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from labordesk.store.figure_rows.meaning import OnList, Records, Rows
from labordesk.store.figures.scope import Scope
from labordesk.store.humans import doubled_files

_UNITS = "(:units IS NULL OR {alias}.unit_id IN (SELECT value FROM json_each(:units)))"
_AWARD_DAY = "coalesce(a.paid_on, c.starts_on)"
_IN_SCOPE = (
    "(CASE WHEN :campaign IS NOT NULL THEN a.campaign_id = :campaign"
    " WHEN :tet IS NOT NULL THEN c.tet_year = :tet"
    f" ELSE {_AWARD_DAY} BETWEEN :start AND :end END)"
)
_AWARD = """
SELECT a.id, a.person_id, a.campaign_id, coalesce(p.full_name, ''), coalesce(p.citizen_id, p.old_id, ''), a.unit_id,
       coalesce(u.short_name, u.name), coalesce(c.name, g.name), a.paid_on, a.handover,
       (SELECT coalesce(sum(amount), 0) FROM award_line WHERE award_id = a.id), coalesce(a.override_reason, ''),
       coalesce(a.decision_number, ''), coalesce(a.decision_date, ''), coalesce(a.norm_basis, '')
FROM award a JOIN programme g ON g.id = a.programme_id JOIN unit u ON u.id = a.unit_id
LEFT JOIN campaign c ON c.id = a.campaign_id LEFT JOIN person p ON p.id = a.person_id
"""
_SUSPECTS = """
SELECT a.person_id FROM award a WHERE a.override_reason IS NOT NULL AND a.campaign_id IS NOT NULL
AND a.person_id IS NOT NULL UNION SELECT kept_id FROM person_merge WHERE undone_on IS NULL
"""
"""Who can have two gifts of a campaign in one file: with a reason, or because two files were merged."""
_ABOVE = """
SELECT k.person_id, p.full_name, coalesce(p.citizen_id, p.old_id, ''), k.unit_id, coalesce(u.short_name, u.name),
       g.name, coalesce(k.approved_amount, 0), k.norm_reason, coalesce(k.decision_number, ''),
       coalesce(k.decision_date, ''), coalesce(k.norm_basis, ''), k.id
FROM {table} k JOIN person p ON p.id = k.person_id JOIN unit u ON u.id = k.unit_id
JOIN programme g ON g.id = k.programme_id
WHERE k.norm_reason IS NOT NULL AND k.norm_reason <> '' AND {state} AND :campaign IS NULL AND :tet IS NULL
  AND coalesce(k.decision_date, substr(k.created_at, 1, 10)) BETWEEN :start AND :end AND {units}
ORDER BY k.unit_id, p.sort_key, k.id
"""
_PACKAGES = """
SELECT u.id, coalesce(u.short_name, u.name), c.name, c.norm_reason, coalesce(c.basis, ''),
       c.norm_basis,
       (SELECT coalesce(sum(x.amount), 0) FROM award a JOIN award_line x ON x.award_id = a.id
        WHERE a.campaign_id = c.id AND a.handover <> 'returned'), c.id
FROM campaign c JOIN unit u ON u.id = coalesce(
    c.unit_id, (SELECT CAST(value AS INTEGER) FROM register_setting WHERE key = 'own_unit_id'))
WHERE c.norm_reason IS NOT NULL AND c.norm_reason <> '' AND c.norm_basis IS NOT NULL
  AND (:units IS NULL OR u.id IN (SELECT value FROM json_each(:units)))
  AND (CASE WHEN :campaign IS NOT NULL THEN c.id = :campaign WHEN :tet IS NOT NULL THEN c.tet_year = :tet
       ELSE c.starts_on <= :end AND c.ends_on >= :start END)
ORDER BY c.starts_on, c.id
"""
"""Campaigns whose package was planned above its rate."""
_TYPED = f"""
SELECT t.unit_id, coalesce(u.short_name, u.name), coalesce(c.name, g.name), t.starts_on, t.ends_on, t.cash + t.goods,
       t.override_reason, coalesce(t.source_note, ''), t.id
FROM aggregate t JOIN unit u ON u.id = t.unit_id JOIN programme g ON g.id = t.programme_id
LEFT JOIN campaign c ON c.id = t.campaign_id
WHERE t.override_reason IS NOT NULL AND t.override_reason <> '' AND {_UNITS.format(alias="t")}
  AND (CASE WHEN :campaign IS NOT NULL THEN t.campaign_id = :campaign WHEN :tet IS NOT NULL THEN c.tet_year = :tet
       ELSE t.starts_on <= :end AND t.ends_on >= :start END)
ORDER BY t.unit_id, t.starts_on, t.id
"""
_LONG_LISTS = f"""
SELECT l.unit_id, coalesce(u.short_name, u.name), c.name, l.excess_reason, coalesce(l.decision_number, ''),
       coalesce(l.decision_date, ''),
       (SELECT coalesce(sum(x.amount), 0) FROM award a JOIN award_line x ON x.award_id = a.id
        WHERE a.campaign_id = l.campaign_id AND a.unit_id = l.unit_id AND a.handover <> 'returned'), l.campaign_id
FROM unit_list l JOIN campaign c ON c.id = l.campaign_id JOIN unit u ON u.id = l.unit_id
WHERE l.excess_reason IS NOT NULL AND l.excess_reason <> '' AND {_UNITS.format(alias="l")}
  AND (CASE WHEN :campaign IS NOT NULL THEN c.id = :campaign WHEN :tet IS NOT NULL THEN c.tet_year = :tet
       ELSE c.starts_on <= :end AND c.ends_on >= :start END)
ORDER BY c.starts_on, l.unit_id
"""


@dataclass(frozen=True)
class Earlier:
    """A gift of the same campaign that came first; ``on`` is ISO text, "" while it is not handed over."""

    unit_name: str
    on: str
    amount: int


@dataclass(frozen=True)
class ExceptionRow:
    """One exception; money in đồng, days ISO text; ``person`` is "" where a whole unit is meant.

    ``counts`` is what the amount counts.
    """

    person: str
    citizen_id: str
    unit_id: int
    unit_name: str
    what: str
    on: str
    amount: int
    reason: str
    decision: str = ""
    decided_on: str = ""
    basis: str = ""
    earlier: tuple[Earlier, ...] = ()
    counts: Rows | None = None


@dataclass(frozen=True)
class Exceptions:
    """What was found, by why it is an exception."""

    second_gifts: tuple[ExceptionRow, ...]
    above_norm: tuple[ExceptionRow, ...]
    other_reasons: tuple[ExceptionRow, ...]
    typed_totals: tuple[ExceptionRow, ...]
    long_lists: tuple[ExceptionRow, ...]


def exceptions_of(connection: sqlite3.Connection, scope: Scope, campaign_id: int | None = None) -> Exceptions:
    """Return the exceptions of a period, of a Tết, or of one campaign."""
    bound = {**scope.parameters(), "campaign": campaign_id}
    second = dict(_second_gifts(connection, bound))
    above: list[ExceptionRow] = []
    other: list[ExceptionRow] = []
    for row in connection.execute(
        f"{_AWARD} WHERE a.override_reason > '' AND a.handover <> 'returned'"
        f" AND {_IN_SCOPE} AND {_UNITS.format(alias='a')} ORDER BY +a.unit_id, p.sort_key, a.id",
        bound,
    ):
        if row[0] not in second:
            (above if row[14] else other).append(_of_award(row))
    files: tuple[tuple[Literal["house", "grant_case"], str], ...] = (
        ("house", "k.stage <> 'refused'"),
        ("grant_case", "k.state <> 'refused'"),
    )
    for table, state in files:
        sql = _ABOVE.format(table=table, state=state, units=_UNITS.format(alias="k"))
        above += [
            ExceptionRow(
                *(row[1], row[2], row[3], row[4], row[5], "", row[6], row[7], row[8], row[9], row[10]),
                counts=Records(table, (row[11],)),
            )
            for row in connection.execute(sql, bound)
        ]
    above += [
        ExceptionRow(*("", "", row[0], row[1], row[2], "", row[6], row[3], row[4], "", row[5]), counts=OnList(row[7]))
        for row in connection.execute(_PACKAGES, bound)
    ]
    return Exceptions(
        tuple(second.values()),
        tuple(above),
        tuple(other),
        tuple(
            ExceptionRow(
                *("", "", row[0], row[1], row[2], row[4], row[5], row[6], row[7]),
                counts=Records("aggregate", (row[8],)),
            )
            for row in connection.execute(_TYPED, bound)
        ),
        tuple(
            ExceptionRow(
                *("", "", row[0], row[1], row[2], row[5], row[6], row[3], row[4], row[5]),
                counts=OnList(row[7], frozenset({row[0]})),
            )
            for row in connection.execute(_LONG_LISTS, bound)
        ),
    )


def _second_gifts(connection: sqlite3.Connection, bound: dict[str, Any]) -> Iterator[tuple[int, ExceptionRow]]:
    """Yield every gift but the first of a human in a campaign, whichever files they were written in."""
    files = doubled_files(connection)
    people = {row[0] for row in connection.execute(_SUSPECTS)} | files.keys()
    gifts: defaultdict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)
    sql = (
        f"{_AWARD} WHERE a.person_id IN (SELECT value FROM json_each(:people)) AND a.campaign_id IS NOT NULL"
        " AND a.handover <> 'returned' ORDER BY a.paid_on IS NULL, a.paid_on, a.id"
    )
    for row in connection.execute(sql, {"people": json.dumps(list(people))}):
        human = min(files.get(row[1], (row[1],)))
        gifts[human, row[2]].append(row)
    ids = {row[0] for own in gifts.values() for row in own[1:]}
    wanted = {
        row[0]
        for row in connection.execute(
            "SELECT a.id FROM award a LEFT JOIN campaign c ON c.id = a.campaign_id"
            f" WHERE a.id IN (SELECT value FROM json_each(:ids)) AND {_IN_SCOPE} AND {_UNITS.format(alias='a')}",
            {**bound, "ids": json.dumps(list(ids))},
        )
    }
    for own in sorted(gifts.values(), key=lambda rows: (rows[-1][5], rows[-1][3], rows[-1][0])):
        for place, row in enumerate(own):
            if row[0] in wanted:
                earlier = tuple(Earlier(one[6], one[8] or "", one[10]) for one in own[:place])
                yield row[0], _of_award(row, earlier)


def _of_award(row: tuple[Any, ...], earlier: tuple[Earlier, ...] = ()) -> ExceptionRow:
    return ExceptionRow(
        *(row[3], row[4], row[5], row[6], row[7], row[8] or "", row[10], row[11], row[12], row[13], row[14], earlier),
        counts=Records("award", (row[0],)),
    )

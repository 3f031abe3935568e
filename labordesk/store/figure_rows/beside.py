"""The activities, contributions and agreements behind figures that are never spending."""

from __future__ import annotations

from collections.abc import Iterator

from labordesk.store.figure_rows.meaning import Done, Raised
from labordesk.store.figure_rows.parts import MONEY, Part
from labordesk.store.figures.scope import OF_UNITS, Scope, dated


def done_parts(asked: Done) -> Iterator[Part]:
    """Return the activities."""
    value, counted = {
        "count": ("v.count", "v.count_unit"),
        "cost": ("coalesce(v.cost, 0)", f"'{MONEY}'"),
        "second": ("coalesce(v.second_count, 0)", "v.second_unit"),
    }[asked.measure]
    second = " AND v.second_unit = :second" if asked.measure == "second" else ""
    yield Part(
        "activity",
        "SELECT v.id AS id, v.happened_on AS place, v.happened_on AS day, v.unit_id AS unit_id, '' AS who,"
        f" coalesce(v.name, g.name) AS what, {value} AS value, {counted} AS counted, coalesce(v.note, '') AS note,"
        " 'activity' AS link, v.id AS link_id FROM activity v JOIN programme g ON g.id = v.programme_id"
        f" WHERE v.programme_id = :programme AND v.count_unit = :counted{second}"
        f" AND {dated(asked.scope, 'v', 'happened_on')}",
        {
            **asked.scope.parameters(),
            "programme": asked.programme_id,
            "counted": asked.count_unit,
            "second": asked.second_unit,
        },
    )


def raised_parts(asked: Raised) -> Iterator[Part]:
    """Return the contributions; a Tết has none, since they carry no campaign."""
    if asked.scope.tet_year is not None:
        return
    value, counted = {
        "money": ("r.cash + r.goods", MONEY),
        "cash": ("r.cash", MONEY),
        "goods": ("r.goods", MONEY),
        "labour_days": ("r.labour_days", "labour_day"),
    }[asked.measure]
    programme, fund, purpose = asked.apart or (None, None, "")
    where = dated(asked.scope, "r", "received_on")
    if asked.apart is not None:
        where += " AND r.programme_id IS :programme AND coalesce(r.purpose, '') = :purpose"
    if asked.apart is not None or asked.by_fund:
        where += " AND r.fund_id IS :fund"
    yield Part(
        "contribution",
        "SELECT r.id AS id, r.received_on AS place, r.received_on AS day, r.unit_id AS unit_id,"
        " coalesce(r.donor, '') AS who, coalesce(r.purpose, g.name, '') AS what,"
        f" {value} AS value, '{counted}' AS counted, coalesce(f.name, '') AS note, 'contribution' AS link,"
        " r.id AS link_id FROM contribution r LEFT JOIN programme g ON g.id = r.programme_id"
        f" LEFT JOIN fund f ON f.id = r.fund_id WHERE {where}",
        {
            **asked.scope.parameters(),
            "programme": programme,
            "purpose": purpose,
            "fund": fund if asked.apart is not None else asked.fund_id,
        },
    )


def agreement_parts(scope: Scope) -> Iterator[Part]:
    """Return the agreements signed in the scope."""
    yield Part(
        "agreement",
        "SELECT t.id AS id, t.signed_on AS place, t.signed_on AS day, t.unit_id AS unit_id, t.partner AS who,"
        " coalesce(t.goods, '') AS what, 1 AS value, 'agreement' AS counted, '' AS note, 'agreement' AS link,"
        " t.id AS link_id"
        f" FROM agreement t WHERE t.signed_on BETWEEN :start AND :end AND {OF_UNITS.format(alias='t')}",
        scope.parameters(),
    )


def use_parts(scope: Scope) -> Iterator[Part]:
    """Return the periods in which members used agreements; not told by unit they belong to the unit that signed."""
    yield Part(
        "agreement_use",
        "SELECT s.* FROM (SELECT w.id AS id, w.ends_on AS place, w.ends_on AS day,"
        " coalesce(w.unit_id, t.unit_id) AS unit_id, t.partner AS who, coalesce(t.goods, '') AS what,"
        " w.members AS value, 'turn' AS counted, '' AS note, 'agreement' AS link, t.id AS link_id"
        " FROM agreement_use w JOIN agreement t ON t.id = w.agreement_id WHERE w.ends_on BETWEEN :start AND :end) s"
        f" WHERE {OF_UNITS.format(alias='s')}",
        scope.parameters(),
    )

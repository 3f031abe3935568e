"""The houses behind a figure of Mái ấm công đoàn."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from labordesk.store.figure_rows.given import typed_body
from labordesk.store.figure_rows.meaning import Listed, Reached
from labordesk.store.figure_rows.parts import MONEY, Part
from labordesk.store.figures.house_list import ListedHouse, house_list
from labordesk.store.figures.scope import OF_UNITS, within

_FACTS = "p.full_name AS who, g.name AS what"
_JOINED = "JOIN person p ON p.id = h.person_id JOIN programme g ON g.id = h.programme_id"


def reached_parts(asked: Reached) -> Iterator[Part]:
    """Return the houses that reached a milestone, then the typed totals; a Tết has no houses of its own."""
    scope = asked.scope
    work = {"": "", "new": " AND h.work = 'new'", "repair": " AND h.work <> 'new'"}[asked.work]
    if scope.tet_year is None:
        yield Part(
            "house",
            f"SELECT h.id AS id, m.happened_on AS place, m.happened_on AS day, h.unit_id AS unit_id, {_FACTS},"
            " 1 AS value, 'house' AS counted, coalesce(m.document, '') AS note, 'house' AS link, h.id AS link_id"
            f" FROM house_milestone m JOIN house h ON h.id = m.house_id {_JOINED} WHERE m.milestone = :milestone"
            f" AND m.happened_on BETWEEN :start AND :end AND {OF_UNITS.format(alias='h')}{work}",
            {**scope.parameters(), "milestone": asked.milestone},
        )
    if asked.milestone == "funded":
        new, repaired = "coalesce(g.new_houses, 0)", "coalesce(g.repaired_houses, 0)"
        value = {"": f"{new} + {repaired}", "new": new, "repair": repaired}[asked.work]
        yield Part("aggregate", typed_body(value, "'house'", within(scope)), scope.parameters())


def listed_parts(connection: sqlite3.Connection, asked: Listed) -> Iterator[Part]:
    """Return the houses of the list, each with what is added up of it."""
    found = [one for one in house_list(connection, asked.scope) if _is_meant(one, asked)]
    worth = [(one.id, _worth(one, asked)) for one in found]
    counted = "house" if asked.measure == "count" else MONEY
    yield Part(
        "house",
        "SELECT h.id AS id, printf('%08d', j.key) AS place, (SELECT max(m.happened_on) FROM house_milestone m"
        f" WHERE m.house_id = h.id AND m.happened_on <= :end) AS day, h.unit_id AS unit_id, {_FACTS},"
        f" json_extract(j.value, '$[1]') AS value, '{counted}' AS counted, coalesce(h.decision_number, '') AS note,"
        " 'house' AS link, h.id AS link_id FROM json_each(:worth) j"
        f" JOIN house h ON h.id = json_extract(j.value, '$[0]') {_JOINED}",
        {"worth": json.dumps(worth), "end": asked.scope.end.isoformat()},
    )


def _is_meant(one: ListedHouse, asked: Listed) -> bool:
    if asked.house_id is not None and one.id != asked.house_id:
        return False
    if asked.work and (one.work == "new") is not (asked.work == "new"):
        return False
    return not asked.stage or one.stage == asked.stage


def _worth(one: ListedHouse, asked: Listed) -> int:
    if asked.measure == "count":
        return 1
    return {
        "total_value": one.total_value,
        "given": one.given,
        "given_so_far": one.given_so_far,
        "others": one.others,
    }[asked.measure]

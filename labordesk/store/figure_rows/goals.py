"""The typed figures, targets and rows behind an indicator or a target."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from labordesk.kinds import AGREEMENT, HOUSE, Counting, computed_by
from labordesk.store.figure_rows.beside import agreement_parts, use_parts
from labordesk.store.figure_rows.building import reached_parts
from labordesk.store.figure_rows.given import given_parts
from labordesk.store.figure_rows.meaning import Aimed, Given, Reached, Told
from labordesk.store.figure_rows.parts import Part
from labordesk.store.figures.scope import Scope
from labordesk.store.figures.targets import target_rows, typed_values


def told_parts(connection: sqlite3.Connection, asked: Told) -> Iterator[Part]:
    """Return the rows an indicator is counted from, then the figures typed for units without rows."""
    if asked.scope.tet_year is not None:
        return
    computed, count_unit, ids = typed_values(connection, asked.scope, asked.indicator_id, asked.root, dict(asked.tree))
    if computed:
        yield from _computed(asked.scope, computed, count_unit)
    yield Part(
        "indicator_value",
        "SELECT v.id AS id, v.ends_on AS place, v.ends_on AS day, v.unit_id AS unit_id, '' AS who, i.name AS what,"
        " v.value AS value, i.count_unit AS counted, coalesce(v.note, '') AS note, 'indicator' AS link,"
        " v.id AS link_id FROM indicator_value v JOIN indicator i ON i.id = v.indicator_id"
        " WHERE v.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(ids)},
    )


def _computed(scope: Scope, computed: str, count_unit: str) -> Iterator[Part]:
    """Return the rows of a computed indicator (``store.figures.computed``)."""
    kind = computed.partition(".")[0]
    rule = computed_by(computed)
    kinds = frozenset({kind})
    if kind == HOUSE.code:
        yield from reached_parts(Reached(scope, rule.event.code))
    elif kind == AGREEMENT.code:
        yield from agreement_parts(scope) if rule.counting is Counting.RECORDS else use_parts(scope)
    elif rule.counting is Counting.PEOPLE:
        yield from given_parts(Given(scope, "people", kinds=kinds, houses=False, unnamed=True))
    elif rule.counting is Counting.TURNS:
        yield from given_parts(Given(scope, "turns", kinds=kinds))
    else:
        yield from given_parts(Given(scope, "quantity", kinds=kinds, count_units=(count_unit,)))


def aimed_parts(connection: sqlite3.Connection, asked: Aimed) -> Iterator[Part]:
    """Return the targets that count."""
    tree = dict(asked.tree)
    found = [
        row
        for one in asked.programmes
        for row in target_rows(connection, asked.scope, "programme_id", one, asked.root, tree)
    ]
    if asked.indicator_id is not None:
        found += target_rows(connection, asked.scope, "indicator_id", asked.indicator_id, asked.root, tree)
    yield Part(
        "target",
        "SELECT t.id AS id, '' AS place, t.year || '-12-31' AS day, t.unit_id AS unit_id, '' AS who,"
        " coalesce(i.name, g.name) AS what, t.value AS value, coalesce(i.count_unit, g.count_unit) AS counted,"
        " coalesce(t.basis, '') AS note, 'target' AS link, t.id AS link_id FROM target t"
        " LEFT JOIN indicator i ON i.id = t.indicator_id LEFT JOIN programme g ON g.id = t.programme_id"
        " WHERE t.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps([row_id for row_id, _value in found])},
    )

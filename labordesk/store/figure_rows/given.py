"""The awards behind a figure of spending, with the typed totals beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labordesk.store.figure_rows.meaning import Given
from labordesk.store.figure_rows.parts import MONEY, OF_UNIT, Part, listed
from labordesk.store.figures.recipients import CIRCUMSTANCE, NO_NAME
from labordesk.store.figures.scope import HANDED_OVER, happened, within
from labordesk.store.sum_tables import PERSON_UNITS, is_handed_over

AWARD_LINK = (
    "CASE WHEN a.house_id IS NOT NULL THEN 'house' WHEN a.case_id IS NOT NULL THEN 'case'"
    " WHEN a.person_id IS NOT NULL THEN 'person' WHEN a.campaign_id IS NOT NULL THEN 'campaign' ELSE '' END AS link,"
    " coalesce(a.house_id, a.case_id, a.person_id, a.campaign_id, 0) AS link_id"
)
"""Where the file of an award stands."""

AWARDS = (
    "award a JOIN programme g ON g.id = a.programme_id LEFT JOIN campaign c ON c.id = a.campaign_id"
    " LEFT JOIN person p ON p.id = a.person_id"
)
_FUNDS = (
    "(SELECT coalesce(group_concat(name, ', '), '') FROM (SELECT DISTINCT f.name FROM award_line l"
    " JOIN fund f ON f.id = l.fund_id WHERE l.award_id = a.id))"
)
TYPED = "aggregate g JOIN programme p ON p.id = g.programme_id LEFT JOIN campaign c ON c.id = g.campaign_id"


def award_body(value: str, counted: str, where: str, *, place: str = "a.paid_on") -> str:
    """Return the query for awards worth ``value`` each."""
    return (
        f"SELECT a.id AS id, {place} AS place, a.paid_on AS day, a.unit_id AS unit_id,"
        f" coalesce(p.full_name, '') AS who, coalesce(c.name, g.name) AS what, {value} AS value, {counted} AS counted,"
        f" {_FUNDS} AS note, {AWARD_LINK} FROM {AWARDS} WHERE {where}"
    )


def typed_body(value: str, counted: str, where: str) -> str:
    """Return the query for typed totals worth ``value`` each."""
    return (
        "SELECT g.id AS id, g.starts_on AS place, g.ends_on AS day, g.unit_id AS unit_id, '' AS who,"
        f" coalesce(c.name, p.name) AS what, {value} AS value, {counted} AS counted,"
        f" coalesce(g.source_note, '') AS note, 'aggregate' AS link, g.id AS link_id FROM {TYPED} WHERE {where}"
    )


def amount_of(form: str = "", level: str = "", source: str | None = None) -> str:
    """Return SQL for the money of an award ``a`` in one form, from one level or source; ``:level``, ``:source``."""
    where = "".join(
        (_form(form), " AND l.level = :level" if level else "", " AND f.source = :source" if source else "")
    )
    joined = " JOIN fund f ON f.id = l.fund_id" if source else ""
    if source == "":
        return "0"  # only typed totals may name no fund
    return f"(SELECT coalesce(sum(l.amount), 0) FROM award_line l{joined} WHERE l.award_id = a.id{where})"


def _form(form: str) -> str:
    return {"": "", "cash": " AND l.form = 'cash'", "goods": " AND l.form <> 'cash'"}[form]


def given_parts(asked: Given) -> Iterator[Part]:
    """Return the queries for what was given: people or awards first, typed totals last."""
    bound: dict[str, Any] = {
        **asked.scope.parameters(),
        **{name: getattr(asked, name) for name in ("level", "source", "sex", "standing", "house_id", "month")},
        **{name: getattr(asked, name) for name in ("campaign", "circumstance")},
    }
    if asked.awards:
        if asked.measure == "people":
            yield Part("person", _people(asked), bound)
            if asked.unnamed:
                yield _awards(asked, bound, "(a.person_id IS NULL) * a.quantity", f"'{_person_word(asked)}'")
        else:
            yield _awards(asked, bound, *_worth(asked))
    if asked.typed and asked.measure != "awards" and (asked.measure != "people" or asked.unnamed):
        yield Part("aggregate", typed_body(*_typed_worth(asked), _typed_where(asked)), bound)


def _awards(asked: Given, bound: dict[str, Any], value: str, counted: str) -> Part:
    where = _conditions(asked)
    if asked.house_id is None:
        where = f"a.unit_id {OF_UNIT} AND {where}"
    return Part("award", award_body(value, counted, where), bound, asked.scope.unit_ids)


def _worth(asked: Given) -> tuple[str, str]:
    """Return what an award is worth, and in which unit of count."""
    if asked.measure == "turns":
        return "CASE WHEN a.person_id IS NULL THEN a.quantity ELSE 1 END", "'turn'"
    if asked.measure == "quantity":
        return "a.quantity", "a.count_unit"
    if asked.measure == "awards":
        return "1", "'award'"
    return amount_of(asked.form, asked.level, asked.source), f"'{MONEY}'"


def _person_word(asked: Given) -> str:
    return asked.count_units[0] if len(asked.count_units) == 1 else "person"


def _people(asked: Given) -> str:
    units = "" if asked.scope.unit_ids is None else " AND a.unit_id IN (SELECT value FROM json_each(:units))"
    theirs = (
        "FROM award a JOIN programme g ON g.id = a.programme_id"
        f" WHERE a.person_id = p.id AND {_conditions(asked)}{units}"
    )
    return (
        f"SELECT p.id AS id, p.sort_key AS place, (SELECT max(a.paid_on) {theirs}) AS day, p.unit_id AS unit_id,"
        " p.full_name AS who, (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT g.name"
        f" {theirs})) AS what, 1 AS value, '{_person_word(asked)}' AS counted,"
        f" (SELECT CAST(count(*) AS TEXT) {theirs}) AS note, 'person' AS link, p.id AS link_id"
        f" FROM person p WHERE EXISTS (SELECT 1 {theirs})"
    )


def _conditions(asked: Given) -> str:
    """Return what an award ``a`` with its programme ``g`` and person ``p`` must fulfil, units apart."""
    found = [is_handed_over("a"), happened(asked.scope, "a")]
    if asked.programmes is not None:
        found.append(f"a.programme_id IN {listed(sorted(asked.programmes))}")
    if asked.kinds is not None:
        found.append(f"g.kind IN {listed(sorted(asked.kinds))}")
    if asked.count_units:
        found.append(f"a.count_unit IN {listed(asked.count_units)}")
    if asked.houses is not None or asked.measure in ("turns", "quantity"):
        found.append(f"a.house_id IS {'NOT ' if asked.houses else ''}NULL")
    if asked.circumstance is not None:
        found.append(f"coalesce({CIRCUMSTANCE}, 0) = :circumstance")
    if asked.sex is not None:
        found.append("p.id IS NULL" if asked.sex == NO_NAME else "p.id IS NOT NULL AND coalesce(p.sex, '') = :sex")
    if asked.standing is not None:
        found.append("p.id IS NULL" if asked.standing == NO_NAME else "p.standing = :standing")
    if asked.house_id is not None:
        found.append("a.house_id = :house_id")
    if asked.campaign is not None:
        found.append("coalesce(a.campaign_id, 0) = :campaign")
    if asked.month:
        found.append("substr(a.paid_on, 1, 7) = :month")
    if asked.unsigned:
        found.append("NOT a.signed")
    return " AND ".join(found)


def _typed_worth(asked: Given) -> tuple[str, str]:
    if asked.measure == "turns":
        return f"CASE WHEN g.count_unit IN {listed(HANDED_OVER)} THEN coalesce(g.quantity, 0) ELSE 0 END", "'turn'"
    if asked.measure in ("quantity", "people"):
        return "coalesce(g.quantity, 0)", f"'{_person_word(asked)}'" if asked.measure == "people" else "g.count_unit"
    return {"": "g.cash + g.goods", "cash": "g.cash", "goods": "g.goods"}[asked.form], f"'{MONEY}'"


def _typed_where(asked: Given) -> str:
    found = [within(asked.scope)]
    if asked.programmes is not None:
        found.append(f"g.programme_id IN {listed(sorted(asked.programmes))}")
    if asked.kinds is not None:
        found.append(f"p.kind IN {listed(sorted(asked.kinds))}")
    if asked.measure in ("quantity", "people"):
        units = asked.count_units or (PERSON_UNITS if asked.measure == "people" else ())
        found.append(f"g.count_unit IN {listed(units)} AND p.kind <> 'house'" if units else "p.kind <> 'house'")
    if asked.level:
        found.append("g.level = :level")
    if asked.source is not None:
        found.append("coalesce((SELECT f.source FROM fund f WHERE f.id = g.fund_id), '') = :source")
    return " AND ".join(found)

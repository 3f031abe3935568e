"""The lines of lists, shares, plans and people behind a figure of gift campaigns; single records of lists of names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import assert_never

from labordesk.store.figure_rows.given import amount_of, award_body, typed_body
from labordesk.store.figure_rows.meaning import Gifts, Missed, OnList, Planned, Records, Shared
from labordesk.store.figure_rows.parts import MONEY, Part
from labordesk.store.figures.campaign_gifts import GOT, IS_GIVEN, OF_CAMPAIGNS, WITHOUT

_DAY = "coalesce(a.paid_on, '')"
"""Lines not handed over yet stand first."""


def campaign_parts(asked: Gifts | Planned | Shared | Missed | OnList | Records) -> Iterator[Part]:
    """Return the queries for a figure of campaigns, or for single records."""
    match asked:
        case Gifts():
            return _gifts(asked)
        case Planned():
            return _planned(asked)
        case Shared():
            return _shared(asked)
        case Missed():
            return _missed(asked)
        case OnList():
            return _on_list(asked)
        case Records():
            return _records(asked)
        case _:
            assert_never(asked)


def _gifts(asked: Gifts) -> Iterator[Part]:
    """Return the lines of lists, then the typed totals, which are given without a list."""
    bound = {**asked.scope.parameters(), "counted": asked.count_unit, "source": asked.source}
    counted = " AND {alias}.count_unit = :counted" if asked.count_unit else ""
    where = f"a.handover <> 'returned' AND {OF_CAMPAIGNS.format(alias='a')}{counted.format(alias='a')}"
    if asked.measure != "listed":
        where += f" AND {IS_GIVEN}"
    if asked.measure == "money":
        body = award_body(amount_of(source=asked.source), f"'{MONEY}'", where, place=_DAY)
    else:
        body = award_body("a.quantity", "a.count_unit", where, place=_DAY)
    yield Part("award", body, bound)
    if asked.measure == "listed":
        return
    where = f"g.ends_on <= :until AND {OF_CAMPAIGNS.format(alias='g')}{counted.format(alias='g')}"
    if asked.source is not None:
        where += " AND coalesce((SELECT f.source FROM fund f WHERE f.id = g.fund_id), '') = :source"
    if asked.measure == "money":
        yield Part("aggregate", typed_body("g.cash + g.goods", f"'{MONEY}'", where), bound)
    else:
        yield Part("aggregate", typed_body("coalesce(g.quantity, 0)", "g.count_unit", where), bound)


def _planned(asked: Planned) -> Iterator[Part]:
    """Return the campaigns with what they set out to give."""
    yield Part(
        "campaign",
        "SELECT c.id AS id, c.starts_on AS place, c.starts_on AS day, c.unit_id AS unit_id, '' AS who,"
        " c.name AS what, coalesce(c.planned_packages, 0) AS value, g.count_unit AS counted,"
        " coalesce(c.basis, '') AS note, 'campaign' AS link, c.id AS link_id FROM campaign c"
        " JOIN programme g ON g.id = c.programme_id WHERE c.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(asked.campaigns)},
    )


def _shared(asked: Shared) -> Iterator[Part]:
    """Return the shares."""
    yield Part(
        "allocation",
        "SELECT l.id AS id, c.starts_on AS place, c.starts_on AS day, l.unit_id AS unit_id, '' AS who,"
        " c.name AS what, l.packages AS value, g.count_unit AS counted, '' AS note, 'share' AS link, c.id AS link_id"
        " FROM json_each(:pairs) j JOIN allocation l ON l.campaign_id = json_extract(j.value, '$[0]')"
        " AND l.unit_id = json_extract(j.value, '$[1]') JOIN campaign c ON c.id = l.campaign_id"
        " JOIN programme g ON g.id = c.programme_id",
        {"pairs": json.dumps(asked.shares)},
    )


def _missed(asked: Missed) -> Iterator[Part]:
    """Return the members on no list."""
    yield Part(
        "person",
        f"WITH {GOT} SELECT p.id AS id, p.sort_key AS place, NULL AS day, p.unit_id AS unit_id, p.full_name AS who,"
        " coalesce(p.department, '') AS what, 1 AS value, 'member' AS counted, '' AS note, 'person' AS link,"
        f" p.id AS link_id FROM person p WHERE {WITHOUT}",
        asked.scope.parameters(),
    )


def _on_list(asked: OnList) -> Iterator[Part]:
    """Return the lines of a list in their order."""
    where = "a.campaign_id = :campaign AND a.handover <> 'returned'"
    if asked.award_id is not None:
        where += " AND a.id = :award"
    if asked.unit_ids is not None:
        where += " AND a.unit_id IN (SELECT value FROM json_each(:those))"
    place = "printf('%08d %08d', a.unit_id, a.position)"
    yield Part(
        "award",
        award_body(amount_of(asked.form), f"'{MONEY}'", where, place=place),
        {
            "campaign": asked.campaign_id,
            "award": asked.award_id,
            "those": json.dumps(sorted(asked.unit_ids or ())),
        },
    )


def _records(asked: Records) -> Iterator[Part]:
    """Return single records with what each is worth."""
    bound = {"ids": json.dumps(asked.ids)}
    these = "IN (SELECT value FROM json_each(:ids))"
    if asked.table == "award":
        yield Part("award", award_body(amount_of(), f"'{MONEY}'", f"a.id {these}", place=_DAY), bound)
    elif asked.table == "aggregate":
        yield Part("aggregate", typed_body("g.cash + g.goods", f"'{MONEY}'", f"g.id {these}"), bound)
    else:
        link = "house" if asked.table == "house" else "case"
        yield Part(
            link,
            "SELECT k.id AS id, coalesce(k.decision_date, '') AS place, k.decision_date AS day, k.unit_id AS unit_id,"
            f" p.full_name AS who, g.name AS what, coalesce(k.approved_amount, 0) AS value, '{MONEY}' AS counted,"
            f" coalesce(k.decision_number, '') AS note, '{link}' AS link, k.id AS link_id FROM {asked.table} k"
            f" JOIN person p ON p.id = k.person_id JOIN programme g ON g.id = k.programme_id WHERE k.id {these}",
            bound,
        )

"""What was chosen for a paper as text that is kept, so that the same paper can be made again: reports and forms."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields, replace
from datetime import date
from typing import Any

from labordesk.errors import BadFile, InvalidInput
from labordesk.i18n import N_
from labordesk.services.forms import FormOrder, form_named
from labordesk.services.reporting import Order
from labordesk.services.unit_tree import root_unit
from labordesk.vietnamese.periods import Period, parse_period

UNREADABLE = N_("Không đọc được lựa chọn đã lưu của giấy này; hãy lập lại giấy ở trang Báo cáo.")
BLANK = "mẫu trắng"

_NAMES = {
    "house": "SELECT p.full_name FROM house h JOIN person p ON p.id = h.person_id WHERE h.id = ?",
    "case": "SELECT p.full_name FROM grant_case g JOIN person p ON p.id = g.person_id WHERE g.id = ?",
    "award": "SELECT coalesce(p.full_name, a.recipient_name, '') FROM award a"
    " LEFT JOIN person p ON p.id = a.person_id WHERE a.id = ?",
    "campaign": "SELECT name FROM campaign WHERE id = ?",
    "unit": "SELECT name FROM unit WHERE id = ?",
    "contribution": "SELECT donor FROM contribution WHERE id = ?",
}


def to_text(order: Order | FormOrder) -> str:
    """Return an order as JSON; what was left open stays open."""
    values = {one.name: _plain(getattr(order, one.name)) for one in fields(order)}
    return json.dumps({name: value for name, value in values.items() if value is not None}, ensure_ascii=False)


def from_text(text: str) -> Order | FormOrder:
    """Return the order kept in a text; BadFile when nobody can have written it so."""
    try:
        values = json.loads(text)
        for name in ("signed_on", "cut_off"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        if "form" in values:
            return FormOrder(**values)
        period, parts = parse_period(values.pop("period")), frozenset(values.pop("parts", ()))
        return Order(period=period, parts=parts, **values)
    except (ValueError, TypeError, KeyError, AttributeError, InvalidInput) as error:
        raise BadFile(UNREADABLE) from error


def decided(connection: sqlite3.Connection, order: Order, today: date) -> Order:
    """Return an order with what was left open decided as of a day, so that it asks for the same ever after."""
    return replace(
        order,
        unit_id=order.unit_id or root_unit(connection),
        cut_off=order.cut_off or min(today, order.period.end),
        signed_on=order.signed_on or today,
    )


def subject_of(connection: sqlite3.Connection, order: Order | FormOrder) -> str:
    """Return what a paper is about as the log of prints shows it: period, unit and campaign, or whose file it is."""
    if isinstance(order, FormOrder):
        return _file_name(connection, order)
    parts = [order.period.label, _name(connection, "unit", order.unit_id or root_unit(connection))]
    if order.campaign_id is not None:
        parts.append(_name(connection, "campaign", order.campaign_id))
    return " · ".join(part for part in parts if part)


def _file_name(connection: sqlite3.Connection, order: FormOrder) -> str:
    if order.subject_id is None:
        return BLANK
    return _name(connection, form_named(order.form).subject, order.subject_id)


def _name(connection: sqlite3.Connection, kind: str, row: int) -> str:
    found = connection.execute(_NAMES[kind], (row,)).fetchone()
    return str(found[0] or "") if found else ""


def _plain(value: Any) -> Any:
    match value:
        case Period():
            return value.code or f"{value.start.isoformat()}..{value.end.isoformat()}"
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value) or None
        case _:
            return value

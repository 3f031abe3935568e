"""Lists without people: units, targets and typed totals, by the rules of their own screens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from sqlmodel import Session

from labordesk.errors import LabordeskError, RuleBroken
from labordesk.exchange.list_model import ListKind
from labordesk.fields import kinds as clock
from labordesk.fields.choices import COUNT_UNITS, LEVELS, SECTORS
from labordesk.i18n import N_, _
from labordesk.model import Aggregate, Target, Unit
from labordesk.model.indicator import AggregateFields, TargetFields
from labordesk.model.unit import UnitFields
from labordesk.rules.written_units import marked_key
from labordesk.rules.written_words import Entry, sure_entry
from labordesk.services.aggregates import check_aggregate
from labordesk.services.changes import Changes
from labordesk.services.import_catalogue import Catalogue
from labordesk.services.import_days import day_of
from labordesk.services.import_drafts import Draft
from labordesk.services.import_model import ImportOrder, PreviewRow
from labordesk.services.import_registering import CANNOT, add_units, type_of, unit_of
from labordesk.services.import_units import UnitBook, home_of
from labordesk.services.row_edit import tidied, touch
from labordesk.services.targets import check_target
from labordesk.services.units import add_unit
from labordesk.store.engine import sqlite_of

NO_NAME = N_("Thiếu tên đơn vị.")
KNOWN = N_("Đơn vị đã có trong sổ; chỉ bổ sung ô còn trống.")
TWICE = N_("Đơn vị này đã có ở dòng {row} của danh sách.")
WHICH = N_("Chưa rõ “{written}” là mục nào trong danh mục; hãy chọn.")
NO_SUBJECT = N_("Chưa ghi chỉ tiêu hoặc chương trình.")
NO_YEAR = N_("Chưa ghi năm của chỉ tiêu.")
NO_PERIOD = N_("Chưa ghi từ ngày, đến ngày của số liệu.")
WHOLE_YEAR = N_("Danh sách không ghi kỳ; lấy cả năm {year}, đến {end}.")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_UNIT_TEXTS: Final = ("short_name", "abbreviation", "locality", "note")
_UNIT_COUNTS: Final = ("member_count", "worker_count")


def check_figures(
    session: Session,
    kind: ListKind,
    order: ImportOrder,
    drafts: Sequence[Draft],
    units: UnitBook,
    titles: Sequence[str],
) -> None:
    """Say of each row why it cannot be written."""
    if kind == "units":
        _check_units(drafts, units)
        return
    connection = sqlite_of(session)
    programmes = Catalogue(entries_of(connection, "programme"), {})
    indicators = Catalogue(entries_of(connection, "indicator"), {})
    years = {int(one) for title in titles for one in _YEAR.findall(title)}
    for draft in drafts:
        _find_entry(draft, "programme", programmes)
        if kind == "targets":
            _find_entry(draft, "indicator", indicators)
            _check_target(session, draft, years)
        else:
            _check_total(session, order, draft, years)


def entries_of(connection: Any, table: str) -> tuple[Entry, ...]:
    """Return the entries in use of a catalogue, under their names and codes."""
    rows = connection.execute(f"SELECT id, name, code FROM {table} WHERE active ORDER BY position, id")
    return tuple(Entry(row[0], (row[1], row[2])) for row in rows)


def write_figures(
    session: Session, kind: ListKind, order: ImportOrder, rows: Sequence[PreviewRow]
) -> tuple[list[int], Changes]:
    """Write the rows and return what each became."""
    if kind == "units":
        return _write_units(session, order, rows), Changes(units=True)
    units = add_units(session, rows, home_of(sqlite_of(session), order.unit_id))
    ids = []
    for row in rows:
        unit_id = cast(int, unit_of(row, units))
        try:
            made: Target | Aggregate
            if kind == "targets":
                made = Target.model_validate(check_target(session, target_fields(row.values, unit_id)))
            else:
                made = Aggregate.model_validate(check_aggregate(session, total_fields(order, row, row.values, unit_id)))
        except LabordeskError as error:
            raise RuleBroken(CANNOT, row=row.read.row, sheet=row.read.sheet, reason=str(error)) from error
        session.add(made)
        session.flush()
        ids.append(cast(int, made.id))
    return ids, Changes(
        units=bool(units), indicators=kind == "targets", awards=kind == "aggregates", houses=kind == "aggregates"
    )


def _check_units(drafts: Sequence[Draft], units: UnitBook) -> None:
    """Find out which units are new, and below which unit they come; that may be one of the same list."""
    rows: dict[str, int] = {}
    for draft in drafts:
        written = str(draft.values.get("unit") or draft.values.get("name") or "")
        key = marked_key(written)
        if not key:
            draft.wrong("unit", "error", _(NO_NAME))
            continue
        if key in rows:
            draft.wrong("unit", "error", _(TWICE).format(row=rows[key]))
        rows[key] = draft.read.row
        found = units.find(written, draft.on)
        draft.unit_id, draft.unit_name = found.unit_id, written
        if found.unit_id is not None:
            draft.identity.match = "strong"
            draft.wrong("unit", "warning", _(KNOWN))
        draft.problems.extend(one for one in found.problems if one.blocks)
    for draft in drafts:
        parent = str(draft.values.get("parent") or "")
        if parent and marked_key(parent) not in rows:
            above = units.find(parent, draft.on, "parent")
            draft.problems.extend(above.problems)
            draft.values["parent_id"] = above.unit_id


def _write_units(session: Session, order: ImportOrder, rows: Sequence[PreviewRow]) -> list[int]:
    """Write units, each after the one of the same list that it belongs to."""
    by_key = {marked_key(row.unit_name): row for row in rows}
    home_id = home_of(sqlite_of(session), order.unit_id)
    made: dict[str, int] = {}

    def put(row: PreviewRow, below: frozenset[str]) -> int:
        key = marked_key(row.unit_name)
        if key in made:
            return made[key]
        parent = str(row.values.get("parent") or "")
        parent_id: int | None = row.values.get("parent_id") or home_id
        above = marked_key(parent)
        if above in by_key and above not in below and above != key:
            parent_id = put(by_key[above], below | {key})
        elif parent and row.values.get("parent_id") is None and above != key:
            made.setdefault(above, cast(int, add_unit(session, UnitFields(name=parent, parent_id=home_id)).id))
            parent_id = made[above]
        try:
            made[key] = _put_unit(session, row, parent_id)
        except LabordeskError as error:
            raise RuleBroken(CANNOT, row=row.read.row, sheet=row.read.sheet, reason=str(error)) from error
        return made[key]

    return [put(row, frozenset()) for row in rows]


def _put_unit(session: Session, row: PreviewRow, parent_id: int | None) -> int:
    given = _unit_values(session, row.values)
    if row.unit_id is None:
        given.setdefault("type_id", type_of(session, row.unit_name))
        return cast(int, add_unit(session, UnitFields(name=row.unit_name, parent_id=parent_id, **given)).id)
    unit = session.get_one(Unit, row.unit_id)
    missing = {name: value for name, value in given.items() if getattr(unit, name) in (None, "")}
    for name, value in missing.items():
        setattr(unit, name, value)
    if missing:
        touch(unit)
        session.flush()
    return row.unit_id


def _unit_values(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: values[name] for name in (*_UNIT_TEXTS, *_UNIT_COUNTS) if values.get(name) not in (None, "")
    }
    for name in ("counted_on", "valid_from"):
        if (day := day_of(values, name)) is not None:
            found[name] = day
    if values.get("sector") and (sector := _choice(str(values["sector"]), SECTORS)):
        found["sector"] = sector
    if values.get("unit_type"):
        types = sqlite_of(session).execute("SELECT id, name, coalesce(abbreviation, '') FROM unit_type").fetchall()
        type_id = sure_entry(str(values["unit_type"]), [Entry(one[0], tuple(filter(None, one[1:]))) for one in types])
        if type_id is not None:
            found["type_id"] = type_id
    return tidied(UnitFields(name="-", **found)).model_dump(include=set(found))


def _find_entry(draft: Draft, field: str, catalogue: Catalogue) -> None:
    written = str(draft.values.get(field) or "")
    if not written:
        return
    found = catalogue.find(written)
    if found is None:
        draft.wrong(field, "ask", _(WHICH).format(written=written), catalogue.names(written)[:8])
    draft.values[f"{field}_id"] = found


def _check_target(session: Session, draft: Draft, years: set[int]) -> None:
    values = draft.values
    if not values.get("indicator") and not values.get("programme"):
        draft.wrong("indicator", "error", _(NO_SUBJECT))
    if values.get("year") is None and len(years) == 1:
        values["year"] = next(iter(years))
    if values.get("year") is None:
        draft.wrong("year", "error", _(NO_YEAR))
    if draft.unit_id is None or not draft.counts:
        return
    try:
        check_target(session, target_fields(values, draft.unit_id))
    except LabordeskError as error:
        draft.wrong(_listed(error), "error", str(error))


def target_fields(values: Mapping[str, Any], unit_id: int) -> TargetFields:
    """Return the target of a row."""
    return TargetFields(
        unit_id=unit_id,
        year=int(values["year"]),
        indicator_id=values.get("indicator_id"),
        programme_id=values.get("programme_id") if values.get("indicator_id") is None else None,
        value=int(values.get("target") or 0),
        basis=values.get("basis"),
    )


def _check_total(session: Session, order: ImportOrder, draft: Draft, years: set[int]) -> None:
    values = draft.values
    if values.get("programme_id") is None and not draft.problems:
        draft.wrong("programme", "error", _(NO_SUBJECT))
    if day_of(values, "starts_on") is None or day_of(values, "ends_on") is None:
        if len(years) != 1:
            draft.wrong("starts_on", "error", _(NO_PERIOD))
            return
        [year] = years
        end = min(date(year, 12, 31), clock.today())
        values["starts_on"], values["ends_on"] = date(year, 1, 1).isoformat(), end.isoformat()
        draft.wrong("starts_on", "warning", _(WHOLE_YEAR).format(year=year, end=end.strftime("%d/%m/%Y")))
    if draft.unit_id is None or not draft.counts:
        return
    try:
        check_aggregate(session, total_fields(order, draft, values, draft.unit_id))
    except LabordeskError as error:
        draft.wrong(_listed(error), "error", str(error))


def total_fields(
    order: ImportOrder, row: Draft | PreviewRow, values: Mapping[str, Any], unit_id: int
) -> AggregateFields:
    """Return the typed total of a row."""
    cash, goods = values.get("cash"), int(values.get("goods") or 0)
    usual = AggregateFields.model_fields["count_unit"].default
    said = str(values.get("count_unit") or "")
    return AggregateFields(
        unit_id=unit_id,
        programme_id=int(values["programme_id"]),
        starts_on=cast(date, day_of(values, "starts_on")),
        ends_on=cast(date, day_of(values, "ends_on")),
        quantity=values.get("quantity"),
        count_unit=_choice(said, COUNT_UNITS) or usual,
        new_houses=values.get("new_houses"),
        repaired_houses=values.get("repaired_houses"),
        cash=int(cash) if cash is not None else max(0, int(values.get("amount") or 0) - goods),
        goods=goods,
        level=_choice(str(values.get("level") or ""), LEVELS) or "grassroots",
        source_note=values.get("basis"),
        override_reason=order.reasons.get(row.place) or order.reason or None,
    )


def _choice(said: str, options: Sequence[tuple[str, str]]) -> str | None:
    """Return the code of a choice by its code or by what its label says."""
    if said in dict(options):
        return said
    place = (
        sure_entry(said, [Entry(number, (label,)) for number, (_code, label) in enumerate(options)]) if said else None
    )
    return options[place][0] if place is not None else None


def _listed(error: LabordeskError) -> str:
    """Return the field of a list an error is about."""
    field = getattr(error, "field", None) or "unit"
    return {"value": "target", "unit_id": "unit", "programme_id": "programme", "indicator_id": "indicator"}.get(
        field, field
    )

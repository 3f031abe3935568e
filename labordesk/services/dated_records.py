"""What activities, contributions, indicator values and typed totals have in common: dated rows of a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast

from sqlmodel import Session, SQLModel, and_, col, or_, select

from labordesk.errors import NotFound
from labordesk.fields import LongText, Text, specs_of
from labordesk.i18n import N_
from labordesk.model.base import Row
from labordesk.rules.unit_names import unit_found
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.pages import Page
from labordesk.services.references import REFERENCES, check_references
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.unit_tree import unit_names
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

F = TypeVar("F", bound=SQLModel)

UNKNOWN = N_("Dòng này không còn trong sổ; hãy mở lại danh sách.")

PAGE = 200
_UNIT = "unit_id"
_CHUNK = 500


@dataclass(frozen=True)
class RecordFilter:
    """Which rows a list shows; both dates inclusive, None does not matter.

    A record with a period is shown when any of its days is inside; ``text`` is looked for in what was typed and in the
    names of unit, programme, campaign, fund and indicator.
    """

    start: date | None = None
    end: date | None = None
    unit_ids: frozenset[int] | None = None
    programme_id: int | None = None
    campaign_id: int | None = None
    fund_id: int | None = None
    indicator_id: int | None = None
    text: str = ""


ALL = RecordFilter()


@dataclass(frozen=True)
class RecordRow(Generic[F]):
    """A record with the names a table shows; the unit is called as it was on the day, "" stands for none."""

    id: int
    row_version: int
    fields: F
    unit: str
    programme: str = ""
    campaign: str = ""
    fund: str = ""
    indicator: str = ""


@dataclass(frozen=True)
class Records(Generic[F]):
    """One table of dated rows; ``first`` and ``last`` name the columns of its first and last day.

    ``check`` gets the session, the fields and the row that is edited (None for a new one), before anything is written.
    """

    table: type[Row]
    form: type[F]
    first: str
    last: str
    changes: Changes
    check: Callable[[Session, F, Row | None], None]

    def page(
        self, register: Register, wanted: RecordFilter = ALL, *, after: tuple[Any, ...] | None = None, limit: int = PAGE
    ) -> Page[RecordRow[F]]:
        """Return rows, the latest first; ``after`` is the key of the page before."""
        with register.reading() as session:
            found: list[RecordRow[F]] = []
            for row in self._read(session, wanted, after):
                if len(found) == limit:
                    return Page(tuple(found), self._key(found[-1]))
                if not wanted.text or unit_found(wanted.text, _texts(row)):
                    found.append(row)
            return Page(tuple(found))

    def load(self, register: Register, record_id: int) -> RecordRow[F]:
        """Return one record; NotFound when it is gone."""
        with register.reading() as session:
            return next(iter(self._named(session, [self.row(session, record_id)])))

    def save(self, register: Register, fields: F, record_id: int | None, row_version: int | None) -> Saved:
        """Save a new or a changed record after all checks."""
        with register.writing() as session:
            row = None if record_id is None else self.row(session, record_id)
            fields = self.checked(session, fields, row)
            if row is None:
                row = self.table.model_validate(fields)
                session.add(row)
            else:
                apply_fields(row, fields, row_version)
            session.flush()
            return Saved(cast(int, row.id), row.row_version, self.changes)

    def checked(self, session: Session, fields: F, row: Row | None = None) -> F:
        """Return the fields tidied, after all checks; ``row`` is the one being edited."""
        check_fields(fields)
        fields = tidied(fields)
        check_references(session, fields, row)
        self.check(session, fields, row)
        return fields

    def delete(self, register: Register, record_id: int) -> Changes:
        """Delete a record; NotFound when it is gone already."""
        with register.writing() as session:
            session.delete(self.row(session, record_id))
        return self.changes

    def row(self, session: Session, record_id: int) -> Row:
        """Return a row to change; NotFound when it is gone."""
        row = session.get(self.table, record_id)
        if row is None:
            raise NotFound(UNKNOWN)
        return row

    def _key(self, row: RecordRow[F]) -> tuple[Any, ...]:
        return getattr(row.fields, self.first), row.id

    def _read(self, session: Session, wanted: RecordFilter, after: tuple[Any, ...] | None) -> Iterator[RecordRow[F]]:
        """Yield the rows of the filter in order, reading some hundred at a time."""
        first, row_id = getattr(self.table, self.first), col(self.table.id)
        query = select(self.table).where(*self._conditions(wanted)).order_by(first.desc(), row_id.desc())
        while True:
            step = (
                query
                if after is None
                else query.where(or_(first < after[0], and_(first == after[0], row_id < after[1])))
            )
            rows = session.exec(step.limit(_CHUNK)).all()
            yield from self._named(session, rows)
            if len(rows) < _CHUNK:
                return
            after = (getattr(rows[-1], self.first), rows[-1].id)

    def _conditions(self, wanted: RecordFilter) -> Iterator[Any]:
        if wanted.start is not None:
            yield getattr(self.table, self.last) >= wanted.start
        if wanted.end is not None:
            yield getattr(self.table, self.first) <= wanted.end
        if wanted.unit_ids is not None:
            yield getattr(self.table, _UNIT).in_(sorted(wanted.unit_ids))
        for name in REFERENCES:
            value = getattr(wanted, name, None)
            if value is not None:
                yield getattr(self.table, name) == value

    def _named(self, session: Session, rows: Iterable[Row]) -> Iterator[RecordRow[F]]:
        rows = list(rows)
        unit_name = unit_names(sqlite_of(session))
        names = {name: _names(session, name, rows) for name in REFERENCES if name in self.form.model_fields}
        for row in rows:
            known: dict[str, Any] = {
                name.removesuffix("_id"): found.get(getattr(row, name), "") for name, found in names.items()
            }
            yield RecordRow(
                id=cast(int, row.id),
                row_version=row.row_version,
                fields=self.form.model_validate(row),
                unit=unit_name(getattr(row, _UNIT), getattr(row, self.last)),
                **known,
            )


def _names(session: Session, reference: str, rows: Iterable[Row]) -> dict[int | None, str]:
    table: Any = REFERENCES[reference]
    wanted = {getattr(row, reference) for row in rows} - {None}
    return dict(session.exec(select(table.id, table.name).where(table.id.in_(wanted))).all()) if wanted else {}


def _texts(row: RecordRow[Any]) -> list[str]:
    form: type[SQLModel] = type(row.fields)
    typed = [
        getattr(row.fields, name) for name, spec in specs_of(form).items() if isinstance(spec.kind, Text | LongText)
    ]
    return [text for text in (row.unit, row.programme, row.campaign, row.fund, row.indicator, *typed) if text]

"""What the five catalogues have in common: listing, saving, and deleting only what was never used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlmodel import Session, SQLModel, func, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.model.base import Row
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.store.register import Register
from labordesk.vietnamese.fold import plain_key, search_key

F = TypeVar("F", bound=SQLModel)

_PROGRAMMES = Changes(programmes=True)

UNKNOWN = N_("Không thấy mục này trong danh mục; hãy mở lại danh mục.")
CODE_TAKEN = N_("Mã “{code}” đã dùng cho “{name}”; hãy đặt mã khác.")
NAME_TAKEN = N_("Đã có “{name}” trong danh mục; hãy đặt tên khác hoặc dùng mục ấy.")
USED = N_("“{name}” đã được dùng {count} lần nên không xóa được; hãy bỏ chọn “Đang dùng”.")
FIXED = N_("“{name}” đã được dùng {count} lần nên không đổi được ô này; hãy lập mục mới.")


@dataclass(frozen=True)
class Entry(Generic[F]):
    """An entry of a catalogue as its form shows it."""

    id: int
    row_version: int
    fields: F


@dataclass(frozen=True)
class Catalogue(Generic[F]):
    """One catalogue table; ``fixed`` fields decide how figures are added up and stay once an entry is used.

    A name is taken once among the entries that have the same ``within`` fields.
    """

    table: type[Row]
    form: type[F]
    order: tuple[str, ...] = ("position", "name")
    fixed: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    changes: Changes = _PROGRAMMES
    check: Callable[[Session, F], None] | None = None

    def entries(self, register: Register, *, active: bool | None = True, **equal: Any) -> tuple[Entry[F], ...]:
        """Return the entries in order; ``active`` None also the retired ones, ``equal`` fields have that value."""
        wanted = {**equal, **({} if active is None else {"active": active})}
        query = select(self.table).order_by(*(getattr(self.table, name) for name in self.order))
        for name, value in wanted.items():
            query = query.where(getattr(self.table, name) == value)
        with register.reading() as session:
            return tuple(self._entry(row) for row in session.exec(query))

    def entry(self, register: Register, entry_id: int) -> Entry[F]:
        """Return one entry; NotFound when there is none."""
        with register.reading() as session:
            return self._entry(self._row(session, entry_id))

    def save(self, register: Register, fields: F, entry_id: int | None, row_version: int | None) -> Saved:
        """Save a new entry or a changed one; code and name are taken once only."""
        check_fields(fields)
        fields = tidied(fields)
        with register.writing() as session:
            if self.check is not None:
                self.check(session, fields)
            self._ensure_free(session, fields, entry_id)
            if entry_id is None:
                row = self.table.model_validate(fields)
                session.add(row)
            else:
                row = self._row(session, entry_id)
                self._ensure_fixed(session, row, fields)
                apply_fields(row, fields, row_version)
            session.flush()
            return Saved(cast(int, row.id), row.row_version, self.changes)

    def delete(self, register: Register, entry_id: int) -> Changes:
        """Delete an entry that nothing refers to; RuleBroken says how often it is used."""
        with register.writing() as session:
            row = self._row(session, entry_id)
            count = uses(session, row)
            if count:
                raise RuleBroken(USED, name=_text(row, "name"), count=count)
            session.delete(row)
        return self.changes

    def _entry(self, row: Row) -> Entry[F]:
        return Entry(cast(int, row.id), row.row_version, self.form.model_validate(row))

    def _row(self, session: Session, entry_id: int) -> Row:
        row = session.get(self.table, entry_id)
        if row is None:
            raise NotFound(UNKNOWN)
        return row

    def _ensure_free(self, session: Session, fields: F, entry_id: int | None) -> None:
        code, name = _text(fields, "code"), search_key(_text(fields, "name"))
        for other in session.exec(select(self.table)):
            other_name = _text(other, "name")
            if other.id == entry_id or any(getattr(other, one) != getattr(fields, one) for one in self.within):
                continue
            if code and plain_key(_text(other, "code")) == plain_key(code):
                raise InvalidInput(CODE_TAKEN, field="code", code=code, name=other_name)
            if search_key(other_name) == name:
                raise InvalidInput(NAME_TAKEN, field="name", name=other_name)

    def _ensure_fixed(self, session: Session, row: Row, fields: F) -> None:
        changed = [name for name in self.fixed if getattr(row, name) != getattr(fields, name)]
        count = uses(session, row) if changed else 0
        if count:
            raise InvalidInput(FIXED, field=changed[0], name=_text(row, "name"), count=count)


def _text(values: SQLModel, name: str) -> str:
    """Return a text all catalogues have, "" for the code of one that has none."""
    return str(getattr(values, name, ""))


def uses(session: Session, row: Row) -> int:
    """Return how many rows of any table refer to this one."""
    own = type(row).__tablename__
    return sum(
        session.exec(select(func.count()).select_from(table).where(key.parent == row.id)).one()
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == own
    )

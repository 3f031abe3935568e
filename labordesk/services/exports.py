"""Xuất danh sách: a list as it is shown becomes an Excel or CSV file, and that it left the register is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from labordesk.documents.whole_file import written_beside
from labordesk.errors import InvalidInput
from labordesk.exchange.csv_writer import write_csv
from labordesk.exchange.list_plan import ListPlan, Told
from labordesk.exchange.sheet_writer import write_list
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.access_notes import note_export
from labordesk.store.register import Register
from labordesk.vietnamese.citizen import mask

SUFFIXES: Final = (".xlsx", ".csv")
NO_SUCH_KIND = N_("Không lưu được tệp “{name}”: hãy đặt tên tệp kết thúc bằng .xlsx (Excel) hoặc .csv.")


@dataclass(frozen=True)
class ListOrder:
    """A list to take out: ``subject`` names it in the note, ``masked`` hides part of CCCD, phones and accounts."""

    subject: str
    plan: ListPlan
    masked: bool = True


@dataclass(frozen=True)
class Exported:
    """What was written."""

    path: Path
    rows: int


def check_list_suffix(path: Path) -> None:
    """Refuse (InvalidInput) a name that is neither .xlsx nor .csv, before any row is read."""
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidInput(NO_SUCH_KIND, field="out", name=path.name)


def export_list(
    register: Register,
    order: ListOrder,
    rows: Iterable[Sequence[Any]],
    path: Path,
    told: Told,
    total: int | None = None,
) -> Exported:
    """Write the rows, values as the fields keep them, and note it; there is no file without its note, and no half one.

    ``rows`` are read while they are written, all from one moment of the register. InvalidInput for another kind of
    file, Unavailable. A register that cannot be written keeps no note.
    """
    check_list_suffix(path)
    ensure(register, Right.EXPORT)
    write = write_csv if path.suffix.lower() == ".csv" else write_list
    with written_beside(path) as beside:
        with register.looking():
            count = write(beside, order.plan, _masked(order, rows), told, total)
        note_list(register, order.subject, count, masked=order.masked, detail=order.plan.title or order.plan.name)
    return Exported(path, count)


def note_list(register: Register, subject: str, amount: int, *, masked: bool, detail: str) -> None:
    """Note in a unit of its own that a list left the register."""
    if register.read_only:
        return
    with register.writing(right=Right.LOOK) as session:
        note_export(session, register, subject, amount=amount, masked=masked, detail=detail)


def _masked(order: ListOrder, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    hidden = [place for place, column in enumerate(order.plan.columns) if column.is_identifier]
    return _without_middles(rows, hidden) if order.masked and hidden else rows


def _without_middles(rows: Iterable[Sequence[Any]], hidden: Sequence[int]) -> Iterator[Sequence[Any]]:
    for row in rows:
        shown = list(row)
        for place in hidden:
            if shown[place]:
                shown[place] = mask(str(shown[place]))
        yield shown

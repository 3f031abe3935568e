"""Tiến độ thi công: dated reports of a house; the latest one is the progress of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import NotFound
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.model import House, HouseProgress
from labordesk.model.house import HouseProgressFields
from labordesk.rules.happened_days import check_happened
from labordesk.rules.house_progress import Report, check_course, check_place, latest_percent
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.house_records import house_of, milestone_rows
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.stored_day import stored_day
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

NO_REPORT = N_("Không thấy báo cáo tiến độ này; hãy mở lại hồ sơ nhà.")
PHOTOS = "photo_*"
"""The kinds of attachment that are pictures of the house."""


@dataclass(frozen=True)
class ProgressRow:
    """A report of a house, in whole percent."""

    id: int
    row_version: int
    fields: HouseProgressFields


@dataclass(frozen=True)
class PhotoDay:
    """How many photos of one kind (a code of ``ATTACHMENT_KINDS``) were taken on a day; None when it is unknown."""

    on: date | None
    kind: str
    count: int


def save_progress(
    register: Register,
    house_id: int,
    fields: HouseProgressFields,
    *,
    progress_id: int | None = None,
    row_version: int | None = None,
) -> Saved:
    """Save a new report or a changed one; a fall of the percentage needs a note (InvalidInput)."""
    fields = tidied(fields)
    with register.writing() as session:
        house = house_of(session, house_id)
        check_fields(fields)
        check_happened(fields.reported_on, clock.today())
        started = milestone_rows(session, house_id).get("started")
        check_place(fields.reported_on, house.stage, started.happened_on if started is not None else None)
        others = [row for row in _rows(session, house_id) if row.id != progress_id]
        check_course([_as_report(one) for one in (*others, fields)])
        if progress_id is None:
            session.add(HouseProgress.model_validate(fields, update={"house_id": house_id}))
        else:
            apply_fields(_row_of(session, progress_id), fields, row_version)
        session.flush()
        return _followed(session, house)


def remove_progress(register: Register, progress_id: int) -> Saved:
    """Remove a report entered by mistake; the one before it is then the progress of the house."""
    with register.writing() as session:
        row = _row_of(session, progress_id)
        house = house_of(session, row.house_id)
        session.delete(row)
        session.flush()
        check_course([_as_report(one) for one in _rows(session, row.house_id)])
        return _followed(session, house)


def progress_of(session: Session, house_id: int) -> tuple[ProgressRow, ...]:
    """Return the reports of a house, the latest first."""
    return tuple(
        ProgressRow(cast(int, row.id), row.row_version, HouseProgressFields.model_validate(row))
        for row in reversed(_rows(session, house_id))
    )


def photo_days(session: Session, house_id: int) -> tuple[PhotoDay, ...]:
    """Return on which days photos of a house were taken, to stand among its reports."""
    of_house = sqlite_of(session).execute(
        "SELECT taken_on, kind, count(*) FROM attachment WHERE house_id = ? AND kind GLOB ? GROUP BY 1, 2",
        (house_id, PHOTOS),
    )
    return tuple(PhotoDay(stored_day(on), kind, count) for on, kind, count in of_house)


def _rows(session: Session, house_id: int) -> list[HouseProgress]:
    query = select(HouseProgress).where(HouseProgress.house_id == house_id).order_by(col(HouseProgress.reported_on))
    return list(session.exec(query))


def _row_of(session: Session, progress_id: int) -> HouseProgress:
    row = session.get(HouseProgress, progress_id)
    if row is None:
        raise NotFound(NO_REPORT)
    return row


def _as_report(row: HouseProgressFields) -> Report:
    return Report(row.reported_on, row.percent, row.note or "")


def _followed(session: Session, house: House) -> Saved:
    """Let the progress of a house follow its reports."""
    house.progress = latest_percent([_as_report(row) for row in _rows(session, cast(int, house.id))])
    touch(house)
    session.flush()
    return Saved(cast(int, house.id), house.row_version, Changes(houses=True))

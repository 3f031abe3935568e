"""An accepted list is written: all of it or its good rows, in one unit of work, so that it is taken back as one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, cast

from sqlmodel import Session

from labordesk.calm import many_rows
from labordesk.errors import Conflict, RuleBroken
from labordesk.exchange.list_fields import PEOPLE_KINDS
from labordesk.i18n import N_
from labordesk.model import Campaign, ImportBatch, ImportedRow, Programme
from labordesk.services.backups import back_up_before
from labordesk.services.campaigns import add_campaign
from labordesk.services.changes import Changes
from labordesk.services.import_figures import write_figures
from labordesk.services.import_giving import Giving, write_gifts, write_grants, write_houses
from labordesk.services.import_mappings import remember
from labordesk.services.import_model import ImportPreview, ImportResult, PreviewRow, Told
from labordesk.services.import_preview import register_state
from labordesk.services.import_registering import add_units, put_people
from labordesk.services.import_taken import TABLES
from labordesk.services.import_target import target_of
from labordesk.services.import_units import home_of
from labordesk.store.backup_names import BEFORE_IMPORT
from labordesk.store.bulk import insert_rows
from labordesk.store.engine import sqlite_of
from labordesk.store.origin import origin
from labordesk.store.register import Register

IMPORT: Final = "import"
"""The source of what an import writes, in the history."""
CHANGED = N_("Sổ vừa có thay đổi từ lúc xem trước; hãy xem lại danh sách rồi ghi.")
_TOLD_EVERY: Final = 200
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def write_import(
    register: Register, preview: ImportPreview, told: Told | None = None, *, secured: bool = False
) -> ImportResult:
    """Write what a preview shows: all of it, or with ``accept_good`` the rows without a problem.

    The register is backed up before, unless the caller did that (``secured``) or a good backup of its state exists.

    RuleBroken when the list has no programme to be written under or a row is refused after all; Conflict when the
    register was changed since the preview. Nothing is written then.
    """
    rows = [row for row in preview.rows if row.will_be_written]
    if preview.target.problem:
        raise RuleBroken("{problem}", problem=preview.target.problem)
    if not rows or (preview.rejected and not preview.order.accept_good):
        return ImportResult(None, 0, preview.rejected, Changes())
    if not secured:
        back_up_before(register, BEFORE_IMPORT)
    with many_rows(kept=False), origin(IMPORT), register.writing() as session:
        if register_state(sqlite_of(session)) != preview.as_of:
            raise Conflict(CHANGED)
        batch = _batch(session, preview, len(rows))
        written, changes = _write(session, preview, batch, rows, told or _silent)
        _keep_rows(session, preview, cast(int, batch.id), written)
        if preview.order.remember:
            remember(session, preview)
        session.flush()
        batch_id = cast(int, batch.id)
    return ImportResult(batch_id, len(written), preview.rejected, changes)


def _batch(session: Session, preview: ImportPreview, count: int) -> ImportBatch:
    operation = sqlite_of(session).execute("SELECT operation_id FROM history_now").fetchone()
    batch = ImportBatch(
        file_name=preview.path.name,
        sha256=preview.sha256,
        kind=preview.read.kind,
        programme_id=preview.target.programme_id,
        operation_id=operation[0] if operation else None,
        written=count,
        rejected=preview.rejected,
        total=preview.total,
        file_total=preview.file_total,
    )
    session.add(batch)
    session.flush()
    return batch


def _write(
    session: Session, preview: ImportPreview, batch: ImportBatch, rows: Sequence[PreviewRow], told: Told
) -> tuple[list[tuple[PreviewRow, int, int | None]], Changes]:
    """Write the rows and return each with the row it became and its person, and what was touched."""
    kind, order = preview.read.kind, preview.order
    if kind not in PEOPLE_KINDS:
        ids, changes = write_figures(session, kind, order, rows)
        return [(row, row_id, None) for row, row_id in zip(rows, ids, strict=True)], changes
    units = add_units(session, rows, home_of(sqlite_of(session), order.unit_id))
    people = put_people(session, rows, units, order)
    changes = Changes(people=True, units=bool(units))
    giving = Giving(session, order, people, units, preview.path.name)
    if kind == "people":
        ids = [people[row.place] for row in rows]
    elif kind == "gifts":
        campaign, programme = _campaign(session, preview)
        batch.campaign_id, batch.programme_id = campaign.id, programme.id
        changes |= Changes(awards=True, campaigns=preview.target.campaign_id is None)
        ids = write_gifts(giving, campaign, programme, rows)
    else:
        programme = session.get_one(Programme, preview.target.programme_id)
        changes |= Changes(awards=True, cases=kind == "grants", houses=kind == "houses")
        writer = write_grants if kind == "grants" else write_houses
        ids = list(_counted(writer(giving, programme, rows), len(rows), told))
    told(len(rows), len(rows))
    return [(row, row_id, people[row.place]) for row, row_id in zip(rows, ids, strict=True)], changes


def _campaign(session: Session, preview: ImportPreview) -> tuple[Campaign, Programme]:
    """Return the campaign of the list, added when it is new."""
    if preview.target.campaign_id is not None:
        campaign = session.get_one(Campaign, preview.target.campaign_id)
    else:
        target = target_of(session, preview.order, "gifts", preview.read)
        if target.fields is None:
            raise RuleBroken("{problem}", problem=target.shown.problem)
        campaign = add_campaign(session, target.fields)
    return campaign, session.get_one(Programme, campaign.programme_id)


def _keep_rows(
    session: Session, preview: ImportPreview, batch_id: int, written: Sequence[tuple[PreviewRow, int, int | None]]
) -> None:
    """Keep where each row stood, what it became and how the officer wrote it."""
    table = TABLES[preview.read.kind]
    rows = (
        {
            "batch_id": batch_id,
            "sheet": row.read.sheet,
            "row": row.read.row,
            "fingerprint": row.fingerprint,
            "table_name": table,
            "row_id": row_id,
            "person_id": person_id,
            "raw": _encode(dict(row.read.raw)),
        }
        for row, row_id, person_id in written
    )
    insert_rows(session, ImportedRow, rows)


def _counted(ids: Iterator[int], total: int, told: Told) -> Iterator[int]:
    for done, row_id in enumerate(ids):
        if done % _TOLD_EVERY == 0:
            told(done, total)
        yield row_id


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""

"""A file read against the register: who, which unit, under what; everything the officer sees before accepting it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, cast

from sqlmodel import Session

from labordesk.calm import many_rows
from labordesk.exchange.list_fields import PEOPLE_KINDS
from labordesk.exchange.list_model import ListKind, ReadList
from labordesk.exchange.unused_money import unused_money
from labordesk.exchange.workbook import Workbook, read_workbook
from labordesk.fields import kinds as clock
from labordesk.i18n import N_, _
from labordesk.rules.duplicates import Candidate
from labordesk.rules.written_units import marked_key
from labordesk.rules.written_words import sure_giver
from labordesk.services.import_catalogue import Catalogue
from labordesk.services.import_checks import check_gifts, check_grants, check_houses
from labordesk.services.import_days import day_of
from labordesk.services.import_drafts import Draft
from labordesk.services.import_figures import check_figures, entries_of
from labordesk.services.import_identity import identify
from labordesk.services.import_mappings import remembered
from labordesk.services.import_matching import Wanted
from labordesk.services.import_memory import PreviewMemory
from labordesk.services.import_model import ImportOrder, ImportPreview, Told
from labordesk.services.import_people import completions, differences, filled, stored_people
from labordesk.services.import_taken import fingerprints, standing_batches, taken
from labordesk.services.import_target import Target, target_of
from labordesk.services.import_units import FoundUnit, UnitBook
from labordesk.services.stored_day import stored_day
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.fold import search_key
from labordesk.vietnamese.numbers import number

OTHER_TOTAL: Final = N_("Cộng các dòng được {total} đồng, dòng tổng của tệp ghi {said} đồng; hãy đối chiếu.")
NO_UNIT: Final = N_("{count} dòng không ghi đơn vị; sẽ ghi vào “{unit}”.")
TAKEN_BEFORE: Final = N_("Dòng này đã nhập ngày {day}; không ghi lại.")
UNUSED: Final = N_("Cột “{label}” ghi số tiền nhưng chưa được dùng; hãy kiểm tra lại các cột.")
NEW_CAMPAIGN: Final = N_("Sổ chưa có đợt “{campaign}”; sẽ thêm đợt mới thuộc chương trình “{programme}”.")
SAME_FILE: Final = N_("Tệp này đã nhập ngày {day}; dòng nào đã ghi sẽ không ghi lại.")
OTHER_WORD: Final = N_("Danh mục không có hoàn cảnh “{written}”; lời ghi trong danh sách được giữ ở ghi chú.")
UNKNOWN_FUND: Final = N_("Chưa rõ “{written}” là nguồn nào; hãy chọn nguồn kinh phí.")

_STEPS: Final = 100
_OPENED, _READ, _MATCHED = 10, 40, 90
"""Shares of the work, of a hundred: the file is open, its list is read, people are found."""


def preview_import(
    register: Register,
    path: Path,
    order: ImportOrder,
    told: Told | None = None,
    *,
    workbook: Workbook | None = None,
    memory: PreviewMemory | None = None,
) -> ImportPreview:
    """Read a file against the register; nothing is written. ``workbook`` saves reading the file again.

    ``memory`` of an earlier preview of the same file saves finding again what was found then.
    """
    with many_rows(kept=False):
        return _previewed(register, path, order, told or _silent, workbook, memory or PreviewMemory(lasting=False))


def _previewed(
    register: Register, path: Path, order: ImportOrder, tell: Told, workbook: Workbook | None, memory: PreviewMemory
) -> ImportPreview:
    book = workbook or read_workbook(path, told=lambda done, total: tell(_part(done, total, 0, _OPENED), _STEPS))
    choices = replace(order.choices, kind=order.kind or order.choices.kind)
    with register.looking() as connection:
        choices = remembered(connection, book, choices)
    read = memory.list_of(book, choices, lambda done, total: tell(_part(done, total, _OPENED, _READ), _STEPS))
    with register.reading() as session:
        return preview_list(session, path, order, read, book, tell, memory)


def preview_list(
    session: Session,
    path: Path,
    order: ImportOrder,
    read: ReadList,
    workbook: Workbook | None,
    told: Told,
    memory: PreviewMemory,
) -> ImportPreview:
    """Return the same for a list already read, as this unit of work sees the register."""
    connection = sqlite_of(session)
    kind = order.kind or read.kind
    today = clock.today()
    titles = [sheet.layout.title for sheet in read.sheets if sheet.layout is not None]
    target = target_of(session, order, kind, read)
    drafts = [
        Draft(row, dict(row.values), _day(kind, row.values, target, order, today), list(row.problems))
        for row in read.rows
    ]
    units = UnitBook(connection, order.units, order.unit_id)
    placeless = _find_units(kind, drafts, units)
    _find_taken(connection, kind, target, drafts)
    for draft in drafts:
        draft.left_out = draft.place in order.left_out
    circumstances = Catalogue(entries_of(connection, "circumstance"), order.circumstances)
    funds = Catalogue(entries_of(connection, "fund"), order.funds, sure=sure_giver)
    if kind in PEOPLE_KINDS:
        _find_circumstances(drafts, circumstances)
        _find_people(connection, order, drafts, units, told, memory)
        _find_funds(drafts, funds)
    _check(session, kind, target, order, drafts, units, titles)
    for draft in drafts:
        if draft.taken_at:
            draft.problems = []
            draft.wrong("name", "warning", _(TAKEN_BEFORE).format(day=_day_text(draft.taken_at)))
    told(_STEPS, _STEPS)
    mark = file_mark(path)
    preview = ImportPreview(
        path=path,
        order=order,
        read=read,
        rows=tuple(draft.finished() for draft in drafts),
        people=len(drafts),
        total=read.total,
        file_total=read.file_total,
        target=target.shown,
        units=units.questions(),
        circumstances=circumstances.questions(),
        funds=funds.questions(),
        sha256=mark,
        as_of=register_state(connection),
        encoding=_encoding(read, workbook),
    )
    return replace(preview, notes=tuple(_notes(connection, preview, units, placeless)))


def register_state(connection: sqlite3.Connection) -> int:
    """Return a number that grows with each write: a preview made before it has to be made anew."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0])


def file_mark(path: Path) -> str:
    """Return the SHA-256 of a file, "" when it is not there any more."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _day(kind: ListKind, values: Mapping[str, object], target: Target, order: ImportOrder, today: date) -> date:
    """Return the day a row counts for: by it the unit must exist, from it the year of help is reckoned."""
    for field in ("paid", "started", "handed") if kind != "people" else ():
        if (day := day_of(values, field)) is not None:
            return day
    if kind == "gifts" and target.fields is not None:
        return order.paid_on or target.fields.starts_on
    return order.paid_on or today


def _find_units(kind: ListKind, drafts: Sequence[Draft], units: UnitBook) -> int:
    """Find the unit of each row and return how many name none."""
    if kind == "units":
        return 0
    added: dict[str, int] = {}
    placeless = 0
    for draft in drafts:
        written = str(draft.values.get("unit") or "")
        if not written:
            placeless += 1
            found: FoundUnit = units.home()
        else:
            found = units.find(written, draft.on)
        draft.unit_id, draft.unit_name = found.unit_id, found.name
        draft.problems.extend(found.problems)
        if found.unit_id is not None:
            draft.unit_key = found.unit_id
        else:
            draft.unit_key = added.setdefault(marked_key(found.name), -len(added) - 1)
    return placeless


def _find_taken(connection: sqlite3.Connection, kind: ListKind, target: Target, drafts: Sequence[Draft]) -> None:
    shown = target.shown
    about = f"{shown.programme_name}|{search_key(shown.campaign_name)}"
    marks = fingerprints(kind, about, (draft.read.values for draft in drafts))
    known = taken(connection, kind, marks)
    for draft, mark in zip(drafts, marks, strict=True):
        draft.fingerprint = mark
        draft.taken_at = known.get(mark, "")


def _find_circumstances(drafts: Sequence[Draft], catalogue: Catalogue) -> None:
    for draft in drafts:
        written = str(draft.values.get("circumstance") or "")
        said = [part.strip() for part in written.split(";") if part.strip()]
        found = {part: catalogue.find(part) for part in said}
        known = [one for one in dict.fromkeys(found.values()) if one is not None]
        draft.circumstance_id, draft.more_circumstances = (known[0] if known else None), tuple(known[1:])
        for part, circumstance_id in found.items():
            if circumstance_id is None:
                draft.wrong("circumstance", "warning", _(OTHER_WORD).format(written=part))


def _find_funds(drafts: Sequence[Draft], catalogue: Catalogue) -> None:
    for draft in drafts:
        labels = [str(label) for label in draft.values.get("funders") or ()]
        if draft.values.get("fund"):
            labels.append(str(draft.values["fund"]))
        found: dict[str, int] = {}
        for label in labels:
            fund_id = catalogue.find(label, asks=True)
            if fund_id is None:
                draft.wrong(f"funder:{label}", "ask", _(UNKNOWN_FUND).format(written=label), catalogue.names(label))
            else:
                found[label] = fund_id
        draft.funders = found


def _find_people(
    connection: sqlite3.Connection,
    order: ImportOrder,
    drafts: Sequence[Draft],
    units: UnitBook,
    told: Told,
    memory: PreviewMemory,
) -> None:
    rows = [_wanted(draft) for draft in drafts]
    places = [draft.place for draft in drafts]
    found = identify(
        connection,
        rows,
        places,
        order,
        units.label_of,
        lambda done, total: told(_part(done, total, _READ, _MATCHED), _STEPS),
        memory.matched,
    )
    files = memory.files()
    stored = stored_people(connection, {one.chosen for one in found if one.chosen is not None})
    for draft, identity in zip(drafts, found, strict=True):
        draft.identity = identity
        draft.problems.extend(identity.problems)
        if identity.same_as is not None:
            draft.same_as = places[identity.same_as]
        known = stored.get(identity.chosen) if identity.chosen is not None else None
        if known is not None:
            _settle_known(draft, known, units)
        elif identity.same_as is None and draft.read.values.get("name"):
            files.begin(draft, draft.unit_id or units.home_id)
    files.keep()


def _settle_known(draft: Draft, known: object, units: UnitBook) -> None:
    """Fill a row from the file there is, and say where the two differ."""
    from labordesk.services.import_people import StoredPerson

    person = cast(StoredPerson, known)
    given = draft.read.values
    if not given.get("unit") and person.unit_id is not None:
        draft.unit_id = draft.unit_key = person.unit_id
        draft.unit_name = units.name_of(person.unit_id)
        draft.values["unit"] = draft.unit_name
    draft.adds = bool(completions(person, given, None) or (person.unit_id is None and given.get("unit")))
    draft.problems.extend(differences(person, given, draft.unit_id, units.label_of(person.unit_id)))
    draft.values = filled(person, draft.values)


def _wanted(draft: Draft) -> Wanted:
    values = draft.values
    return Wanted(
        Candidate(
            str(values.get("name") or ""),
            cast("str | None", values.get("born")),
            draft.unit_key if values.get("unit") else None,
            cast("str | None", values.get("cccd")),
            cast("str | None", values.get("phone")),
            cast("str | None", values.get("old_id")),
        ),
        cast("str | None", values.get("union_card")),
    )


def _check(
    session: Session,
    kind: ListKind,
    target: Target,
    order: ImportOrder,
    drafts: Sequence[Draft],
    units: UnitBook,
    titles: Sequence[str],
) -> None:
    if kind == "gifts":
        check_gifts(session, target, order, drafts)
    elif kind == "grants":
        check_grants(session, target, order, drafts)
    elif kind == "houses":
        check_houses(session, target, order, drafts)
    elif kind != "people":
        check_figures(session, kind, order, drafts, units, titles)


def _notes(connection: sqlite3.Connection, preview: ImportPreview, units: UnitBook, placeless: int) -> Iterator[str]:
    """Yield what is to be said about the file as a whole."""
    target = preview.target
    if target.problem:
        yield target.problem
    if target.campaign_name and target.campaign_id is None:
        yield _(NEW_CAMPAIGN).format(campaign=target.campaign_name, programme=target.programme_name)
    if placeless and preview.read.kind in PEOPLE_KINDS:
        yield _(NO_UNIT).format(count=placeless, unit=units.name_of(units.home_id))
    if preview.sha256:
        row = connection.execute(
            "SELECT max(created_at) FROM import_batch WHERE sha256 = ? AND id IN (SELECT value FROM json_each(?))",
            (preview.sha256, json.dumps([batch_id for batch_id, _operation in standing_batches(connection)])),
        ).fetchone()
        if row[0]:
            yield _(SAME_FILE).format(day=_day_text(row[0]))
    for sheet in preview.read.sheets:
        for label in unused_money(sheet):
            yield _(UNUSED).format(label=label.replace("\n", " "))
        if sheet.total_said is not None and sheet.total_said != sheet.total_read:
            yield _(OTHER_TOTAL).format(total=number(sheet.total_read), said=number(sheet.total_said))


def _encoding(read: ReadList, workbook: Workbook | None) -> str:
    """Return the encoding most columns are in, that of the file itself for a text file."""
    if workbook is not None and workbook.encoding:
        return workbook.encoding
    counted = Counter(
        column.encoding for sheet in read.sheets for column in sheet.columns if column.encoding and column.field
    )
    counted.pop("unicode", None)
    return counted.most_common(1)[0][0] if counted else "unicode"


def _day_text(moment: str) -> str:
    day = stored_day(moment[:10])
    return short(day) if day else ""


def _part(done: int, total: int, low: int, high: int) -> int:
    return low + (high - low) * done // max(1, total)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""

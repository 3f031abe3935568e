"""Phiếu, vé có số sê-ri: registered as a range, given to people in the order of the list or as they are scanned.

What a voucher is worth is part of the package: the goods of the award's lines hold it, once. The value written here
tells what the unit has in hand and is never added to spending, otherwise a gift of one voucher would count twice.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import insert
from sqlmodel import Session

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import Text
from labordesk.i18n import N_, _
from labordesk.model import Award, Voucher
from labordesk.model.allocation import VoucherFields
from labordesk.model.base import new_uid, now
from labordesk.rules.serial_numbers import serial_key, serials_between
from labordesk.services.campaigns import campaign_of
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import tidied
from labordesk.services.voucher_lists import TICKETS
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.numbers import number

TWICE = N_("Số “{serial}” đã có trong đợt này{more}; mỗi số sê-ri chỉ nhập một lần.")
UNKNOWN = N_("Đợt này chưa có phiếu, vé số “{serial}”; hãy kiểm tra lại số hoặc nhập dãy sê-ri trước.")
IS_VOID = N_("Số “{serial}” đã hủy ({reason}); hãy dùng phiếu khác.")
TAKEN = N_("Số “{serial}” đã ghi cho {name} (STT {position}); hãy gỡ khỏi dòng ấy trước.")
GIVEN = N_("Số “{serial}” đã trao cho {name}; hãy hoàn tác dấu đã nhận trước.")
NO_LINE = N_("Dòng này không còn trong danh sách; hãy tải lại danh sách rồi làm lại.")
RETURNED = N_("{name} đã trả lại quà nên không ghi phiếu, vé được; hãy hoàn tác trước.")
NO_REASON = N_("Hãy nêu lý do hủy phiếu, vé.")

_KEYS = "SELECT serial FROM voucher WHERE campaign_id = ?"
_CHOSEN = """
SELECT v.id, v.serial, v.award_id, coalesce(v.void_reason, ''), a.handover, coalesce(p.full_name, u.name), a.position
FROM voucher v LEFT JOIN award a ON a.id = v.award_id LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN unit u ON u.id = a.unit_id
"""
_FREE = """
SELECT id, unit_id FROM voucher
WHERE campaign_id = ? AND kind = ? AND award_id IS NULL AND void_reason IS NULL ORDER BY length(serial), serial, id
"""
_LINES = """
SELECT a.id, a.unit_id, a.quantity, coalesce(a.companions, 0),
       (SELECT count(*) FROM voucher v WHERE v.award_id = a.id AND v.kind = :kind)
FROM award a WHERE a.campaign_id = :campaign AND a.handover <> 'returned'
  AND (:awards IS NULL OR a.id IN (SELECT value FROM json_each(:awards)))
ORDER BY a.position, a.id
"""
_HELD = "SELECT id, award_id FROM voucher WHERE award_id IN (SELECT value FROM json_each(?)) ORDER BY id"
_PUT = "UPDATE voucher SET award_id = ?, row_version = row_version + 1, updated_at = ? WHERE id = ?"
_VOID = (
    "UPDATE voucher SET void_reason = ?, award_id = NULL, row_version = row_version + 1, updated_at = ? WHERE id = ?"
)


@dataclass(frozen=True)
class VoucherBatch:
    """A range of serials alike in everything else; both ends inclusive, ``value`` of one in đồng."""

    kind: str
    first_serial: str
    last_serial: str = ""
    value: int = 0
    issuer: str | None = None
    travel_on: date | None = None
    route: str | None = None
    note: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class VouchersChanged:
    """How many vouchers were changed; ``pairs`` are (voucher, award) as they were put together or taken apart."""

    count: int
    pairs: tuple[tuple[int, int], ...]
    changes: Changes


@dataclass(frozen=True)
class VouchersAssigned:
    """Which (voucher, award) were put together, and the awards for which none, or not enough, was left."""

    pairs: tuple[tuple[int, int], ...]
    without: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True)
class _Chosen:
    """A voucher with whose it is; ``handover`` None while it is nobody's."""

    id: int
    serial: str
    award_id: int | None
    void_reason: str
    handover: str | None
    name: str | None
    position: int | None

    @property
    def is_given(self) -> bool:
        return self.handover in ("received", "proxy")


CHANGED: Final = Changes(campaigns=True, awards=True)


def register_vouchers(register: Register, campaign_id: int, batch: VoucherBatch) -> VouchersChanged:
    """Write every serial of a range; InvalidInput names the first one the campaign has already, and nothing is kept."""
    serials = serials_between(batch.first_serial, batch.last_serial)
    fields = tidied(
        VoucherFields(
            kind=batch.kind,
            serial=serials[-1],
            value=batch.value,
            issuer=batch.issuer,
            travel_on=batch.travel_on,
            route=batch.route,
            note=batch.note,
        )
    )
    check_fields(fields)
    with register.writing() as session:
        campaign_of(session, campaign_id)
        _refuse_twice(session, campaign_id, serials)
        moment = now()
        common = {
            **fields.model_dump(),
            "campaign_id": campaign_id,
            "unit_id": batch.unit_id,
            "award_id": None,
            "row_version": 1,
            "created_at": moment,
            "updated_at": moment,
        }
        rows = [{**common, "uid": new_uid(), "serial": serial} for serial in serials]
        session.connection().execute(insert(Voucher), rows)
    return VouchersChanged(len(serials), (), Changes(campaigns=True))


def assign_vouchers(
    register: Register,
    campaign_id: int,
    kind: str,
    award_ids: Collection[int] | None = None,
    *,
    each: int = 1,
) -> VouchersAssigned:
    """Give the free vouchers of a kind to lines in the order of the list, ``each`` to every package of a line.

    Of tickets everybody who travels gets one. A line keeps what it has and gets what is missing; a voucher kept for a
    unit goes to its people only. ``award_ids`` None means the whole list.
    """
    if each < 1:
        raise InvalidInput(N_("Mỗi suất phải có ít nhất một phiếu, vé."), field="each")
    awards = None if award_ids is None else json.dumps(list(award_ids))
    with register.writing() as session:
        campaign_of(session, campaign_id)
        connection = sqlite_of(session)
        stock: dict[int | None, list[int]] = {}
        for voucher_id, unit_id in connection.execute(_FREE, (campaign_id, kind)):
            stock.setdefault(unit_id, []).append(voucher_id)
        for waiting in stock.values():
            waiting.reverse()
        pairs: list[tuple[int, int]] = []
        without: list[int] = []
        lines = connection.execute(_LINES, {"kind": kind, "campaign": campaign_id, "awards": awards}).fetchall()
        for award_id, unit_id, quantity, companions, has in lines:
            travellers = companions if kind in TICKETS else 0
            missing = quantity * each + travellers - has
            while missing > 0 and (mine := stock.get(unit_id) or stock.get(None)):
                pairs.append((mine.pop(), award_id))
                missing -= 1
            if missing > 0:
                without.append(award_id)
        _put(session, pairs)
    return VouchersAssigned(tuple(pairs), tuple(without), CHANGED if pairs else Changes())


def assign_serial(register: Register, award_id: int, serial: str) -> VouchersChanged:
    """Give a line the voucher whose serial was typed or scanned; RuleBroken when it is void or somebody else's."""
    with register.writing() as session:
        award = _line(session, award_id)
        voucher = _by_serial(session, award.campaign_id, serial)
        if voucher.void_reason:
            raise RuleBroken(IS_VOID, serial=voucher.serial, reason=voucher.void_reason)
        if voucher.award_id == award_id:
            return VouchersChanged(0, ((voucher.id, award_id),), Changes())
        if voucher.award_id is not None:
            sentence = GIVEN if voucher.is_given else TAKEN
            raise RuleBroken(sentence, serial=voucher.serial, name=voucher.name, position=voucher.position)
        _put(session, [(voucher.id, award_id)])
    return VouchersChanged(1, ((voucher.id, award_id),), CHANGED)


def free_vouchers(register: Register, voucher_ids: Collection[int]) -> VouchersChanged:
    """Take vouchers off the lines they were meant for; RuleBroken for one that was handed over."""
    with register.writing() as session:
        pairs = []
        for one in _chosen(session, voucher_ids):
            if one.is_given:
                raise RuleBroken(GIVEN, serial=one.serial, name=one.name)
            if one.award_id is not None:
                pairs.append((one.id, one.award_id))
        _run(session, _PUT, [(None, now(), voucher_id) for voucher_id, _award_id in pairs])
    return VouchersChanged(len(pairs), tuple(pairs), CHANGED)


def take_back_vouchers(session: Session, award_ids: Collection[int]) -> None:
    """Take the vouchers of gifts back within a unit of work."""
    connection, ids = sqlite_of(session), json.dumps(list(award_ids))
    pairs = connection.execute(_HELD, (ids,)).fetchall()
    connection.executemany(_PUT, [(None, now(), voucher_id) for voucher_id, _award_id in pairs])


def void_vouchers(register: Register, voucher_ids: Collection[int], reason: str) -> VouchersChanged:
    """Mark vouchers as void (lost, torn, misprinted); InvalidInput without a reason, RuleBroken once handed over."""
    words = Text().parse(reason)
    if not words:
        raise InvalidInput(NO_REASON, field="void_reason")
    with register.writing() as session:
        found = _chosen(session, voucher_ids)
        for one in found:
            if one.is_given:
                raise RuleBroken(GIVEN, serial=one.serial, name=one.name)
        _run(session, _VOID, [(words, now(), one.id) for one in found])
    pairs = tuple((one.id, one.award_id) for one in found if one.award_id is not None)
    return VouchersChanged(len(found), pairs, CHANGED)


def restore_vouchers(register: Register, voucher_ids: Collection[int]) -> VouchersChanged:
    """Take a void back: the vouchers are in hand again."""
    with register.writing() as session:
        found = [one for one in _chosen(session, voucher_ids) if one.void_reason]
        _run(session, _VOID, [(None, now(), one.id) for one in found])
    return VouchersChanged(len(found), (), CHANGED)


def delete_vouchers(register: Register, voucher_ids: Collection[int]) -> VouchersChanged:
    """Delete vouchers entered by mistake; RuleBroken for one that is on somebody's line."""
    with register.writing() as session:
        found = _chosen(session, voucher_ids)
        for one in found:
            if one.award_id is not None:
                raise RuleBroken(
                    GIVEN if one.is_given else TAKEN, serial=one.serial, name=one.name, position=one.position
                )
        _run(session, "DELETE FROM voucher WHERE id = ?", [(one.id,) for one in found])
    return VouchersChanged(len(found), (), Changes(campaigns=True))


def _refuse_twice(session: Session, campaign_id: int, serials: Collection[str]) -> None:
    known = {serial_key(row[0]) for row in sqlite_of(session).execute(_KEYS, (campaign_id,))}
    twice = [serial for serial in serials if serial_key(serial) in known]
    if twice:
        more = _(" và {n} số khác cũng vậy").format(n=number(len(twice) - 1)) if len(twice) > 1 else ""
        raise InvalidInput(TWICE, field="first_serial", serial=twice[0], more=more)


def _line(session: Session, award_id: int) -> Award:
    award = session.get(Award, award_id)
    if award is None or award.campaign_id is None:
        raise NotFound(NO_LINE)
    if award.handover == "returned":
        [name] = (
            sqlite_of(session)
            .execute(
                "SELECT coalesce(p.full_name, u.name) FROM unit u LEFT JOIN person p ON p.id = ? WHERE u.id = ?",
                (award.person_id, award.unit_id),
            )
            .fetchone()
        )
        raise RuleBroken(RETURNED, name=name)
    return award


def _by_serial(session: Session, campaign_id: int | None, serial: str) -> _Chosen:
    key = serial_key(serial)
    connection = sqlite_of(session)
    row = connection.execute(
        f"{_CHOSEN} WHERE v.campaign_id = ? AND replace(upper(v.serial), ' ', '') = ?", (campaign_id, key)
    ).fetchone()
    if row is None or not key:
        raise NotFound(UNKNOWN, serial=" ".join(serial.split()))
    return _Chosen(*row)


def _chosen(session: Session, voucher_ids: Collection[int]) -> list[_Chosen]:
    rows = sqlite_of(session).execute(
        f"{_CHOSEN} WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id", (json.dumps(list(voucher_ids)),)
    )
    found = [_Chosen(*row) for row in rows]
    if len(found) < len(set(voucher_ids)):
        raise NotFound(N_("Có phiếu, vé không còn trong sổ; hãy tải lại trang rồi làm lại."))
    return found


def _put(session: Session, pairs: Collection[tuple[int, int]]) -> None:
    moment = now()
    _run(session, _PUT, [(award_id, moment, voucher_id) for voucher_id, award_id in pairs])


def _run(session: Session, statement: str, rows: list[tuple[object, ...]]) -> None:
    sqlite_of(session).executemany(statement, rows)
    session.expire_all()

"""Cứu dữ liệu: a new register of what a damaged one still holds, and the list of what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from labordesk.errors import BadFile
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.services.backups import backups_of
from labordesk.services.checking import CheckResult, check_register
from labordesk.services.closed_rights import ensure_closed
from labordesk.services.repairing import repair_derived
from labordesk.services.table_names import table_name
from labordesk.store.cipher import forget, owned
from labordesk.store.connection import Connect
from labordesk.store.faults import told
from labordesk.store.keys_of_backups import has_key_of
from labordesk.store.opening import open_register
from labordesk.store.salvage import Salvaged, TableSaved, salvage
from labordesk.store.unlocking import connect_for

SAME = N_("Sổ cứu được phải là một tệp khác; hãy đặt tên khác cho “{name}”.")

LOST = N_("{table}: {n} dòng không đọc được (số {ids}); còn {kept} dòng.")
UNSURE = N_("{table}: có dòng không đọc được, không rõ bao nhiêu; còn {kept} dòng.")
LEFT_OUT = N_("{table}: bỏ {n} dòng vì dòng gốc của nó đã mất{names}; hãy ghi lại từ giấy tờ.")
CUT_OFF = N_("{table}: {n} dòng mất liên kết vì dòng được trỏ tới đã mất; hãy mở từng dòng để chọn lại.")
HISTORY = N_("Nhật ký: {n} lần ghi cuối không giữ được vì chuỗi đã đứt; không hoàn tác được các lần ghi ấy.")

_SHOWN = 5
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class SalvageResult:
    """The new register, what it lost in sentences, and what the check says of it."""

    path: Path
    kept: int
    """Rows of all tables."""
    losses: tuple[str, ...]
    check: CheckResult


def salvage_register(
    damaged: Path,
    out: Path,
    *,
    secret: str | None = None,
    connect: Connect | None = None,
    by: int | None = None,
    told_of: Told | None = None,
) -> SalvageResult:
    """Make the register ``out`` of what can be read of a damaged one; the damaged file stays as it is.

    ``secret`` opens an encrypted one (or ``connect``, an open key); the new one has the same password. BadFile when
    nothing can be read or ``out`` is there, Unavailable when the place cannot take it. ``by`` is the user who signed
    in, to a backup when the damaged file tells of none; NotAllowed.
    """
    if out.absolute() == damaged.absolute():
        raise BadFile(SAME, name=out.name)
    with told(damaged, files=True):
        driver = owned(connect) if connect is not None else connect_for(damaged, secret)
    try:
        donors = _donors(damaged, driver)
        ensure_closed(((damaged, driver), *((one, driver) for one in donors)), by, Right.RESTORE)
        saved = salvage(damaged, out, driver, donors=donors, told_of=told_of)
        with open_register(out, connect=driver) as register:
            register.officer_id = by
            repair_derived(register)
            result = check_register(register)
    finally:
        forget(driver)
    return SalvageResult(out, sum(one.kept for one in saved.tables), tuple(_losses(saved)), result)


def _donors(damaged: Path, connect: Connect) -> list[Path]:
    return [one.path for one in backups_of(damaged) if one.is_good and has_key_of(one.path, connect)]


def _losses(saved: Salvaged) -> list[str]:
    said = [sentence for one in saved.damaged for sentence in _of_table(one)]
    if saved.operations_lost:
        said.append(_(HISTORY).format(n=saved.operations_lost))
    return said


def _of_table(one: TableSaved) -> list[str]:
    name, said = table_name(one.table), []
    if one.lost:
        ids = ", ".join(map(str, one.ids[:_SHOWN])) + (" …" if one.lost > _SHOWN else "")
        said.append(_(LOST).format(table=name, n=one.lost, ids=ids, kept=one.kept))
    if one.unsure:
        said.append(_(UNSURE).format(table=name, kept=one.kept))
    if one.left_out:
        names = f" ({', '.join(one.names[:_SHOWN])}{' …' if len(one.names) > _SHOWN else ''})" if one.names else ""
        said.append(_(LEFT_OUT).format(table=name, n=one.left_out, names=names))
    if one.cut_off:
        said.append(_(CUT_OFF).format(table=name, n=one.cut_off))
    return said

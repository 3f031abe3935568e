"""Why a backup was made, in words, and what it holds in a line."""

from __future__ import annotations

from datetime import datetime

from labordesk.i18n import N_, _
from labordesk.store import backup_names as names
from labordesk.store.backup_list import BackupFile
from labordesk.store.tally import Tally
from labordesk.vietnamese.numbers import number

REASONS = {
    names.AUTOMATIC: N_("tự động"),
    names.CLOSING: N_("khi đóng sổ"),
    names.BY_HAND: N_("làm bằng tay"),
    names.BEFORE_UPGRADE: N_("trước khi nâng cấp"),
    names.BEFORE_IMPORT: N_("trước khi nhập danh sách"),
    names.BEFORE_RESTORE: N_("trước khi khôi phục"),
    names.BEFORE_REPAIR: N_("trước khi sửa chữa"),
    names.BEFORE_NEW_KEY: N_("trước khi đổi khóa"),
    names.AFTER_NEW_KEY: N_("sau khi đổi khóa"),
}


def reason_words(reason: str) -> str:
    """Return the reason of a backup in the language of the screen; an unknown one as it stands in the name."""
    known = next((words for start, words in REASONS.items() if reason == start or reason.startswith(f"{start}-")), None)
    return reason if known is None else _(known)


def dated_words(moment: datetime) -> str:
    """Return "14:32 ngày 20/11/2026" in the time of this machine, today as well."""
    return _dated(moment.astimezone())


def moment_words(moment: datetime, now: datetime) -> str:
    """Return "14:32" for today and "14:32 ngày 20/11/2026" otherwise, in the time of this machine."""
    local = moment.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else _dated(local)


def _dated(local: datetime) -> str:
    return _("{time} ngày {day}").format(time=f"{local:%H:%M}", day=f"{local:%d/%m/%Y}")


def size_words(size: int) -> str:
    """Return bytes as "12 MB"."""
    return _("{size} MB").format(size=number(max(1, round(size / 1_000_000))))


def held_words(held: Tally) -> str:
    """Return what a register holds: people, houses, times of support and money."""
    return _("{people} người, {houses} nhà, {awards} lần hỗ trợ, {money} đ").format(
        people=number(held.count("person")),
        houses=number(held.count("house")),
        awards=number(held.count("award")),
        money=number(held.sums.get("award_line.amount", 0)),
    )


def state_words(one: BackupFile) -> str:
    """Return whether a backup was opened and checked."""
    if one.checked is None:
        return _("chưa mở kiểm tra")
    return _("đã mở kiểm tra")

"""Vai trò: what each user of the register may do; the one table of rights.

A register without users has no roles: the person at the keyboard may do everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from labordesk.fields.choices import ROLES
from labordesk.i18n import N_, _


class Right(StrEnum):
    """One thing a user may be allowed to do."""

    LOOK = "look"
    """See people with masked numbers, lists, totals, papers; nobody is without it."""
    WRITE = "write"
    APPROVE = "approve"
    """Approve or refuse a request, a house, the list of a unit, and open them again."""
    NUMBERS = "numbers"
    """See citizen numbers and the other numbers of a person whole."""
    SENSITIVE = "sensitive"
    """See income, ethnicity and bank account (NĐ 356/2025)."""
    HEALTH = "health"
    EXPORT = "export"
    """Take lists out as files."""
    LOG = "log"
    """Read the history of the register and who looked at what."""
    SETTINGS = "settings"
    """Change the choices of the register: words on paper, two-person rule, years kept, password."""
    USERS = "users"
    RESTORE = "restore"
    """Put a backup in the place of the register, delete backups."""
    ERASE = "erase"
    """Take personal data out for good."""


_SEES: Final = frozenset((Right.LOOK, Right.NUMBERS, Right.SENSITIVE, Right.HEALTH, Right.EXPORT, Right.LOG))
_WRITES: Final = _SEES | {Right.WRITE}

RIGHTS: Final[Mapping[str, frozenset[Right]]] = {
    "officer": _WRITES,
    "approver": _WRITES | {Right.APPROVE},
    "inspector": _SEES,
    "viewer": frozenset((Right.LOOK,)),
}
"""By role of ``fields.choices.ROLES``."""

KEEPER: Final = frozenset((Right.SETTINGS, Right.USERS, Right.RESTORE, Right.ERASE))
"""What the keeper of the register (quản lý sổ) may beside the rights of the own role."""

NOBODY: Final = frozenset((Right.LOOK,))
"""What may be done before anybody has given a PIN."""

EVERYTHING: Final = frozenset(Right)
"""What the one person of a register without users may do."""

DOES: Final[Mapping[Right, str]] = {
    Right.LOOK: N_("xem sổ"),
    Right.WRITE: N_("ghi, sửa hồ sơ"),
    Right.APPROVE: N_("duyệt hồ sơ, danh sách"),
    Right.NUMBERS: N_("xem đủ số CCCD"),
    Right.SENSITIVE: N_("xem thu nhập, dân tộc, tài khoản"),
    Right.HEALTH: N_("xem thông tin sức khỏe"),
    Right.EXPORT: N_("xuất danh sách ra tệp"),
    Right.LOG: N_("xem nhật ký"),
    Right.SETTINGS: N_("đổi cài đặt của sổ"),
    Right.USERS: N_("thêm, sửa người dùng sổ"),
    Right.RESTORE: N_("khôi phục hay xóa bản sao lưu"),
    Right.ERASE: N_("xóa hẳn dữ liệu"),
}
"""What a right is called in a sentence."""

MEANS: Final[Mapping[str, str]] = {
    "officer": N_("Ghi và sửa mọi hồ sơ, xem đủ thông tin, xuất danh sách; không duyệt."),
    "approver": N_("Như cán bộ ghi sổ, thêm việc duyệt hồ sơ, nhà và danh sách."),
    "inspector": N_("Xem tất cả, kể cả thông tin được giữ riêng và nhật ký, xuất danh sách; không ghi."),
    "viewer": N_("Xem danh sách và số liệu; không thấy thông tin nhạy cảm, số CCCD được che."),
}
"""What each role may, for the form of a user."""

_ROLE_NAMES = dict(ROLES)


def rights_of(role: str, *, is_keeper: bool) -> frozenset[Right]:
    """Return what a user may do; an unknown role may only look."""
    own = RIGHTS.get(role, NOBODY)
    return own | KEEPER if is_keeper else own


def role_name(role: str) -> str:
    """Return a role in the language of the screen."""
    return _(_ROLE_NAMES.get(role, role))

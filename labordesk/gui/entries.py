"""What the navigation and the key list need to know of a page before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labordesk.i18n import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from labordesk.gui.context import Context


@dataclass(frozen=True)
class PageEntry:
    """One entry of the navigation; ``factory`` is called when the page is first shown, ``title`` is a msgid."""

    key: str
    title: str
    icon: str
    factory: Callable[[Context], QWidget]
    group: int = 0


@dataclass(frozen=True)
class Key:
    """A key of a page and what it does, for the F1 list."""

    keys: str
    does: str


COMMON_KEYS: tuple[tuple[str, str, str], ...] = (
    ("new_record", "Ctrl+N", N_("Thêm mới")),
    ("save", "Ctrl+S", N_("Lưu")),
    ("focus_search", "Ctrl+F", N_("Tìm trong trang này")),
    ("print_page", "Ctrl+P", N_("In")),
    ("undo", "Ctrl+Z", N_("Hoàn tác việc vừa lưu")),
    ("show_history", "Ctrl+H", N_("Lịch sử của hồ sơ đang mở")),
    ("export_list", "Ctrl+Shift+E", N_("Xuất danh sách đang xem ra Excel")),
)

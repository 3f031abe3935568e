"""What is said of an attached file: caption, day, size; and the columns photos of a house stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from labordesk.fields.choices import ATTACHMENT_KINDS
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.attachment_lists import AttachmentRow

HOUSE_COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "photo_before": (N_("Trước khi làm"), ("photo_before",)),
    "photo_during": (N_("Đang làm"), ("photo_during",)),
    "photo_after": (N_("Sau khi làm"), ("photo_after", "photo_handover")),
}
"""Columns of a house's photos: the kind a new photo there gets, heading, kinds shown."""

_KINDS = dict(ATTACHMENT_KINDS)
_KILOBYTE = 1024


def caption_of(row: AttachmentRow) -> str:
    """Return what stands under a file: its caption, the paper it belongs to, or its name."""
    return row.caption or row.paper_name or row.name


def detail_of(row: AttachmentRow) -> str:
    """Return the quieter line under a file: the day of a photo, what kind of file it is."""
    if row.taken_on is not None:
        return short(row.taken_on)
    return size_of(row) if row.is_picture else f"PDF, {size_of(row)}"


def size_of(row: AttachmentRow) -> str:
    """Return "312 KB", "1,4 MB"."""
    if row.size < _KILOBYTE * _KILOBYTE:
        return f"{number(max(1, round(row.size / _KILOBYTE)))} KB"
    return f"{number(row.size / _KILOBYTE / _KILOBYTE, 1)} MB"


def spoken(row: AttachmentRow) -> str:
    """Return everything known of a file, for the tooltip and the screen reader."""
    taken = _("Ngày {day}").format(day=short(row.taken_on)) if row.taken_on is not None else ""
    hidden = _("Thông tin nhạy cảm, chỉ hiện khi mở") if row.sensitive else ""
    parts = (_(_KINDS.get(row.kind, row.kind)), row.caption, row.paper_name, row.name, taken, size_of(row), hidden)
    return "\n".join(part for part in parts if part)

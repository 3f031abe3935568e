"""Sentences of the page of units."""

from __future__ import annotations

from datetime import date
from typing import Any

from labordesk.gui.pages.units_reading import TreeRead
from labordesk.i18n import _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number


def tree_words(read: TreeRead, on: date) -> str:
    """Return "22 đơn vị · 4.210 đoàn viên · tại ngày 22/11/2026"."""
    parts = [_("{n} đơn vị đang hoạt động").format(n=number(read.open_count))]
    if read.total is not None:
        parts.append(_("{n} đoàn viên").format(n=number(read.total.count)))
    if read.found is not None:
        parts.append(_("{n} đơn vị tìm thấy").format(n=number(len(read.found))))
    parts.append(_("tại ngày {day}").format(day=short(on)))
    return " · ".join(parts)


def moved_words(result: Any) -> str:
    """Return what a decision moved to the unit that carries on, "" when it moved nothing."""
    counted = (
        (getattr(result, "people", 0), _("{n} người")),
        (getattr(result, "units", 0), _("{n} đơn vị trực thuộc")),
        (getattr(result, "records", 0), _("{n} bản ghi")),
    )
    parts = [words.format(n=number(count)) for count, words in counted if count]
    return _("Đã chuyển sang đơn vị kế tục: {parts}.").format(parts=", ".join(parts)) if parts else ""

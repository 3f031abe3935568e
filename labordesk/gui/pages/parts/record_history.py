"""Lịch sử of one record: every change of it in a window of its own, opened from its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout

from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.i18n import _

_open: list[QDialog] = []
"""Windows now open; without a parent they live as long as somebody holds them."""


def history_link(context: Context, table: str, which: Callable[[], tuple[int | None, str]]) -> Link:
    """Return "Lịch sử", which shows the changes of the record now in front; ``which`` gives its key and its name."""

    def show() -> None:
        row_id, name = which()
        if row_id is not None:
            show_history(context, table, row_id, name)

    link = Link(_("Lịch sử"), show)
    link.setToolTip(_("Ai đã ghi, sửa gì, lúc nào"))
    return link


def show_history(context: Context, table: str, row_id: int, name: str) -> QDialog:
    """Open the history of a row."""
    from labordesk.gui.pages.history_log import LogPart
    from labordesk.services.history_list import HistoryQuery

    dialog = QDialog(QApplication.activeWindow())
    dialog.setWindowTitle(_("Lịch sử: {name}").format(name=name) if name else _("Lịch sử"))
    dialog.setModal(True)
    part = LogPart(context, HistoryQuery(table=table, row_id=row_id))
    title = QLabel(name)
    title.setProperty("role", "heading")
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 12, 16, 12)
    column.addWidget(title)
    column.addWidget(part, 1)
    dialog.resize(960, 560)
    context.asked_to_go.connect(dialog.reject)  # a link led to another page
    _open.append(dialog)
    dialog.finished.connect(lambda _code: _open.remove(dialog))
    part.load_when_stale()
    dialog.open()
    part.table.setFocus()
    return dialog

"""What a decision would move, shown before it is written: counts that tell their names, sentences worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from labordesk.fields import Text
from labordesk.gui.buttons import Link, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.flow import FlowLayout
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.unit_preview import MovePreview, MovingPart, UnitMove

MOST_NAMES = 200
HIGHEST = 190
"""Pixels the preview may take from the form above it; what does not fit is scrolled."""


class MovesCard(QFrame):
    """Says what will move, or why nothing can; empty until a day is known."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("Xem trước những gì sẽ chuyển"))
        self._context = context
        self._preview: MovePreview | None = None
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self._refusal = Notice("")
        self._inside = QWidget()
        self._inside.setProperty("role", "form")
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(6)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._refusal)
        column.addWidget(self._scroll)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that there is nothing to tell yet."""
        self._preview = None
        self._clear()
        self._title.setText(_("Xem trước: ghi đơn vị và ngày có hiệu lực để biết sẽ chuyển những gì"))
        self._refusal.set("")
        self._scroll.hide()

    def show_refusal(self, text: str) -> None:
        """Say why the decision cannot be written as it stands."""
        self.show_nothing()
        self._title.setText(_("Chưa ghi được quyết định này"))
        self._refusal.set(text, "error")

    def show_preview(self, preview: MovePreview, note: str = "") -> None:
        """Show what moves from each unit; the counts open their names."""
        self._preview = preview
        self._clear()
        self._refusal.set("")
        moving = [unit for unit in preview.units if unit.parts]
        title = _("Sẽ chuyển từ ngày {day} (chưa ghi gì)") if moving else _("Từ ngày {day}: không có gì phải chuyển")
        self._title.setText(title.format(day=short(preview.on)))
        for unit in moving:
            self._rows.addWidget(self._row(unit, named=len(moving) > 1))
        for text in (*([note] if note else []), *preview.warnings):
            self._rows.addWidget(Notice(text, "warn" if text != note else "info"))
        self._rows.addStretch(1)
        self._scroll.setVisible(bool(moving or preview.warnings or note))
        self._fit()

    def texts(self) -> list[str]:
        """Return the sentences shown."""
        if self._preview is None:
            return [text for text in (self._refusal.text(),) if text]
        return [notice.text() for notice in self._inside.findChildren(Notice) if not notice.isHidden()]

    def links(self) -> list[Link]:
        """Return the counts that open their names."""
        return [link for link in self._inside.findChildren(Link) if link.isVisibleTo(self._inside)]

    def title(self) -> str:
        """Return the heading."""
        return self._title.text()

    def _row(self, unit: UnitMove, *, named: bool) -> QWidget:
        row = QWidget()
        flow = FlowLayout(gap=14)
        row.setLayout(flow)
        if named:
            name = QLabel(unit.name + ":")
            name.setProperty("role", "secondary")
            flow.addWidget(name)
        for part in unit.parts:
            text = f"{number(part.count)} {part.label}"
            flow.addWidget(Link(text, lambda part=part: self._tell_names(unit, part)))  # type: ignore[misc]
        return row

    def _tell_names(self, unit: UnitMove, part: MovingPart) -> None:
        if self._preview is None:
            return
        register, on = self._context.register, self._preview.on

        def read() -> tuple[str, ...]:
            from labordesk.services.unit_preview import moving_names

            return moving_names(register, unit.unit_id, part.key, on, limit=MOST_NAMES)

        self._context.work.read(read, lambda names: self._show_names(unit, part, names), owner=self)

    def _show_names(self, unit: UnitMove, part: MovingPart, names: tuple[str, ...]) -> None:
        self.names = NamesDialog(self._context, f"{number(part.count)} {part.label} · {unit.name}", names, part.count)
        self.names.open()

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _fit(self) -> None:
        """Be as high as what is said, up to the most the form can spare."""
        width = max(300, self._scroll.viewport().width())
        layout = self._rows
        wanted = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self._scroll.setFixedHeight(min(HIGHEST, max(30, wanted + 4)))


class NamesDialog(QDialog):
    """The names behind a count, to be read and copied."""

    def __init__(self, context: Context, title: str, names: tuple[str, ...], count: int) -> None:
        super().__init__()
        self.setWindowTitle(title)
        head = QLabel(title)
        head.setProperty("role", "title")
        head.setWordWrap(True)
        columns = (Column("name", N_("Tên"), Text(), width=40, stretch=True, read=lambda row: row[0]),)
        empty = EmptyState("users", _("Không có tên nào để hiện"))
        self.table = ListTable("unit-moving-names", columns, context, empty=empty, title=title)
        self.table.set_rows([(name,) for name in names])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        if count > len(names):
            foot.addWidget(QLabel(_("{n} tên đầu").format(n=number(len(names)))))
        foot.addStretch(1)
        foot.addWidget(secondary_button(_("Đóng"), self.reject, key="Esc"))
        column.addLayout(foot)
        self.resize(520, 460)

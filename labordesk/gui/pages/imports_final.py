"""Step 5: everything once more before it is written: counts, sums, each row with what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import EmptyState, KpiCard
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.imports_counts import Counts
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_row_words import row_columns, total_words
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.table import ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.work import Task
    from labordesk.services.import_model import ImportPreview, PreviewRow

LOW, HIGHEST_CARD = 460, 96
"""Pixels: a window lower than that shows the counts in one line instead of cards."""
_PICKED = ("imports", "rows")


def _any_row(_row: Any) -> bool:
    return True


FATES: tuple[tuple[str, str, Callable[[Any], bool]], ...] = (
    ("all", N_("Mọi dòng"), _any_row),
    ("good", N_("Sẽ ghi"), lambda row: row.will_be_written),
    ("bad", N_("Chưa ghi được"), lambda row: not (row.is_good or row.taken_before or row.left_out)),
    ("noted", N_("Có lưu ý"), lambda row: bool(row.problems)),
    ("before", N_("Đã nhập trước"), lambda row: row.taken_before),
    ("out", N_("Bỏ ra"), lambda row: row.left_out),
)


class FinalStep(QWidget):
    """``write_asked`` says whether only the good rows are meant; ``mark_asked``, ``drop_asked`` and ``cell_asked``."""

    write_asked = Signal(bool)
    mark_asked = Signal()
    drop_asked = Signal()
    cell_asked = Signal(object)
    """A row whose cell should be seen in the sheet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: ListFile | None = None
        self._sheets: bool | None = None
        self._picking: Task | None = None
        self.rows_card = KpiCard(_("Dòng đọc được"))
        self.good_card = KpiCard(_("Sẽ ghi vào sổ"))
        self.bad_card = KpiCard(_("Chưa ghi được"))
        self.sum_card = KpiCard(_("Tổng số tiền (đ)"))
        self.strip = QLabel()
        self.fate = Select([(key, _(words)) for key, words, _test in FATES], _("Lọc dòng"))
        self.search = SearchLine(_("Tìm họ tên, đơn vị"), width=240)
        self.table: ListTable
        self._place = QVBoxLayout()
        self.write_all = primary_button(_("Ghi tất cả"), lambda: self.write_asked.emit(False), key="Ctrl S")
        self.write_good = secondary_button(_("Ghi các dòng đúng"), lambda: self.write_asked.emit(True))
        self.mark = secondary_button(_("Lưu tệp đã đánh dấu…"), self.mark_asked.emit)
        self.drop = danger_button(_("Bỏ tệp này"), self.drop_asked.emit)
        self._arrange()
        self._make_table(sheets=False)
        self.fate.activated.connect(lambda _place: self._show_rows())
        self.search.asked.connect(lambda _text: self._show_rows())
        self.search.down.connect(self._go_to_rows)

    def _arrange(self) -> None:
        self._cards = QWidget()
        cards = QHBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(12)
        for card in (self.rows_card, self.good_card, self.bad_card, self.sum_card):
            cards.addWidget(card, 1)
        self._cards.setMaximumHeight(HIGHEST_CARD)
        self.strip.setProperty("role", "section")
        self.strip.setWordWrap(True)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.search)
        tools.addWidget(self.fate)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (self.write_all, self.write_good, self.mark):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._cards)
        column.addWidget(self.strip)
        column.addLayout(tools)
        column.addLayout(self._place, 1)
        column.addLayout(foot)

    def _make_table(self, *, sheets: bool) -> None:
        if self._sheets == sheets:
            return
        self._sheets = sheets
        while (item := self._place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        name = "import-rows-sheets" if sheets else "import-rows"
        empty = EmptyState("list", _("Không có dòng nào như đã chọn"))
        self.table = ListTable(
            name, row_columns(sheets=sheets), self._context, empty=empty, identify=lambda row: row.place,
            title=_("Các dòng của danh sách"),
        )  # fmt: skip
        self.table.opened.connect(self.cell_asked)
        self._place.addWidget(self.table)

    # what is shown

    def show_file(self, file: ListFile) -> None:
        """Show a file, or what became of the last answer."""
        self._file = file
        preview = file.preview
        if preview is None:
            return
        self._make_table(sheets=len({row.read.sheet for row in preview.rows}) > 1)
        counts = file.counts
        self._show_counts(preview, counts)
        self._show_rows()
        ready = not file.is_working() and not preview.target.problem
        all_good = not counts.rejected
        self.write_all.setEnabled(ready and all_good and counts.good > 0)
        self.write_all.setText(_("Ghi tất cả ({n})").format(n=number(counts.good)) if all_good else _("Ghi tất cả"))
        self.write_good.setText(_("Ghi các dòng đúng ({n})").format(n=number(counts.good)))
        self.write_good.setVisible(not all_good)
        self.write_good.setEnabled(ready and counts.good > 0)
        why = _("Còn {n} dòng lỗi hoặc chưa trả lời.").format(n=number(counts.rejected)) if not all_good else ""
        self.write_all.setToolTip(why)

    def forget_rows(self) -> None:
        """Hold no rows while another step is in front: they may be worked out anew there."""
        if self._picking is not None:
            self._picking.cancel()
        self.table.set_rows(())

    def take_focus(self) -> None:
        """Put the keyboard on the button that writes."""
        button = self.write_all if self.write_all.isEnabled() else self.write_good
        if button.isEnabled() and not button.isHidden():
            button.setFocus()
        else:
            self.table.focus_first()

    def _show_counts(self, preview: ImportPreview, counts: Counts) -> None:
        self.rows_card.set(number(counts.rows), _("{n} trang tính").format(n=number(counts.sheets)))
        self.good_card.set(number(counts.good), _("{n} dòng của người đã có hồ sơ").format(n=number(counts.known)))
        words = [
            _("{n} đã nhập trước").format(n=number(counts.before)) if counts.before else "",
            _("{n} bỏ ra").format(n=number(counts.out)) if counts.out else "",
        ]
        usual = _("lỗi hoặc chưa trả lời") if counts.rejected else _("không có dòng nào")
        self.bad_card.set(number(counts.rejected), " · ".join([usual, *(word for word in words if word)]))
        self.sum_card.set(number(preview.total), total_words(preview)[0])
        said = _("{rows} dòng đọc được · {good} sẽ ghi · {bad} chưa ghi được · {total} đồng ({check})")
        self.strip.setText(
            said.format(
                rows=number(counts.rows),
                good=number(counts.good),
                bad=number(counts.rejected),
                total=number(preview.total),
                check=total_words(preview)[0],
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < LOW
        self._cards.setVisible(not low)
        self.strip.setVisible(low)

    def _go_to_rows(self) -> None:
        self.table.focus_first()

    def _show_rows(self) -> None:
        """Pick the rows behind the screen: a list may have tens of thousands."""
        if self._file is None or self._file.preview is None:
            return
        rows = self._file.preview.rows
        test = next(test for key, _words, test in FATES if key == self.fate.chosen())
        wanted = plain_key(self.search.seen_text()).split()
        if test is _any_row and not wanted:
            if self._picking is not None:
                self._picking.cancel()
            self.table.set_rows(rows)
            return
        self._picking = self._context.work.read(
            lambda: [row for row in rows if test(row) and _has(row, wanted)],
            self.table.set_rows,
            latest=_PICKED,
            owner=self,
        )


def _has(row: PreviewRow, words: list[str]) -> bool:
    if not words:
        return True
    name = row.read.values.get("name") or row.read.raw.get("name", "")
    text = plain_key(f"{name} {row.unit_name or row.read.values.get('unit') or row.read.group}")
    return all(word in text for word in words)

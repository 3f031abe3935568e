"""One column of the list: its letter, heading and first values, what it is read as, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.exchange.list_model import Column
from labordesk.gui.cards import Pill
from labordesk.gui.inputs.choice import Select
from labordesk.gui.page import ElidedLabel
from labordesk.gui.pages.imports_cells import column_letter
from labordesk.gui.theme import set_look
from labordesk.gui.tokens import Tone
from labordesk.i18n import _

SURE, LIKELY = 0.85, 0.6
PILL_WIDTH = 92


class ColumnRow(QFrame):
    """``chosen`` gives the index of the column and the field, None for a column that is not taken."""

    chosen = Signal(int, object)

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index
        self._column: Column | None = None
        self._by_hand = False
        self.setProperty("role", "column-row")
        letter = QLabel(column_letter(index))
        letter.setProperty("role", "secondary")
        letter.setFixedWidth(26)
        letter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading = ElidedLabel()
        self._heading.setProperty("role", "section")
        self._samples = ElidedLabel()
        self._samples.setProperty("role", "small")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._heading)
        texts.addWidget(self._samples)
        self.select = Select()
        self.select.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.select.setMaxVisibleItems(16)
        self._pill = Pill("")
        place = QWidget()
        place.setFixedWidth(PILL_WIDTH)
        inside = QHBoxLayout(place)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._pill)
        inside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 5, 4, 5)
        row.setSpacing(8)
        row.addWidget(letter)
        row.addLayout(texts, 5)
        row.addWidget(self.select, 4)
        row.addWidget(place)
        self.select.activated.connect(lambda _place: self.chosen.emit(self._index, self.select.chosen()))

    def show_column(
        self, column: Column, options: Sequence[tuple[str | None, str]], words: str, *, by_hand: bool
    ) -> None:
        """Show what is known of the column now."""
        self._column, self._by_hand = column, by_hand
        heading = " ".join(column.label.split()) or _("(không có tiêu đề)")
        self._heading.set_whole(heading)
        self._samples.set_whole(words or _("(cột trống)"))
        blocked = self.select.blockSignals(True)
        if [self.select.itemData(place) for place in range(self.select.count())] != [value for value, _text in options]:
            self.select.set_options(options)
        self.select.choose(column.field)
        self.select.blockSignals(blocked)
        self.select.setAccessibleName(
            _("Cột {letter}, “{heading}”, là").format(letter=column_letter(self._index), heading=heading)
        )
        self._pill.set(*sure_words(column, by_hand=by_hand))

    def is_doubtful(self) -> bool:
        """Say whether the officer should look at this column."""
        column = self._column
        return column is not None and not self._by_hand and column.field is not None and column.confidence < LIKELY

    def mark(self, current: bool) -> None:
        """Show whether the details beside are those of this column."""
        set_look(self, "current", "true" if current else "false")

    def sure(self) -> str:
        """Return the words that say how sure the reading is."""
        return self._pill.text()


def sure_words(column: Column, *, by_hand: bool) -> tuple[str, Tone]:
    """Return in words how sure the reading of a column is."""
    if by_hand:
        return _("anh/chị chọn"), "info"
    if column.field is None:
        return _("không lấy"), "neutral"
    share = _("{n} %").format(n=round(column.confidence * 100))
    if column.confidence >= SURE:
        return _("chắc {share}").format(share=share), "good"
    if column.confidence >= LIKELY:
        return _("có lẽ {share}").format(share=share), "info"
    return _("đoán {share}").format(share=share), "warn"

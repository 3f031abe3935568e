"""The filters above the list of houses: what is chosen, and a period some number of the dashboard came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from labordesk.fields.choices import STAGES, WORKS
from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.i18n import N_, _
from labordesk.rules.house_stages import milestone_label
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.catalogue import ProgrammeRow

FLAGS = (("overdue", N_("Quá hạn bàn giao")), ("papers", N_("Thiếu giấy tờ")))
SEARCH_WIDTH, UNIT_WIDTH = 300, 260


class HouseFilters(QWidget):
    """``changed`` tells that other houses are asked for; ``wanted()`` gives them to the service."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reached: tuple[str, date, date] | None = None
        self.search = SearchLine(_("Tìm chủ hộ, số cuối CCCD"), width=SEARCH_WIDTH)
        self.unit = unit_picker(context, _("Đơn vị đề nghị"), include_closed=True)
        self.stage = _select(_("Mọi giai đoạn"), [(code, _(label)) for code, label in STAGES], _("Giai đoạn"))
        self.work = _select(_("Mọi loại hình"), [(code, _(label)) for code, label in WORKS], _("Loại hình"))
        self.programme = _select(_("Mọi chương trình"), [], _("Chương trình"))
        self.year = _select(_("Mọi năm"), [], _("Năm duyệt; nhà chưa duyệt lấy năm đề nghị"))
        self.flag = _select(_("Mọi hồ sơ"), [(code, _(label)) for code, label in FLAGS], _("Cần lưu ý"))
        self.told = QLabel()
        self.told.setProperty("role", "secondary")
        self.clear_link = Link(_("Bỏ lọc"), self.clear)
        self._programmes: tuple[int, ...] = ()
        self._arrange()
        self.search.asked.connect(lambda _text: self.changed.emit())
        self.unit.changed.connect(self._unit_changed)
        self._unit_id: int | None = None
        for one in self._selects():
            one.currentIndexChanged.connect(lambda _index: self._follow())
        self._say()

    def _selects(self) -> tuple[Select, ...]:
        return self.stage, self.work, self.year, self.flag, self.programme

    def _arrange(self) -> None:
        unit_line = self.unit.editor()
        assert isinstance(unit_line, QLineEdit)
        unit_line.setPlaceholderText(_("Mọi đơn vị"))
        self.unit.setFixedWidth(UNIT_WIDTH)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.above = QHBoxLayout()
        self.above.setSpacing(10)
        self.above.addWidget(self.search)
        self.above.addWidget(self.unit)
        self.above.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(8)
        for one in self._selects():
            make_narrow(one)
            below.addWidget(one)
        below.addWidget(self.clear_link)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.above)
        column.addLayout(below)
        column.addWidget(self.told)
        self.programme.hide()

    def load(self) -> None:
        """Ask for the years and programmes there are to choose from."""
        register = self._context.register

        def read() -> tuple[tuple[int, ...], Sequence[ProgrammeRow]]:
            from labordesk.services.catalogue import programmes
            from labordesk.services.house_filter import house_years

            return house_years(register), programmes(register, kind="house", active=None)

        self._context.work.read(read, lambda found: self._offer(*found), latest=("houses", "choices"), owner=self)

    def _offer(self, years: Sequence[int], programmes: Sequence[ProgrammeRow]) -> None:
        """Offer years and programmes; what was chosen stays chosen. One programme needs no choice."""
        self.year.set_options([("", _("Mọi năm")), *((year, str(year)) for year in years)])
        self.programme.set_options([("", _("Mọi chương trình")), *((one.id, one.fields.name) for one in programmes)])
        for select in (self.year, self.programme):
            make_narrow(select)
        self.programme.setVisible(len(programmes) > 1)
        self._say()

    def show_filter(self, **target: Any) -> None:
        """Ask for the houses of a target of the page; what it does not name is not filtered."""
        reached = target.get("milestone")
        start, end = target.get("period") or (date.min, date.max)
        self._reached = (reached, start, end) if reached else None
        self.blockSignals(True)
        self.search.clear()
        self._unit_id = target.get("unit")
        self.unit.set_value(self._unit_id)
        for one, name in ((self.stage, "stage"), (self.work, "work"), (self.flag, "flag")):
            one.choose(target.get(name) or "")
        for one, name in ((self.year, "year"), (self.programme, "programme")):
            _choose(one, target.get(name))
        self.blockSignals(False)
        self._follow()

    def clear(self) -> None:
        """Ask for all houses again."""
        self.show_filter()

    def wanted(self) -> dict[str, Any]:
        """Return what is asked for as ``HouseFilter`` takes it, ``unit_id`` in place of the units."""
        reached, start, end = self._reached or (None, date.min, date.max)
        return {
            "text": self.search.seen_text().strip(),
            "stage": self.stage.chosen() or None,
            "work": self.work.chosen() or None,
            "year": self.year.chosen() or None,
            "programme_id": self.programme.chosen() or None,
            "flag": self.flag.chosen(),
            "milestone": reached,
            "start": start,
            "end": end,
            "unit_id": self._unit_id,
        }

    def is_filtering(self) -> bool:
        """Say whether some houses may be left out."""
        wanted = self.wanted()
        return any(wanted[name] for name in wanted if name not in ("start", "end"))

    def _unit_changed(self) -> None:
        state = self.unit.state()
        unit_id = state if isinstance(state, int) else None
        if unit_id != self._unit_id:
            self._unit_id = unit_id
            self._follow()

    def _follow(self) -> None:
        self._say()
        if not self.signalsBlocked():
            self.changed.emit()

    def _say(self) -> None:
        if self._reached is None:
            self.told.setText("")
        else:
            code, start, end = self._reached
            self.told.setText(
                _("Nhà có mốc “{milestone}” từ {start} đến {end}").format(
                    milestone=milestone_label(code), start=short(start), end=short(end)
                )
                if start > date.min
                else _("Nhà có mốc “{milestone}”").format(milestone=milestone_label(code))
            )
        self.told.setVisible(bool(self.told.text()))
        self.clear_link.setVisible(self.is_filtering())


def _select(everything: str, options: Sequence[tuple[str, str]], name: str) -> Select:
    select = Select([("", everything), *options], name)
    select.setToolTip(name)
    return select


def _choose(select: Select, value: Any) -> None:
    """Choose a value that may not have been offered yet."""
    if value and not select.choose(value):
        select.addItem(str(value), value)
    select.choose(value or "")

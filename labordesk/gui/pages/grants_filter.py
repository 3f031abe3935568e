"""What the queue of requests is narrowed by: words, unit, programme, reason, year, and what wants attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.i18n import N_, _
from labordesk.services.case_filter import CaseFilter, Flag
from labordesk.services.unit_tree import subtree

if TYPE_CHECKING:
    from labordesk.store.register import Register

FLAGS: Sequence[tuple[Flag, str]] = (
    ("", N_("Mọi hồ sơ")),
    ("late", N_("Quá {days} ngày làm việc")),
    ("papers", N_("Thiếu giấy tờ")),
    ("norm", N_("Vượt mức")),
    ("decision", N_("Chưa ghi số quyết định")),
)


@dataclass(frozen=True)
class Offered:
    """What there is to choose from; ``days`` is the register's limit in working days."""

    programmes: tuple[tuple[int, str], ...]
    circumstances: tuple[tuple[int, str], ...]
    years: tuple[int, ...]
    days: int


def load_offered(register: Register) -> Offered:
    """Return what the filters offer; a reading task, because it imports the model."""
    from labordesk.services.case_lists import case_years
    from labordesk.services.catalogue import circumstances, programmes
    from labordesk.services.handling_time import handling_time

    return Offered(
        tuple((row.id, row.fields.name) for row in programmes(register, kind="grant", active=None)),
        tuple((row.id, row.fields.name) for row in circumstances(register)),
        case_years(register),
        handling_time(register).grant_days,
    )


@dataclass(frozen=True)
class Asked:
    """What is asked for, before the units under the chosen one are known."""

    wanted: CaseFilter
    unit_id: int | None = None

    @property
    def narrows(self) -> bool:
        """Return whether anything is left out."""
        return self.wanted.narrows or self.unit_id is not None

    def filter(self, register: Register) -> CaseFilter:
        """Return the filter with all units under the chosen one, also those that ended; for the reading pool."""
        if self.unit_id is None:
            return self.wanted
        return replace(self.wanted, unit_ids=subtree(register, self.unit_id, include_closed=True))


PROGRAMME_LEAST = 150
"""Pixels in which "Mọi chương trình" is read whole."""


class GrantFilters(QWidget):
    """One line above the queue; ``changed`` comes when something else is asked for."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.search = SearchLine(_("Tên, số cuối CCCD"), width=230)
        self.unit = unit_picker(context, _("Đơn vị, kể cả đơn vị trực thuộc"), include_closed=True)
        line = self.unit.editor()
        assert isinstance(line, ViLineEdit)
        line.setPlaceholderText(_("Mọi đơn vị"))
        line.setClearButtonEnabled(True)
        self.programme = Select([(None, _("Mọi chương trình"))], _("Chương trình"))
        self.circumstance = Select([(None, _("Mọi lý do"))], _("Lý do, hoàn cảnh"))
        self.year = Select([(None, _("Mọi năm"))], _("Năm chi, hoặc năm tiếp nhận khi chưa chi"))
        self.flag = Select([("", _("Mọi hồ sơ"))], _("Hồ sơ cần chú ý"))
        self.offer(Offered((), (), (), 11))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 4)
        row.addWidget(self.unit, 3)
        for select, share in ((self.programme, 3), (self.circumstance, 3), (self.flag, 3), (self.year, 2)):
            select.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(select, share)
            select.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.search.asked.connect(lambda _text: self.changed.emit())
        self.unit.changed.connect(self.changed)

    def offer(self, offered: Offered) -> None:
        """Offer what the register has, keeping what is chosen."""
        self.programme.set_options([(None, _("Mọi chương trình")), *offered.programmes])
        self.circumstance.set_options([(None, _("Mọi lý do")), *offered.circumstances])
        self.year.set_options([(None, _("Mọi năm")), *((year, str(year)) for year in offered.years)])
        self.flag.set_options([(code, _(label).format(days=offered.days)) for code, label in FLAGS])
        for select in (self.programme, self.circumstance, self.year, self.flag):
            make_narrow(select)
        self.year.setMinimumWidth(104)
        self.programme.setMinimumWidth(PROGRAMME_LEAST)

    def asked(self) -> Asked:
        """Return what is asked for beside the state."""
        unit_id = self.unit.state()
        wanted = CaseFilter(
            text=self.search.seen_text().strip(),
            programme_id=self.programme.chosen(),
            circumstance_id=self.circumstance.chosen(),
            year=self.year.chosen(),
            flag=self.flag.chosen() or "",
        )
        return Asked(wanted, unit_id if isinstance(unit_id, int) else None)

    def choose(
        self,
        *,
        programme: int | None = None,
        circumstance: int | None = None,
        unit: int | None = None,
        year: int | None = None,
        flag: str = "",
        text: str = "",
    ) -> None:
        """Ask for exactly this; what is not offered yet is added and gets its name once it is read."""
        self.blockSignals(True)
        self.search.set_text(text)
        self.unit.set_value(unit)
        chosen: tuple[tuple[Select, Any], ...] = (
            (self.programme, programme),
            (self.circumstance, circumstance),
            (self.year, year),
            (self.flag, flag),
        )
        for select, value in chosen:
            if not select.choose(value):
                select.addItem(str(value) if select is self.year else "", value)
                select.choose(value)
        self.blockSignals(False)
        self.changed.emit()

    def clear(self) -> bool:
        """Ask for everything again and say whether anything was left out."""
        narrowed = self.asked().narrows
        if narrowed:
            self.choose()
        return narrowed

"""Tiến độ of one house: how far it is, and the dated reports with the photos taken since the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLabel

from labordesk.fields import Day, Percent
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card, ProgressBar, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.parts.row_hands import FormStart, Parting, RowHands, edit_panel
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.house_progress import PhotoDay, ProgressRow
    from labordesk.services.houses import LoadedHouse

FORM_SIZE = (460, 360)
SHOWN = 8


@dataclass(frozen=True)
class Reported:
    """A report as the timeline shows it; ``photos`` are those taken since the report before it."""

    id: int
    on: date
    percent: int
    note: str
    photos: str


def timeline(reports: Sequence[ProgressRow], photos: Sequence[PhotoDay]) -> tuple[Reported, ...]:
    """Return the reports, the latest first, each with the photos of its time; the latest has those after it too."""
    rows: list[Reported] = []
    until = date.max
    for place, report in enumerate(reports):
        fields = report.fields
        since = reports[place + 1].fields.reported_on if place + 1 < len(reports) else date.min
        upper = until if place == 0 else fields.reported_on
        taken = photo_words([one for one in photos if one.on is not None and since < one.on <= upper])
        rows.append(Reported(report.id, fields.reported_on, fields.percent, fields.note or "", taken))
    return tuple(rows)


def photo_words(photos: Sequence[PhotoDay]) -> str:
    """Return "3 ảnh: 12/08/2026, 14/08/2026"; "" without photos."""
    if not photos:
        return ""
    days = ", ".join(short(day) for day in sorted({one.on for one in photos if one.on is not None}))
    count = _("{n} ảnh").format(n=number(sum(one.count for one in photos)))
    return f"{count}: {days}" if days else count


_COLUMNS = (
    Column("on", N_("Ngày kiểm tra"), Day(), width=12),
    Column("percent", N_("Tiến độ"), Percent(), width=8, bold=True),
    Column("note", N_("Ghi chú"), width=20, stretch=True, tip=lambda row: row.note),
    Column("photos", N_("Ảnh chụp"), width=16, stretch=True, muted=True, tip=lambda row: row.photos),
)


class ProgressCard(Card):
    """Bar, words, the reports as rows; a report is added, opened by Enter, removed by Del."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=14)
        self.heading = SectionHeader(_("Tiến độ thi công"))
        self.bar = ProgressBar()
        self.words = QLabel()
        self.words.setProperty("role", "secondary")
        self.words.setWordWrap(True)
        self.table = ListTable("house-progress", _COLUMNS, context, title=_("Tiến độ thi công"))
        self._source = _Reports(context)
        self.hands = RowHands(context, self.table, self._source, key="house-progress", size=FORM_SIZE)
        self.new_button = secondary_button(_("Ghi tiến độ"), self.hands.new, key="Alt T", icon="plus")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new_button, self.hands.edit_button, self.hands.delete_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self.heading, self.bar, self.words, self.table):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.body.addStretch(1)

    def show_house(self, loaded: LoadedHouse | None) -> None:
        """Show the reports of a stored house."""
        self._source.follow(loaded)
        rows = timeline(loaded.progress, loaded.photos) if loaded is not None else ()
        percent = loaded.data.fields.progress if loaded is not None else None
        self.table.set_rows(rows)
        self.table.fit_height(SHOWN)
        self.table.setVisible(bool(rows))
        self.bar.setVisible(percent is not None)
        self.bar.set_share((percent or 0) / 100)
        self.heading.set(_("Tiến độ thi công"), f"{percent}%" if percent is not None else "")
        self.words.setText(self._words(rows, loaded))
        self.hands.settle()
        for button in (self.hands.edit_button, self.hands.delete_button):
            button.setVisible(bool(rows))

    def take_focus(self) -> None:
        """Put the keyboard on the rows, or on the button that makes the first one."""
        if self.table.rows():
            self.table.focus_first()
        else:
            self.new_button.setFocus()

    def _words(self, rows: Sequence[Reported], loaded: LoadedHouse | None) -> str:
        if rows:
            rest = "" if rows[0].percent == 100 else _("còn {n}% phần việc").format(n=100 - rows[0].percent)
            said = _("Kiểm tra gần nhất ngày {day}").format(day=short(rows[0].on))
            return " · ".join(part for part in (said, rest) if part)
        if loaded is not None and loaded.data.fields.progress is not None:
            return _("Tiến độ ghi từ trước, chưa có ngày kiểm tra; hãy ghi lần kiểm tra mới nhất.")
        return _("Chưa có lần kiểm tra nào. Nhấn Alt+T để ghi ngày và phần trăm đã làm được.")


class _Reports:
    """The reports of the house shown, for ``RowHands``."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._loaded: LoadedHouse | None = None

    def follow(self, loaded: LoadedHouse | None) -> None:
        self._loaded = loaded

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        loaded, today = self._loaded, self._context.today()

        def read() -> FormStart:
            from labordesk.model.house import HouseProgressFields

            row = next((one for one in loaded.progress if one.id == row_id), None) if loaded is not None else None
            if row is None:
                return FormStart(HouseProgressFields, {"reported_on": today}, cursor="percent")
            return FormStart(HouseProgressFields, row.fields.model_dump(), row.id, row.row_version)

        return read

    def panel(self, start: FormStart) -> FormPanel:
        assert self._loaded is not None
        title = _("Ghi tiến độ") if start.row_id is None else _("Sửa lần kiểm tra")
        return edit_panel(
            self._context, start, title=title, key=f"house-progress/{self._loaded.id}", save=self._save, load=self._load
        )

    def _save(self, register: Any, fields: Any, row_id: int | None, version: int | None) -> Any:
        from labordesk.services.house_progress import save_progress

        assert self._loaded is not None
        return save_progress(register, self._loaded.id, fields, progress_id=row_id, row_version=version)

    def _load(self, register: Any, row_id: int) -> Any:
        from labordesk.services.houses import load_house

        assert self._loaded is not None
        return next(one for one in load_house(register, self._loaded.id).progress if one.id == row_id)

    def parting(self, row: Reported) -> Parting:
        question = _("Xóa lần kiểm tra ngày {day} ({percent}%)?").format(day=short(row.on), percent=row.percent)
        return Parting(question, explain=_("Tiến độ của nhà sẽ lấy theo lần kiểm tra trước đó."))

    def deleting(self, row: Reported) -> Callable[[], Any]:
        return partial(_remove, self._context.register, row.id)


def _remove(register: Any, progress_id: int) -> Any:
    from labordesk.services.house_progress import remove_progress

    return remove_progress(register, progress_id).changes

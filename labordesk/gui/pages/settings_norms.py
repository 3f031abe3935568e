"""Định mức chi: the rates with their days and documents; a new rate ends the old one; the time a request may take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel

from labordesk.errors import LabordeskError
from labordesk.fields import Count, Spec
from labordesk.fields.choices import NORM_AUDIENCES, WORKS
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.text import CountEdit
from labordesk.gui.pages.parts.catalogue_lookups import circumstance_lookup, programme_lookup
from labordesk.gui.pages.parts.money_lines import SHORT_LEVELS
from labordesk.gui.pages.settings_entries import EntrySection
from labordesk.gui.pages.settings_entry_kinds import Entry, EntryKind, EntryService
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _
from labordesk.services.handling_time import DAYS, HandlingTime, handling_time, save_handling_time
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.norms import NormRow
    from labordesk.services.register_settings import SettingsKept
    from labordesk.services.saved import Saved

CASE = ("programme_id", "circumstance_id", "work", "level", "audience")
"""What a rate is for; the rate that follows it is for the same."""

_LABELS = {**dict(WORKS), **dict(NORM_AUDIENCES)}
_LEVELS = dict(SHORT_LEVELS)


def _service() -> EntryService:
    from labordesk.model.norm import NormFields
    from labordesk.services import norms

    return EntryService(
        NormFields,
        norms.list_norms,
        lambda register, fields, found, version: norms.save_norm(register, fields, norm_id=found, row_version=version),
        norms.delete_norm,
    )


def _has_ended(entry: Entry, today: date) -> bool:
    return entry.fields.valid_to is not None and entry.fields.valid_to < today


def _in_force(entry: Entry, _all: Any, today: date) -> tuple[str, Tone]:
    if entry.fields.valid_from > today:
        return _("Chưa đến ngày"), "info"
    return (_("Hết hạn"), "neutral") if _has_ended(entry, today) else (_("Đang dùng"), "good")


NORMS = EntryKind(
    key="norms",
    icon="shield",
    title=N_("Định mức chi"),
    hint=N_("Mức hỗ trợ theo văn bản; vượt mức phải ghi lý do. Quyết định đã ký giữ nguyên mức của ngày ký."),
    add=N_("Thêm định mức"),
    new_title=N_("Định mức mới"),
    edit_title=N_("Định mức"),
    shown={},
    widest="basis",
    service=_service,
    state=_in_force,
    can_retire=False,
    lookups=lambda register: {
        "programme": programme_lookup(register, "gift", "grant", "house"),
        "circumstance": circumstance_lookup(register),
    },
)


def case_words(row: NormRow) -> str:
    """Return for whom and what a rate is, "Mọi trường hợp" when nothing narrows it."""
    fields = row.fields
    said = [row.circumstance, *(_(_LABELS[one]) for one in (fields.work, fields.audience) if one)]
    if fields.level:
        said.append(_("cấp chi: {level}").format(level=_(_LEVELS[fields.level]).lower()))
    words = "; ".join(one for one in said if one) or _("Mọi trường hợp")
    return words[:1].upper() + words[1:]


def days_words(row: NormRow) -> str:
    """Return the days a rate holds."""
    since = short(row.fields.valid_from)
    if row.fields.valid_to is None:
        return _(NC_("cell", "từ {day}")).format(day=since)
    return f"{since} – {short(row.fields.valid_to)}"


def _edge_words(row: NormRow) -> str:
    """Return the day that matters where there is no room for both: the last one once it is known."""
    if row.fields.valid_to is None:
        return days_words(row)
    return _("đến {day}").format(day=short(row.fields.valid_to))


def _times(row: NormRow) -> int | None:
    return row.fields.times_per_year


def _rate_words(row: NormRow) -> str:
    return row.rate[:1].upper() + row.rate[1:]


class NormSection(EntrySection):
    """The list of rates; ``renew`` copies one with other days, below stands the time a request may take."""

    def __init__(self, context: Context) -> None:
        self._renew = secondary_button(_("Áp dụng mức mới từ ngày…"), self.renew, icon="calendar")
        super().__init__(context, NORMS)
        self._tools.insertWidget(1, self._renew)
        self._ended = QCheckBox(_("Hiện cả mức hết hạn"))
        self._ended.toggled.connect(lambda _on: self._show_rows())
        self._tools.addWidget(self._ended)
        self._days = 0
        self.days = CountEdit(DAYS, _("Thời hạn giải quyết hồ sơ trợ cấp"))
        self.days.setFixedWidth(80)
        self.days.setEnabled(False)
        self.days.left.connect(self._keep_days)
        self.days.entered.connect(self._keep_days)
        card, row = Card(padding=12), QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(QLabel(_("Hồ sơ trợ cấp phải giải quyết trong")))
        row.addWidget(self.days)
        told = QLabel(_("ngày làm việc; quá hạn thì danh sách sẽ nhắc."))
        told.setWordWrap(True)
        row.addWidget(told, 1)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self._load_days()

    def _columns(self, specs: dict[str, Spec]) -> list[Column]:
        return [
            Column("programme", specs["programme_id"].label, width=24, stretch=True, bold=True, tip=_programme),
            Column("case", N_("Áp dụng cho"), width=12, stretch=True, read=case_words, tip=case_words),
            Column("cap", N_("Tối đa"), width=19, align="right", tip=_rate_words),
            Column("times_per_year", N_("Lần/năm"), Count(), width=8, read=_times, spare=True),
            Column("days", N_("Hiệu lực"), width=13, read=_edge_words, tip=days_words),
            Column("basis", specs["basis"].label, width=12, stretch=True, read=_basis, tip=_basis, spare=True),
            Column("state", N_("Tình trạng"), width=12, pill=self._state),
        ]

    def visible_rows(self) -> list[Entry]:
        today = self.context.today()
        return [row for row in self.rows() if self._ended.isChecked() or not _has_ended(row, today)]

    def _follow(self) -> None:
        super()._follow()
        self._renew.setEnabled(self.current() is not None)

    def _name(self, row: Any) -> str:
        return f"{row.programme}: {row.rate}"

    def renew(self) -> None:
        """Copy the current rate with a new first day; saving ends the old one the day before."""
        row, loaded = self.current(), self._loaded
        if row is None or loaded is None:
            return
        register, old = self.context.register, row
        values = {**old.fields.model_dump(), "valid_from": None, "basis": None}

        def save(typed: dict[str, Any]) -> Saved:
            from labordesk.model.norm import NormFields
            from labordesk.services.norms import renew_norm

            given = {name: value for name, value in typed.items() if value is not None}
            return renew_norm(register, old.id, NormFields(**given), row_version=old.row_version)

        lookups = NORMS.lookups(register) if NORMS.lookups is not None else {}
        form = FieldForm(loaded.specs, values, lookups=lookups, work=self.context.work, fixed=CASE)
        panel = FormPanel(self.context, _("Áp dụng mức mới từ ngày…"), form, save, save_text=_("Áp dụng mức mới"))
        panel.show_notice(_("Mức đang dùng sẽ hết hạn vào hôm trước ngày bắt đầu của mức mới."))
        panel.saved.connect(self._was_saved)
        dialog = FormDialog(panel, width=720, height=600)
        form.input("high").editor().setFocus()
        dialog.exec()
        dialog.deleteLater()
        self.focus_first()

    def refresh(self, changes: Changes) -> None:
        if changes.norms and not self.isVisible():
            self._is_stale = True
        super().refresh(changes)

    def arrived(self) -> None:
        super().arrived()
        self._load_days()

    # the time a request may take

    def _load_days(self) -> None:
        register = self.context.register
        self.context.work.read(lambda: handling_time(register), self._show_days, owner=self)

    def _show_days(self, chosen: HandlingTime) -> None:
        self._days = chosen.grant_days
        self.days.set_value(chosen.grant_days)
        self.days.setEnabled(True)

    def _keep_days(self) -> None:
        if self.days.problem():
            return
        wanted = self.days.value()
        if wanted is None:
            self.days.set_value(self._days)
        elif wanted != self._days:
            self._days = wanted
            register, chosen = self.context.register, HandlingTime(grant_days=wanted)
            self.context.work.write(lambda: save_handling_time(register, chosen), self._days_kept, self._days_refused)

    def _days_kept(self, kept: SettingsKept) -> None:
        self.tell_saved(kept.changes)

    def _days_refused(self, error: LabordeskError) -> None:
        self.context.notify.error(error)
        self._load_days()


def _basis(row: NormRow) -> str:
    return row.fields.basis


def _programme(row: NormRow) -> str:
    return "\n".join(part for part in (row.programme, row.fields.note or "") if part)

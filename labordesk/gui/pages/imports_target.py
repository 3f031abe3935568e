"""Step 3: what the rows become: the kind of list, under which campaign or programme, in which unit, on which day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields import Day
from labordesk.fields.choices import LIST_KINDS
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card, Notice, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.reference import ReferencePicker
from labordesk.gui.inputs.text import DateEdit
from labordesk.gui.pages.gifts_campaign_form import ask_new_campaign
from labordesk.gui.pages.gifts_reading import KINDS
from labordesk.gui.pages.imports_counts import Counts, becoming
from labordesk.gui.pages.imports_file import ListFile, settled
from labordesk.gui.pages.imports_question_words import sentence
from labordesk.gui.pages.parts.catalogue_lookups import campaign_lookup, programme_lookup
from labordesk.gui.pages.parts.unit_picker import unit_picker
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.gui.dialogs import FormDialog
    from labordesk.services.import_model import ImportPreview

EXPLAINED = {
    "people": N_("Mỗi dòng là một người của sổ: người mới được lập hồ sơ, người đã có được bổ sung thông tin."),
    "gifts": N_("Mỗi dòng là một người nhận quà của một đợt."),
    "grants": N_("Mỗi dòng là một lần trợ cấp khó khăn."),
    "houses": N_("Mỗi dòng là một căn nhà Mái ấm công đoàn, với các nguồn vốn và các mốc."),
    "units": N_("Mỗi dòng là một đơn vị công đoàn."),
    "targets": N_("Mỗi dòng là một chỉ tiêu của một đơn vị, một năm."),
    "aggregates": N_("Mỗi dòng là số liệu tổng hợp của một đơn vị, không có tên từng người."),
}
_PROGRAMMES = {"gifts": KINDS, "grants": ("grant",), "houses": ("house",)}


class TargetStep(QWidget):
    """What is proposed stands in the fields; whatever is changed holds from then on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: ListFile | None = None
        self._filling = False
        self._filled: dict[str, Any] = {}
        self.dialog: FormDialog | None = None
        self.kind = Select([(code, _(label)) for code, label in LIST_KINDS], _("Loại danh sách"))
        self._explain = _note()
        self.campaign = self._picker(campaign_lookup(context.register), _("Đợt"))
        self.new_campaign = secondary_button(_("Lập đợt mới…"), self.make_campaign)
        self.programme = self._picker(
            programme_lookup(context.register, "gift", "grant", "house", *KINDS), _("Chương trình")
        )
        self.unit: ReferencePicker = unit_picker(context, _("Đơn vị khi dòng không ghi"))
        self.day = DateEdit(Day(), _("Ngày nhận khi dòng không ghi"))
        self.day.setMaximumWidth(140)
        self.notice = Notice("")
        self._why = _note()
        self._facts = QVBoxLayout()
        self._form = QFormLayout()
        self._arrange()
        self._connect()

    def _picker(self, lookup: Any, name: str) -> ReferencePicker:
        return ReferencePicker(lookup, self._context.work, name)

    def _arrange(self) -> None:
        self._campaign_cell = QWidget()
        row = QHBoxLayout(self._campaign_cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.campaign, 1)
        row.addWidget(self.new_campaign, 0, Qt.AlignmentFlag.AlignTop)
        form = self._form
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.addRow(_("Loại danh sách"), self.kind)
        form.addRow(self._explain)
        form.addRow(_("Đợt"), self._campaign_cell)
        form.addRow(_("Chương trình"), self.programme)
        form.addRow(self._why)
        form.addRow(_("Đơn vị khi dòng không ghi"), self.unit)
        form.addRow(_("Ngày nhận khi dòng không ghi"), self.day)
        left = Card()
        left.body.addLayout(form)
        left.body.addStretch(1)
        right = Card()
        right.body.addWidget(SectionHeader(_("Khi ghi vào sổ")))
        right.body.addLayout(self._facts)
        right.body.addStretch(1)
        parts = QHBoxLayout()
        parts.setSpacing(12)
        parts.addWidget(left, 5)
        parts.addWidget(right, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(parts, 1)

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _place: self._choose_kind())
        self.campaign.changed.connect(lambda: self._choose("campaign_id", self.campaign))
        self.programme.changed.connect(lambda: self._choose("programme_id", self.programme))
        self.unit.changed.connect(lambda: self._choose("unit_id", self.unit))
        self.day.left.connect(self._choose_day)
        self.day.entered.connect(self._choose_day)

    # what is shown

    def show_file(self, file: ListFile) -> None:
        """Show a file, or what became of the last choice."""
        if file is not self._file:
            self._filled = {}
        self._file = file
        preview = file.preview
        if preview is None:
            return
        kind, target = preview.read.kind, preview.target
        self._filling = True
        self.kind.choose(kind)
        self._explain.setText(_(EXPLAINED[kind]))
        self._show_field(self._campaign_cell, kind == "gifts")
        self._show_field(self.programme, kind in ("gifts", "grants", "houses"))
        self._show_field(self.day, kind in ("gifts", "grants"))
        self._show_field(self.unit, kind != "units")
        self._fill("campaign", self.campaign, target.campaign_id)
        self._fill("programme", self.programme, target.programme_id)
        self._fill("unit", self.unit, preview.order.unit_id)
        self._fill("day", self.day, preview.order.paid_on)
        self._filling = False
        self._say_target(preview)
        self.notice.set(target.problem, "warn")
        self._show_facts(preview)

    def take_focus(self) -> None:
        """Put the keyboard on the first field that needs a choice."""
        problem = self._file is not None and self._file.preview is not None and self._file.preview.target.problem
        field: QWidget = self.kind
        if problem and not self._campaign_cell.isHidden():
            field = self.campaign.editor()
        elif problem and not self.programme.isHidden():
            field = self.programme.editor()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def facts(self) -> list[str]:
        """Return the sentences that say what will happen."""
        items = (self._facts.itemAt(place) for place in range(self._facts.count()))
        labels = (item.widget() for item in items if item is not None)
        return [label.text() for label in labels if isinstance(label, QLabel)]

    def _fill(self, name: str, one: Any, value: Any) -> None:
        """Show a value, unless it is shown already: what is being typed must not be disturbed."""
        if self._filled.get(name, _NOTHING) != value and not one.editor().hasFocus():
            self._filled[name] = value
            one.set_value(value)

    def _show_field(self, field: QWidget, shown: bool) -> None:
        self._form.setRowVisible(field, shown)

    def _say_target(self, preview: ImportPreview) -> None:
        target = preview.target
        words = why = sentence(target.why)
        if target.campaign_id is None and target.campaign_name and preview.read.kind == "gifts":
            words = _("Đợt “{name}” sẽ được lập khi ghi.").format(name=target.campaign_name)
            words = f"{words} {why}".strip()
        self._why.setText(words)
        self._form.setRowVisible(self._why, bool(words))

    def _show_facts(self, preview: ImportPreview) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        counts = self._file.counts if self._file is not None else Counts()
        for told in becoming(preview, counts):
            label = QLabel(told)
            label.setWordWrap(True)
            self._facts.addWidget(label)

    # what is settled

    def _choose_kind(self) -> None:
        file, kind = self._file, self.kind.chosen()
        if file is None or self._filling or file.preview is None or kind == file.preview.read.kind:
            return
        choices = replace(file.order.choices, kind=kind)
        self._filled = {}
        file.settle(settled(file, kind=kind, choices=choices, campaign_id=None, programme_id=None))

    def _choose(self, part: str, picker: ReferencePicker) -> None:
        file, state = self._file, picker.state()
        if file is None or self._filling or not (isinstance(state, int) or picker.is_empty()):
            return
        value = state if isinstance(state, int) else None
        if self._filled.get(part.removesuffix("_id"), _NOTHING) == value:
            return  # what was proposed, its name having arrived
        self._filled[part.removesuffix("_id")] = value
        changes: dict[str, Any] = {part: value}
        if part == "campaign_id" and value is not None:
            changes |= {"programme_id": None, "programme_code": "", "campaign_name": ""}
        elif part == "programme_id":
            changes |= {"programme_code": ""}
        file.settle(settled(file, **changes))

    def _choose_day(self) -> None:
        if self._file is None or self._filling:
            return
        try:
            day = self.day.value()
        except InvalidInput as error:
            self.day.show_problem(str(error))
            return
        if day != self._filled.get("day"):
            self._filled["day"] = day
            self._file.settle(settled(self._file, paid_on=day))

    def make_campaign(self) -> None:
        """Open the form of a new campaign; what is made there is the one the list goes into."""
        programme_id = self.programme.state()
        ask_new_campaign(self._context, programme_id if isinstance(programme_id, int) else None, self._open)

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.panel.saved.connect(self._was_made)
        dialog.open()

    def _was_made(self, saved: Any) -> None:
        self._context.tell(saved.changes)
        self.campaign.set_value(saved.id)


def _note() -> QLabel:
    label = QLabel()
    label.setProperty("role", "note")
    label.setWordWrap(True)
    return label


_NOTHING = object()

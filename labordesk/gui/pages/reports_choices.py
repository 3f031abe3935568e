"""The column of choices of the report page, from the kind of report to the number on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields import Count, Day
from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.reference import ReferencePicker
from labordesk.gui.inputs.text import CountEdit, DateEdit
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.period_presets import usual_period
from labordesk.gui.pages.reports_lookups import unit_lookup
from labordesk.gui.pages.reports_period import PeriodChoice
from labordesk.gui.pages.reports_texts import ReportTexts
from labordesk.gui.suggestions import Found
from labordesk.i18n import N_, _
from labordesk.vietnamese.periods import Period

GROUPS = (
    ("papers", N_("Báo cáo, văn bản")),
    ("tables", N_("Bảng tổng hợp")),
    ("lists", N_("Danh sách")),
)
USUAL_REPORT = "tong-hop"
VIEWS = (("then", N_("Theo đơn vị lúc phát sinh")), ("now", N_("Quy về đơn vị hiện nay")))
NO_PART = N_("Hãy chọn ít nhất một phần để in.")
NO_CAMPAIGN = N_("Chưa có đợt tặng quà nào trong kỳ này; hãy chọn kỳ khác hoặc lập đợt ở trang Quà tặng.")
NO_UNIT = N_("Hãy chọn đơn vị báo cáo.")


@dataclass(frozen=True)
class Chosen:
    """What the column says; ``parts`` empty is the report's own choice, ``number`` None leaves room for one.

    Without ``cut_off`` the figures are those up to today, without ``seed`` a sample follows from the cut-off.
    """

    report: str
    title: str
    period: Period
    unit_id: int
    view: str
    campaign_id: int | None
    parts: frozenset[str]
    signed_on: date | None
    number: int | None
    cut_off: date | None = None
    seed: int | None = None


class ReportChoices(QWidget):
    """``read`` gives what is chosen; ``changed`` comes with every change, ``period_changed`` asks for campaigns."""

    changed = Signal()
    period_changed = Signal()
    number_asked = Signal()
    """The next number of the year is wanted for this paper."""

    def __init__(self, context: Context, reports: Sequence[Any]) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self._reports = {report.name: report for report in reports}
        today = context.today()
        self.report = Select((), _("Loại báo cáo"))
        _offer_reports(self.report, reports)
        self.period = PeriodChoice(usual_period(today), today.year)
        self.campaign = Select((), _("Đợt tặng quà"))
        self.unit = ReferencePicker(unit_lookup(context.register), context.work, _("Đơn vị"))
        self.view = Select([(code, _(label)) for code, label in VIEWS], _("Cách tính đơn vị"))
        for select in (self.report, self.campaign, self.view):
            make_narrow(select)
        self.signed_on = DateEdit(Day(), _("Ngày ký"))
        self.signed_on.set_value(today)
        self.number = CountEdit(Count(low=1, high=99_999), _("Số văn bản"))
        self.cut_off = DateEdit(Day(), _("Số liệu tính đến ngày"))
        self.seed = CountEdit(Count(low=0, high=99_999_999), _("Mã chọn mẫu"))
        self.texts = ReportTexts(context)
        self._no_campaign = _problem_label(NO_CAMPAIGN)
        self._no_part = _problem_label(NO_PART)
        self._boxes: dict[str, QCheckBox] = {}
        boxes = QWidget()
        self._parts = QVBoxLayout(boxes)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        self._campaign_cell = _cell(_("Đợt tặng quà"), self.campaign, self._no_campaign)
        self._cut_off_cell = _cell(
            _("Số liệu tính đến ngày"), self.cut_off, _hint(_("Để trống: đến hết kỳ hoặc hôm nay"))
        )
        self._seed_cell = _cell(_("Mã chọn mẫu"), self.seed, _hint(_("Để trống: theo ngày tính số liệu")))
        self._view_cell = _cell(_("Cách tính đơn vị"), self.view)
        self._parts_cell = _cell(_("Phần in"), boxes, self._no_part)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._arrange()
        self._follow_report()
        self._connect()

    def _arrange(self) -> None:
        self._add(_cell(_("Loại báo cáo"), self.report))
        self._add(_cell(_("Kỳ báo cáo"), self.period, buddy=self.period.preset))
        self._add(self._campaign_cell)
        self._add(_cell(_("Đơn vị"), self.unit))
        self._add(self._view_cell)
        self._add(self._parts_cell)
        self._add(self._known())
        self._add(self._signing())
        self._add(self.texts)
        self._column.addStretch(1)

    def _signing(self) -> QWidget:
        """Return day and number side by side, as they stand on the paper."""
        take = Link(_("Lấy số tiếp theo"), self.number_asked.emit)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._number_cell = _cell(_("Số văn bản"), self.number, take)
        for cell in (_cell(_("Ngày ký"), self.signed_on), self._number_cell):
            row.addWidget(cell, 1, Qt.AlignmentFlag.AlignTop)
        return both

    def _known(self) -> QWidget:
        """Return up to which day the figures are known, and what a sample is drawn by."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._cut_off_cell)
        column.addWidget(self._seed_cell)
        return both

    def _add(self, cell: QWidget) -> None:
        self._column.addWidget(cell)

    def _connect(self) -> None:
        self.report.currentIndexChanged.connect(self._follow_report)
        self.period.changed.connect(self.period_changed)
        for one in (self.period, self.unit, self.signed_on, self.number, self.cut_off, self.seed):
            one.changed.connect(self.changed)
        for select in (self.report, self.campaign, self.view):
            select.currentIndexChanged.connect(self.changed)

    def needs_campaign(self) -> bool:
        """Say whether the chosen report is about one campaign."""
        report = self._reports.get(self.report.chosen())
        return report is not None and bool(report.needs_campaign)

    def choose_report(self, name: str) -> bool:
        """Choose a report by its name and say whether there is one."""
        return self.report.choose(name)

    def choose_unit(self, found: Found) -> None:
        """Choose a unit; without a chosen one no report can be made."""
        self.unit.choose(found)

    def offer_campaigns(self, campaigns: Sequence[tuple[int, str]], wanted: int | None = None) -> None:
        """Offer the campaigns of the period, keeping the chosen one when it is among them."""
        self.campaign.set_options(campaigns)
        make_narrow(self.campaign)
        if wanted is not None:
            self.campaign.choose(wanted)
        self.campaign.setEnabled(bool(campaigns))
        self._no_campaign.setVisible(self.needs_campaign() and not campaigns)
        self.changed.emit()

    def parts(self) -> dict[str, QCheckBox]:
        """Return the check box of each part of the chosen report."""
        return dict(self._boxes)

    def is_being_typed(self) -> bool:
        """Say whether a field is unfinished because the cursor stands in it."""
        fields = (self.unit, self.signed_on, self.number, self.cut_off, self.seed)
        inside = any(one.editor().hasFocus() and _problem(one) for one in fields)
        return inside or self.period.is_being_typed()

    def read(self) -> Chosen:
        """Return what is chosen; InvalidInput after the reason was put beside its field."""
        report = self._reports[self.report.chosen()]
        period = self.period.period()
        if report.needs_campaign and self.campaign.chosen() is None:
            raise InvalidInput(NO_CAMPAIGN, field="campaign")
        unit_id = self._take(self.unit)
        if unit_id is None:
            raise InvalidInput(NO_UNIT, field="unit")
        return Chosen(
            report=report.name,
            title=_(report.title),
            period=period,
            unit_id=unit_id,
            view=self.view.chosen(),
            campaign_id=self.campaign.chosen() if report.needs_campaign else None,
            parts=self._chosen_parts(),
            signed_on=self._take(self.signed_on),
            number=self._take(self.number) if report.numbered else None,
            cut_off=None if report.needs_campaign else self._take(self.cut_off),
            seed=self._take(self.seed) if report.samples else None,
        )

    def _take(self, one: FieldInput) -> Any:
        """Return the value of a field as it is seen: the input method keeps the word it is composing."""
        try:
            return one.state() if isinstance(one.state(), int) else one.kind.parse(one.state())
        except InvalidInput as error:
            if not one.editor().hasFocus():
                one.show_problem(str(error))
            raise

    def _chosen_parts(self) -> frozenset[str]:
        chosen = frozenset(key for key, box in self._boxes.items() if box.isChecked())
        self._no_part.setVisible(bool(self._boxes) and not chosen)
        if self._boxes and not chosen:
            raise InvalidInput(NO_PART, field="parts")
        return chosen

    def _follow_report(self) -> None:
        report = self._reports.get(self.report.chosen())
        while (item := self._parts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._boxes = {}
        before: QWidget = self.view
        for key, label in report.parts if report is not None else ():
            box = QCheckBox(_(label))
            box.setChecked(True)
            box.toggled.connect(lambda _on: self.changed.emit())
            self._boxes[key] = box
            self._parts.addWidget(box)
            QWidget.setTabOrder(before, box)  # where it stands, not behind everything made before it
            before = box
        self._parts_cell.setVisible(bool(self._boxes))
        self._no_part.hide()
        self._campaign_cell.setVisible(self.needs_campaign())
        self._cut_off_cell.setVisible(report is not None and not report.needs_campaign)
        self._seed_cell.setVisible(report is not None and report.samples)
        self._number_cell.setVisible(report is not None and report.numbered)
        self.texts.show_report(report)
        self._no_campaign.hide()
        self.report.setToolTip(_(report.summary) if report is not None else "")


def _offer_reports(select: Select, reports: Sequence[Any]) -> None:
    """Offer the reports group by group, each under a heading that cannot be chosen; the usual one first."""
    headings = []
    options: list[tuple[Any, str]] = []
    for group, title in GROUPS:
        own = [report for report in reports if report.group == group]
        own.sort(key=lambda report: report.name != USUAL_REPORT)
        if own:
            headings.append(len(options))
            options.append((None, _(title)))
            options += [(report.name, _(report.title)) for report in own]
    select.set_options(options)
    for row in headings:
        select.setItemData(row, 0, Qt.ItemDataRole.UserRole - 1)  # Qt's own way to make a row that is only read
    select.setMaxVisibleItems(len(options))
    select.choose(USUAL_REPORT)


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setWordWrap(True)
    return label


def _problem(one: FieldInput) -> bool:
    """Say whether a field cannot be read as it stands, without disturbing the input method."""
    try:
        return not isinstance(one.state(), int) and one.kind.parse(one.state()) is None and not one.is_empty()
    except InvalidInput:
        return True


def _cell(text: str, one: QWidget, *below: QWidget, buddy: QWidget | None = None) -> QWidget:
    """Return a label above a field, with what belongs below it."""
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setBuddy(buddy or (one.editor() if isinstance(one, FieldInput) else one))
    for widget in (label, one, *below):
        column.addWidget(widget)
    return cell


def _problem_label(text: str) -> QLabel:
    label = QLabel(_(text))
    label.setProperty("role", "problem")
    label.setWordWrap(True)
    label.hide()
    return label

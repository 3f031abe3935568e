"""Báo cáo: choices at the left, the very pages that will print at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.parts.file_tabs import FileTabs
from labordesk.gui.pages.parts.forms_button import BlankFormsButton
from labordesk.gui.pages.reports_choices import Chosen, ReportChoices
from labordesk.gui.pages.reports_figures import ReportFigures
from labordesk.gui.pages.reports_frozen import FrozenPart
from labordesk.gui.pages.reports_frozen_note import FrozenNote, freeze
from labordesk.gui.pages.reports_lookups import campaign_period, own_unit, unit_with
from labordesk.gui.pages.reports_making import file_name, list_campaigns, make_paper, save_paper
from labordesk.gui.pages.reports_prints import PrintsPart
from labordesk.gui.pages.reports_texts import TextPlace
from labordesk.gui.preview.paper import Paper
from labordesk.gui.preview.paper_preview import PaperPreview
from labordesk.gui.preview.print_log import tell_logged
from labordesk.gui.preview.saving import ask_place, tell_saved
from labordesk.gui.suggestions import Found
from labordesk.i18n import N_, _
from labordesk.reports import all_reports
from labordesk.vietnamese.periods import Period, parse_period

if TYPE_CHECKING:
    from labordesk.services.changes import Changes

PAUSE_MS, SHORT_PAUSE_MS = 250, 30
"""How long a change waits for the next one: long while a paper is under way, hardly at all when nothing is."""
MAKING, FROZEN, PRINTS = range(3)
PARTS = {"frozen": FROZEN, "prints": PRINTS}
CHOICES_WIDTH = 300


class ReportsPage(Page):
    """``show_target(report="ky-nhan", period=…, unit=3, campaign=5)``: what is not given stays as it is."""

    title = N_("Báo cáo")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted: Chosen | None = None
        self._shown: Chosen | None = None
        self._then: Callable[[], None] | None = None
        self._campaign: int | None = None
        self._has_unit = False
        self._is_stale = False
        self.choices = ReportChoices(context, all_reports())
        self.preview = PaperPreview(context.work)
        self.notice = Notice("")
        self.frozen_note = FrozenNote(context, self)
        self.frozen = FrozenPart(context)
        self.prints = PrintsPart(context)
        self.preview.say(_("Đang lập trang in…"))
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._compose)
        self._arrange()
        self._connect()
        self._bind_keys()
        context.work.read(lambda: own_unit(context.register), self._first_unit, owner=self)
        self._load_campaigns()

    def _arrange(self) -> None:
        self._paper_buttons = (
            BlankFormsButton(self.context),
            secondary_button(_("Chốt số liệu"), self.freeze),
            secondary_button(_("Lưu tệp"), self.save, key="Ctrl S"),
            primary_button(_("In"), self.print_page, key="Ctrl P"),
        )
        for button in self._paper_buttons:
            self.header.add_button(button)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.choices)
        card = Card()
        card.body.setContentsMargins(14, 10, 6, 10)
        card.body.addWidget(scroll)
        card.setFixedWidth(CHOICES_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.notice)
        right.addWidget(self.frozen_note)
        right.addWidget(self.preview, 1)
        paper = QWidget()
        row = QHBoxLayout(paper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(card)
        row.addLayout(right, 1)
        self.figures = ReportFigures(self.context, self.preview, paper, self._name_figure)
        making = QWidget()
        making.setLayout(self.figures.views)
        self.tabs = FileTabs(_("Các phần của trang Báo cáo"))
        self.tabs.add(_("Lập báo cáo"), making, self.choices.report.setFocus, scrolls=False)
        self.tabs.add(_("Báo cáo đã chốt"), self.frozen, self.frozen.table.focus_first, scrolls=False)
        self.tabs.add(_("Sổ in"), self.prints, self.prints.search.start, scrolls=False)
        self.body.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.choices.changed.connect(self._soon)
        self.choices.period_changed.connect(self._load_campaigns)
        self.choices.report.currentIndexChanged.connect(self._load_campaigns)
        self.choices.number_asked.connect(self._take_number)
        self.choices.texts.kept.connect(self._soon)

        self.tabs.turned.connect(self._turned)

    def _bind_keys(self) -> None:
        view = self.preview.view
        self.add_key("Ctrl+Tab", _("Phần sau: lập báo cáo, báo cáo đã chốt, sổ in"), lambda: self.tabs.step(1))
        self.add_key("Ctrl+Shift+Tab", _("Phần trước"), lambda: self.tabs.step(-1))
        self.add_key("Ctrl+Shift+S", _("Chốt số liệu"), self.freeze)
        for keys in ("Ctrl++", "Ctrl+="):
            self.add_key(keys, _("Phóng to trang"), lambda: view.zoom_by(1))
        self._keys.pop()  # the same key on a keyboard where + needs Shift: listed once
        self.add_key("Ctrl+-", _("Thu nhỏ trang"), lambda: view.zoom_by(-1))
        self.add_key("Ctrl+0", _("Trang vừa bề rộng"), view.fit_width)
        self.add_key("Ctrl+PgDown", _("Trang sau"), lambda: view.go_to(view.page() + 1))
        self.add_key("Ctrl+PgUp", _("Trang trước"), lambda: view.go_to(view.page() - 1))
        self.list_key("Ctrl+Right, Ctrl+Left", _("Số liệu sau, trước trên trang in"))
        self.list_key("Enter", _("Xem các dòng của số liệu đang chọn"))

    # the paper

    def _soon(self) -> None:
        self.notice.set("")
        self._pause.start(PAUSE_MS if self._wanted != self._shown or self._pause.isActive() else SHORT_PAUSE_MS)

    def _compose(self) -> None:
        self._pause.stop()
        if not self._has_unit:
            return
        try:
            chosen = self.choices.read()
        except InvalidInput as error:
            self._cannot_read(error)
            return
        self._wanted = chosen
        self.choices.texts.show_place(TextPlace(chosen.report, chosen.unit_id, chosen.period))
        self.preview.set_busy(_("Đang lập trang in…"))
        register, today = self.context.register, self.context.today()
        self.context.work.read(
            lambda: make_paper(register, chosen, today),
            lambda paper: self._show(chosen, paper),
            self._refused,
            latest=("reports", "preview"),
            owner=self,
            always=self._end_busy,
        )

    def _cannot_read(self, error: InvalidInput) -> None:
        self._wanted = self._shown = None
        if self.choices.is_being_typed():
            self.preview.set_busy(_("Chờ ghi xong ô bên trái…"))
        else:
            self.preview.say(str(error), _("Sửa ở cột bên trái, trang in hiện lại ngay."))

    def _show(self, chosen: Chosen, paper: Paper) -> None:
        self._shown = chosen
        self._is_stale = False
        self.preview.set_paper(paper)
        self.frozen_note.ask(chosen)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _refused(self, error: LabordeskError) -> None:
        self._wanted = self._shown = self._then = None
        if isinstance(error, InvalidInput) and error.field == "period":
            self.choices.period.show_problem(str(error))
        if isinstance(error, InvalidInput) and error.field == "cut_off":
            self.choices.cut_off.show_problem(str(error))
        self.preview.say(str(error))

    def _end_busy(self) -> None:
        if self._wanted == self._shown:
            self.preview.set_busy("")

    def _when_ready(self, run: Callable[[], None]) -> None:
        """Do something with the paper of the choices as they stand now, made first when it is on its way."""
        if self._pause.isActive():
            self._compose()
        if self._wanted is None:
            self.context.notify.warn(self.preview.sentence() or _("Chưa có trang in; hãy chọn xong các ô bên trái."))
        elif self._wanted == self._shown:
            run()
        else:
            self._then = run

    # the hand

    def print_page(self) -> None:
        """Ask for printer, copies and pages and print what is shown (Ctrl+P)."""
        if self._makes_paper():
            self._when_ready(self._print)

    def save(self) -> None:
        """Ask for a place and a kind of file and save the paper (Ctrl+S)."""
        if self._makes_paper():
            self._when_ready(self._save)

    def freeze(self) -> None:
        """Keep the report as it stands, with what it is kept for (Ctrl+Shift+S)."""
        if self._makes_paper():
            self._when_ready(self._freeze)

    def _freeze(self) -> None:
        if self._shown is not None:
            freeze(self.context, self._shown, self)

    def focus_search(self) -> None:
        """Look for words in the paper, or in the log of prints (Ctrl+F)."""
        if self.tabs.place() == PRINTS:
            self.prints.search.start()
        elif self._makes_paper() and self.preview.paper() is not None:
            self.preview.find_bar.open()

    def _makes_paper(self) -> bool:
        """Say whether the part with the paper is in front."""
        return self.tabs.place() == MAKING

    def _turned(self, place: int) -> None:
        self.figures.show_paper()
        for button in self._paper_buttons:
            button.setVisible(place == MAKING)
        if place == MAKING:
            self.arrived()
        else:
            (self.frozen if place == FROZEN else self.prints).load_when_stale()

    def escape(self) -> bool:
        return self.figures.close() or (self._makes_paper() and self.preview.find_bar.escape())

    def _name_figure(self, title: str, period: str) -> None:
        """Say whose rows are shown, with the way back to the paper."""
        self.header.set_trail([(_("Báo cáo"), self.figures.show_paper)] if title else [])
        self.header.set_title(title or _(self.title))
        self.header.set_subtitle(period)
        for button in self._paper_buttons:
            button.setVisible(not title)

    def _print(self) -> None:
        from labordesk.gui.preview.printing import offer_print

        paper, chosen = self.preview.paper(), self._shown
        if paper is not None and chosen is not None:
            offer_print(self.context, paper, file_name(chosen), self)

    def _save(self) -> None:
        chosen = self._shown
        if chosen is None:
            return
        path = ask_place(self, _("Lưu báo cáo"), file_name(chosen))
        if path is None:
            return
        register, today = self.context.register, self.context.today()
        self.context.work.write(
            lambda: save_paper(register, chosen, path, today),
            lambda logged: tell_saved(self.notice, path, tell_logged(self.context, logged)),
            owner=self,
        )

    def _take_number(self) -> None:
        from labordesk.services.register_settings import take_document_number

        register, signed_on = self.context.register, self.choices.signed_on
        if signed_on.problem():
            signed_on.show_problem(signed_on.problem())
            return
        year = (signed_on.value() or self.context.today()).year
        self.context.work.write(lambda: take_document_number(register, year), self.choices.number.set_value, owner=self)

    # lists

    def _first_unit(self, found: Found) -> None:
        if not self._has_unit:
            self._choose_unit(found)

    def _choose_unit(self, found: Found) -> None:
        self._has_unit = True
        self.choices.choose_unit(found)

    def _load_campaigns(self) -> None:
        if not self.choices.needs_campaign():
            return
        try:
            period = self.choices.period.period()
        except InvalidInput:
            return
        register, wanted = self.context.register, self._campaign
        self._campaign = None
        self.context.work.read(
            lambda: list_campaigns(register, period),
            lambda found: self.choices.offer_campaigns(found, wanted),
            latest=("reports", "campaigns"),
            owner=self,
        )

    # other pages

    def show_target(
        self,
        *,
        report: str = "",
        period: Period | str | None = None,
        unit: int | None = None,
        campaign: int | None = None,
        part: str = "",
        **target: Any,
    ) -> None:
        """Choose what another page asks for, or open a part; a campaign without a period brings its own."""
        self.tabs.go(MAKING)
        self.figures.show_paper()
        register = self.context.register
        if part in PARTS:
            self.tabs.go(PARTS[part])
            self.tabs.take_focus()
        if report:
            self.choices.choose_report(report)
        if period is not None:
            self._campaign = campaign
            self.choices.period.set_period(parse_period(period) if isinstance(period, str) else period)
        elif campaign is not None:
            self._campaign = campaign
            self.context.work.read(
                lambda: campaign_period(register, campaign), self.choices.period.set_period, owner=self
            )
        if unit is not None:
            self._has_unit = True
            self.context.work.read(lambda: unit_with(register, unit), self._choose_unit, owner=self)

    def refresh(self, changes: Changes) -> None:
        """Make the paper anew after any write; a hidden page waits until it is shown."""
        self.figures.reload()
        self.frozen.go_stale()
        if changes.prints:
            self.prints.go_stale()
        if changes.campaigns or changes.programmes:
            self._load_campaigns()
        if self.isVisible():
            self._pause.start()
        else:
            self._is_stale = True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arrive at the choice of report; as a focus proxy it would let Tab jump over the header and the parts."""
        super().focusInEvent(event)
        if self._makes_paper() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choices.report.setFocus(event.reason())

    def arrived(self) -> None:
        if self._is_stale:
            self._pause.start()

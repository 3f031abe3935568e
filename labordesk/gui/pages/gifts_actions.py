"""What is done to a campaign or to lines of its list outside the hand-over: forms, removal, looking elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from labordesk.fields.choices import PAID, VOUCHER_KINDS
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.notify import Answer
from labordesk.gui.pages.gifts_campaign_form import ask_campaign, ask_new_campaign
from labordesk.gui.pages.gifts_line_forms import amounts_dialog, day_dialog, group_dialog
from labordesk.gui.pages.gifts_marks import AMOUNTS, COMPANIONS, MOVED, VOUCHERS, Step
from labordesk.gui.pages.gifts_reading import CampaignState
from labordesk.gui.pages.gifts_unit_dialog import UnitPeopleDialog
from labordesk.gui.pages.gifts_units_forms import companions_dialog, move_dialog
from labordesk.gui.pages.gifts_vouchers import assigned_words
from labordesk.gui.pages.gifts_vouchers_forms import assign_dialog
from labordesk.gui.pages.gifts_words import who
from labordesk.gui.pages.parts.own_deeds import Deed
from labordesk.i18n import _
from labordesk.rules.double_benefit import BenefitWarning
from labordesk.services.gift_lists import RecipientRow
from labordesk.services.gift_places import ListPlace, place_of
from labordesk.services.voucher_lists import VoucherSummary, voucher_summary
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.saved import Saved
    from labordesk.services.vouchers import VouchersAssigned

Rows = Sequence[RecipientRow]


class GiftActions(QObject):
    """Every write ends in ``wrote``; windows are opened without waiting for them."""

    wrote = Signal(object)
    """``Changes``."""
    campaign_made = Signal(int)
    campaign_gone = Signal()
    step_made = Signal(object)
    """The ``Step`` that Ctrl+Z may take back."""
    place_found = Signal(object)
    """The ``ListPlace`` of a gift one wants to look at."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.window: QDialog | None = None
        """The window opened last; held because it has no parent while no other window is active."""

    # campaigns

    def new_campaign(self, programme_id: int | None) -> None:
        """Ask for a new campaign."""

        def saved(result: Saved) -> None:
            self.wrote.emit(result.changes)
            self.campaign_made.emit(result.id)

        ask_new_campaign(self._context, programme_id, lambda dialog: self._open(dialog, saved))

    def edit_campaign(self, campaign_id: int) -> None:
        """Show the form of a campaign."""
        ask_campaign(self._context, campaign_id, lambda dialog: self._open(dialog, self._tell))

    def delete_campaign(self, state: CampaignState) -> None:
        """Delete an empty campaign after asking; one with lines is refused with the reason."""
        question = _("Xóa đợt “{name}”?").format(name=state.fields.name)
        answer = Answer("delete", _("Xóa đợt"), "danger")
        if self._context.notify.ask(question, answer) != "delete":
            return
        register = self._context.register

        def write() -> Changes:
            from labordesk.services.campaigns import delete_campaign

            return delete_campaign(register, state.campaign_id)

        def done(changes: Changes) -> None:
            self.campaign_gone.emit()
            self.wrote.emit(changes)

        self._context.work.write(write, done, owner=self)

    # lines

    def edit_amounts(self, rows: Rows) -> None:
        """Ask for other amounts; what was handed over keeps its own."""
        given = [row for row in rows if row.handover in PAID]
        if given:
            self._context.notify.warn(
                _("{who} đã nhận nên mức quà không đổi được; hãy hoàn tác dấu đã nhận trước.").format(who=who(given[0]))
            )
        elif rows:
            self._open(amounts_dialog(self._context, rows), self._changed(AMOUNTS, rows))

    def ask_day(self, title: str, count: int, day: date, go_on: Callable[[date], None]) -> None:
        """Ask on which day lines were marked."""
        self._open(day_dialog(self._context, title, count, day), go_on)

    def edit_companions(self, rows: Rows) -> None:
        """Ask how many relatives travel with these people."""
        if rows:
            dialog = companions_dialog(self._context, [row.award_id for row in rows], rows[0].companions)
            self._open(dialog, self._changed(COMPANIONS, rows))

    def move(self, rows: Rows) -> None:
        """Ask onto which unit's list these lines go."""
        if rows:
            self._open(move_dialog(self._context, [row.award_id for row in rows]), self._changed(MOVED, rows))

    def assign_vouchers(self, campaign_id: int, rows: Rows) -> None:
        """Give free vouchers to these lines in the order of the list."""
        register, award_ids = self._context.register, [row.award_id for row in rows]

        def show(summary: VoucherSummary) -> None:
            held = {one.kind for one in summary.kinds if one.held}
            kinds = [(code, label) for code, label in VOUCHER_KINDS if code in held]
            if kinds:
                self._open(assign_dialog(self._context, campaign_id, kinds, award_ids), assigned)
            else:
                self._context.notify.warn(
                    _("Không còn phiếu, vé nào trong tay; hãy nhập dãy sê-ri ở phần “Phiếu, vé”.")
                )

        def assigned(found: VouchersAssigned) -> None:
            given = {award_id for _voucher_id, award_id in found.pairs}
            if given:
                before = tuple(row for row in rows if row.award_id in given)
                self.step_made.emit(Step(before, VOUCHERS, Deed().noted(register)))
            self._context.notify.info(assigned_words(found))
            self.wrote.emit(found.changes)

        self._context.work.read(lambda: voucher_summary(register, campaign_id), show, owner=self)

    def _changed(self, what: str, rows: Rows) -> Callable[[Any], None]:
        """Return what follows a change of lines: it can be taken back, and the page shows it."""

        def done(result: Any) -> None:
            self.step_made.emit(Step(tuple(rows), what, Deed().noted(self._context.register)))
            self.wrote.emit(result.changes)

        return done

    def remove(self, rows: Rows) -> None:
        """Take lines off the list after asking."""
        if not rows:
            return
        question = _("Bỏ {who} khỏi danh sách?").format(who=who(rows[0]))
        if len(rows) > 1:
            question = _("Bỏ {n} dòng khỏi danh sách?").format(n=number(len(rows)))
        answer = Answer("remove", _("Bỏ khỏi danh sách"), "danger")
        explain = _("Hồ sơ của người này vẫn còn trong sổ.")
        if self._context.notify.ask(question, answer, explain=explain) != "remove":
            return
        register, award_ids = self._context.register, [row.award_id for row in rows]

        def write() -> Changes:
            from labordesk.services.gift_changes import remove_recipients

            return remove_recipients(register, award_ids)

        self._context.work.write(write, self.wrote.emit, owner=self)

    def add_unit(self, state: CampaignState) -> None:
        """Show the people of a unit to be ticked."""
        dialog = UnitPeopleDialog(self._context, state.campaign_id)
        dialog.added.connect(self.wrote.emit)
        self._show(dialog)

    def add_group(self, state: CampaignState) -> None:
        """Ask for people who are not listed by name."""
        self._open(group_dialog(self._context, state.campaign_id, state.fields), self._tell)

    # elsewhere

    def open_person(self, row: RecipientRow) -> None:
        """Show the person of a line in the register."""
        if row.person_id is not None:
            self._context.go("people", person=row.person_id)

    def see_double(self, row: RecipientRow) -> None:
        """Show the other gift of a doubled line."""
        if row.duplicate_of is not None:
            self._see(row.duplicate_of.award_id, row.person_id)

    def see_warning(self, warning: BenefitWarning) -> None:
        """Show the support a warning is about."""
        if warning.house_id is not None:
            self._context.go("houses", house=warning.house_id)
        else:
            self._see(warning.award_id, warning.person_id)

    def see_line(self, award_id: int) -> None:
        """Show a line of a list."""
        self._see(award_id, None)

    def _see(self, award_id: int | None, person_id: int | None) -> None:
        register = self._context.register

        def found(place: ListPlace | None) -> None:
            if place is not None:
                self.place_found.emit(place)
            elif person_id is not None:
                self._context.go("people", person=person_id)

        self._context.work.read(lambda: place_of(register, award_id or 0), found, owner=self)

    # windows

    def _tell(self, result: Any) -> None:
        self.wrote.emit(result.changes)

    def _open(self, dialog: FormDialog, saved: Callable[[Any], None]) -> None:
        dialog.panel.saved.connect(saved)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        self.window = dialog
        dialog.open()

"""The file of one house in parts: the form with its sums, the money handed over, progress, papers, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.notify import Answer
from labordesk.gui.pages.houses_corrections import CorrectionsCard
from labordesk.gui.pages.houses_form import HouseForm, form_values, house_data
from labordesk.gui.pages.houses_parts import HouseParts
from labordesk.gui.pages.houses_pay import HouseSlip
from labordesk.gui.pages.houses_progress import ProgressCard
from labordesk.gui.pages.houses_returning import return_payment
from labordesk.gui.pages.houses_side import HouseSide
from labordesk.gui.pages.houses_words import owed_words, tab_words
from labordesk.gui.pages.parts.attachments_card import AttachmentsCard
from labordesk.gui.pages.parts.benefit_notice import reason_note
from labordesk.gui.pages.parts.file_page import RecordFile
from labordesk.gui.pages.parts.file_tabs import FileTabs
from labordesk.gui.pages.parts.norm_note import NormAsk, NormNote
from labordesk.gui.pages.parts.papers_card import PapersCard
from labordesk.gui.pages.parts.payments_card import PaymentsCard
from labordesk.i18n import N_, _
from labordesk.rules.house_stages import PAYABLE, milestone_label
from labordesk.rules.norms import Question

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse

TABS = (N_("Hồ sơ"), N_("Tiền đã trao"), N_("Tiến độ"), N_("Ảnh"), N_("Giấy tờ"), N_("Các lần sửa"))
FILE, MONEY, PROGRESS, PHOTOS, PAPERS, CORRECTIONS = range(len(TABS))


class HouseFile(RecordFile):
    """One house, new or stored; ``pay_asked`` comes from its payments, the page saves first what is typed."""

    pay_asked = Signal()
    steps_changed = Signal(str)
    """The code of the usual next milestone after those typed, "" when there is none."""

    def __init__(self, context: Context, parts: HouseParts, *, tab: int = FILE) -> None:
        loaded = parts.loaded
        super().__init__(context, loaded.id if loaded is not None else None, parts.owner or _("Nhà mới"))
        self.parts = parts
        self._version = loaded.row_version if loaded is not None else None
        self._reason = ""
        given = loaded.money.union_given if loaded is not None else 0
        self.form = HouseForm(context, parts.specs, self._first_values(), union_given=given)
        draft_key = f"house:{self.record_id or 'new'}"
        panel = FormPanel(context, "", self.form, self._save, draft_key=draft_key, renew=self._renew)
        self.side = HouseSide(context, self.record_id)
        self.payments = PaymentsCard(
            context,
            self.pay_asked.emit,
            _("Số công đoàn đã trao và ngày trao hỗ trợ sẽ được tính lại."),
            in_parts=True,
            give_back=lambda payment: return_payment(context, payment),
        )
        self.progress = ProgressCard(context)
        self.photos = AttachmentsCard(context, photos=True)
        self.papers = PapersCard(context)
        self.corrections = CorrectionsCard(context)
        self._set_out(panel)
        self.norm = NormNote.under(context, self.form, "approved_amount", self._norm_asked)
        self.form.changed.connect(self._follow)
        self.form.reason_wanted.connect(self._ask_reason)
        panel.refused.connect(self._forget_reason)
        self.side.papers_asked.connect(lambda: self.tabs.go(PAPERS))
        self.side.benefits.reason_given.connect(self._note_reason)
        self._show_stored()
        if parts.person_id is not None:
            self.form.input("person_id").set_value(parts.person_id)
        self.tabs.go(tab)
        self._follow()

    def _set_out(self, panel: FormPanel) -> None:
        """Put the parts under their tabs; a new house has only the first."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.tabs = FileTabs(_("Các phần của hồ sơ nhà"))
        column.addWidget(self.tabs)
        front = QWidget()
        self.arrange(panel, self.side, front)
        self.tabs.add(_(TABS[FILE]), front, self.form.focus_first, scrolls=False)
        self.tabs.add(_(TABS[MONEY]), self.payments, self._focus_payments)
        self.tabs.add(_(TABS[PROGRESS]), self.progress, self.progress.take_focus)
        self.tabs.add(_(TABS[PHOTOS]), self.photos, self.photos.take_focus)
        self.tabs.add(_(TABS[PAPERS]), self.papers, self.papers.table.focus_first)
        self.tabs.add(_(TABS[CORRECTIONS]), self.corrections, self.corrections.take_focus)
        self.tabs.bar.setVisible(self.record_id is not None)

    def _focus_payments(self) -> None:
        if self.payments.table.rows():
            self.payments.table.focus_first()
        else:
            self.payments.pay_button.setFocus()

    def take_focus(self) -> None:
        self.tabs.take_focus()

    def follow_stored(self, parts: HouseParts) -> bool:
        """Show what is stored now around the form; False when the form itself would show something else.

        Progress and papers are saved on their own, so the words being typed stay and are saved as if nothing happened.
        """
        mine, theirs = self.parts.loaded, parts.loaded
        if mine is None or theirs is None or _typed_part(mine) != _typed_part(theirs):
            return False
        self.parts = parts
        self._version = theirs.row_version
        self._show_stored()
        self._follow()
        return True

    def _show_stored(self) -> None:
        loaded = self.parts.loaded
        if loaded is None:
            return
        from labordesk.services.attachment_owner import Owner

        self.side.show_house(loaded, self.context.today())
        self.payments.show_payments(
            loaded.payments, payable=loaded.stage in PAYABLE, why_not=_("Chi được từ khi nhà được duyệt.")
        )
        self.payments.say_owed(owed_words(loaded.data.fields.approved_amount, loaded.money.union_given))
        self.progress.show_house(loaded)
        self.corrections.show_corrections(loaded.corrections)
        owner = Owner("house", loaded.id)
        self.papers.show(owner)
        self.photos.show(owner)
        for place, title in enumerate(tab_words(TABS, loaded)):
            self.tabs.say(place, title)

    def _first_values(self) -> dict[str, Any]:
        if self.parts.loaded is not None:
            return form_values(self.parts.loaded)
        return {
            "work": "new",
            "programme_id": self.parts.specs.programme_id,
            "milestones": [{"milestone": "requested", "happened_on": self.context.today()}],
        }

    def _norm_asked(self, typed: Mapping[str, Any]) -> NormAsk | None:
        """Return which rate the approved amount is held against: that of the decision's day, else of the approval's."""
        programme_id = typed.get("programme_id")
        if programme_id is None:
            return None
        on = typed.get("decision_date") or self.form.days().get("approved") or self.context.today()
        question = Question(programme_id, on, work=typed.get("work"))
        return NormAsk(question, person_id=typed.get("person_id"), house_id=self.record_id)

    def next_step(self) -> str:
        """Return the usual next milestone, "" when there is none."""
        return next(iter(self.form.next_steps()), "")

    def add_next(self, code: str = "") -> None:
        """Offer the line of the next milestone, or of the one named, with the day of today."""
        code = code or self.next_step()
        if code:
            self.tabs.go(FILE)
            self.form.add_milestone(code, self.context.today())

    def pay(self) -> None:
        """Open the slip of a payment of the house as it is stored."""
        loaded = self.parts.loaded
        if loaded is None or loaded.stage not in PAYABLE:
            self.panel.show_notice(_("Nhà chưa được duyệt nên chưa chi được; hãy ghi mốc “Đã duyệt” trước."))
            return
        slip = HouseSlip(self.context, self.parts.owner, self.parts.pay, loaded, self.parts.specs.union_funds)
        dialog = slip.dialog
        if dialog.exec() and dialog.result_value is not None:
            self.context.tell(dialog.result_value.changes)
            for sentence in dialog.result_value.warnings:
                self.context.notify.warn(sentence)
        dialog.deleteLater()

    def delete(self) -> None:
        """Delete a house entered by mistake, after asking."""
        house_id, register = self.record_id, self.context.register
        if house_id is None:
            return
        question = _("Xóa hồ sơ nhà của {owner}?").format(owner=self.parts.owner)
        explain = _("Chỉ xóa hồ sơ ghi nhầm. Nhà không làm nữa thì ghi mốc “Hủy” kèm lý do.")
        if not self.context.notify.ask(question, Answer("delete", _("Xóa hồ sơ"), "danger"), explain=explain):
            return

        def work() -> Any:
            from labordesk.services.houses import delete_house

            return delete_house(register, house_id)

        self.context.work.write(work, self._was_deleted)

    def _was_deleted(self, changes: Any) -> None:
        self.form.take_as_saved()
        self.deleted.emit()
        self.context.tell(changes)

    def _save(self, values: dict[str, Any]) -> Any:
        from labordesk.services.houses import save_house

        return save_house(
            self.context.register,
            house_data(values),
            house_id=self.record_id,
            row_version=self._version,
            correction_reason=self._reason,
        )

    def _ask_reason(self, sentence: str) -> None:
        """Ask why something on record is changed, and save again with the answer."""
        reason = self.context.notify.ask_text(_("Sửa phần đã ghi?"), _("Lý do sửa"), explain=sentence)
        if reason:
            # The panel lets nobody save again before this refusal is done with.
            QTimer.singleShot(0, self, lambda: self._submit_with(reason))

    def _submit_with(self, reason: str) -> None:
        self._reason = reason
        self.panel.submit()

    def _forget_reason(self) -> None:
        """A reason is for one save; the next one asks again."""
        self._reason = ""

    def _renew(self) -> None:
        """Start from the house as it is stored now; called on the write thread after a conflict."""
        from labordesk.services.houses import load_house

        if self.record_id is not None:
            self._version = load_house(self.context.register, self.record_id).row_version

    def _note_reason(self, reason: str) -> None:
        """Keep in the note why a house that may be a second one is recorded all the same."""
        note = self.form.input("note")
        note.set_text("\n".join(part for part in (note.text(), reason_note(reason)) if part))

    def _follow(self) -> None:
        typed = self.form.current()
        self.side.show_money(self.form.money(), typed.get("total_value"))
        self.side.show_progress(self.form.days(), _progress_of(self.parts.loaded))
        if self.record_id is None:
            self.side.benefits.ask(typed.get("person_id"), typed.get("programme_id"), self.context.today())
        self.steps_changed.emit(self.next_step())


def step_label(code: str) -> str:
    """Return what the key to the next milestone says."""
    return _("Ghi mốc “{milestone}”").format(milestone=milestone_label(code))


def _progress_of(loaded: LoadedHouse | None) -> int | None:
    return loaded.data.fields.progress if loaded is not None else None


def _typed_part(loaded: LoadedHouse) -> Any:
    """Return what the form of a house shows; its progress comes from the reports."""
    return replace(loaded.data, fields=loaded.data.fields.model_copy(update={"progress": None}))

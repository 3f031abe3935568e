"""The file of one request in parts: the form with its state and payments, the papers, the corrections."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.notify import Answer
from labordesk.gui.pages.grants_corrections import CaseCorrections
from labordesk.gui.pages.grants_parts import CaseParts, case_lookups, norm_ask, take_circumstance_from_programme
from labordesk.gui.pages.grants_side import CaseSide
from labordesk.gui.pages.parts.attachments_card import AttachmentsCard
from labordesk.gui.pages.parts.benefit_notice import reason_note
from labordesk.gui.pages.parts.file_page import RecordFile
from labordesk.gui.pages.parts.file_tabs import FileTabs
from labordesk.gui.pages.parts.norm_note import NormNote
from labordesk.gui.pages.parts.papers_card import PapersCard
from labordesk.gui.pages.parts.person_picker import take_unit_from_person
from labordesk.i18n import N_, _
from labordesk.rules.grant_states import WAITING
from labordesk.vietnamese.numbers import number

TABS = (N_("Hồ sơ"), N_("Giấy tờ"), N_("Các lần sửa"))
FILE, PAPERS, CORRECTIONS = range(len(TABS))


class CaseFile(RecordFile):
    """One request, new or stored; ``pay_asked`` comes from its payments, the page saves first what is typed."""

    pay_asked = Signal()
    correct_asked = Signal()

    def __init__(self, context: Context, parts: CaseParts, *, tab: int = FILE) -> None:
        loaded = parts.loaded
        super().__init__(context, loaded.id if loaded is not None else None, parts.person or _("Hồ sơ mới"))
        self.parts = parts
        self._version = loaded.row_version if loaded is not None else None
        self.form = FieldForm(
            parts.specs,
            self._first_values(),
            without=("refusal_reason",),
            fixed=("requested_on",) if loaded is not None and loaded.state != "received" else (),
            lookups=case_lookups(context),
            work=context.work,
        )
        draft_key = f"case:{self.record_id or 'new'}"
        panel = FormPanel(context, "", self.form, self._save, draft_key=draft_key, renew=self._renew)
        own_award = loaded.award_ids[0] if loaded is not None and loaded.award_ids else None
        self.side = CaseSide(context, self.pay_asked.emit, own_award)
        self.papers = PapersCard(context)
        self.attachments = AttachmentsCard(context, photos=False)
        self.corrections = CaseCorrections(context)
        self._set_out(panel)
        take_unit_from_person(self.form, context)
        take_circumstance_from_programme(self.form, parts.circumstances)
        self.form.changed.connect(self._follow)
        self.side.benefits.reason_given.connect(self._note_reason)
        self.side.correct_asked.connect(self.correct_asked)
        self.side.papers_asked.connect(lambda: self.tabs.go(PAPERS))
        self._show_stored()
        if parts.person_id is not None:
            self.form.input("person_id").set_value(parts.person_id)
        self._notes = [self._norm_note(name) for name in ("asked_amount", "approved_amount")]
        if loaded is None or loaded.state in WAITING:
            self.side.kin.follow(self.form, parts.deceased)
        self.tabs.go(tab)
        self._follow()

    def _set_out(self, panel: FormPanel) -> None:
        """Put the parts under their tabs; a new request has only the first."""
        self.tabs = FileTabs(_("Các phần của hồ sơ trợ cấp"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        front, papers = QWidget(), QWidget()
        self.arrange(panel, self.side, front)
        rows = QVBoxLayout(papers)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.papers)
        rows.addWidget(self.attachments)
        rows.addStretch(1)
        self.tabs.add(_(TABS[FILE]), front, self.form.focus_first, scrolls=False)
        self.tabs.add(_(TABS[PAPERS]), papers, self.papers.table.focus_first)
        self.tabs.add(_(TABS[CORRECTIONS]), self.corrections, self.corrections.table.focus_first)
        self.tabs.bar.setVisible(self.record_id is not None)

    def take_focus(self) -> None:
        self.tabs.take_focus()

    def follow_stored(self, parts: CaseParts) -> bool:
        """Show what is stored now around the form; False when the form itself would show something else."""
        mine, theirs = self.parts.loaded, parts.loaded
        if mine is None or theirs is None or (mine.fields, mine.state) != (theirs.fields, theirs.state):
            return False
        self.parts = parts
        self._version = theirs.row_version
        self._show_stored()
        return True

    def _show_stored(self) -> None:
        loaded = self.parts.loaded
        if loaded is None:
            return
        from labordesk.services.attachment_owner import Owner

        self.side.show_case(self.parts, self.context.today())
        self.corrections.show_corrections(loaded.corrections)
        owner = Owner("case", loaded.id)
        self.papers.show(owner)
        self.attachments.show(owner)
        lacking, corrected = len(self.parts.missing), len(loaded.corrections)
        said = _("Giấy tờ (thiếu {count})").format(count=number(lacking)) if lacking else _(TABS[PAPERS])
        self.tabs.say(PAPERS, said)
        label = _(TABS[CORRECTIONS])
        self.tabs.say(CORRECTIONS, f"{label} {number(corrected)}" if corrected else label)

    def _norm_note(self, field: str) -> NormNote:
        return NormNote.under(
            self.context, self.form, field, lambda typed: norm_ask(typed, self.context.today(), self.record_id)
        )

    def _first_values(self) -> dict[str, Any]:
        if self.parts.loaded is not None:
            return self.parts.loaded.fields.model_dump()
        return {"requested_on": self.context.today(), "programme_id": self.parts.programme_id}

    def _follow(self) -> None:
        if self.parts.loaded is None or self.parts.loaded.state in WAITING:
            typed = self.form.current()
            self.side.benefits.ask(typed.get("person_id"), typed.get("programme_id"), typed.get("requested_on"))

    def _note_reason(self, reason: str) -> None:
        """Keep in the note why a support that may be double is recorded all the same."""
        note = self.form.input("note")
        note.set_text("\n".join(part for part in (note.text(), reason_note(reason)) if part))

    def _save(self, values: dict[str, Any]) -> Any:
        from labordesk.model.grant_case import GrantCaseFields
        from labordesk.services.grants import save_case

        kept = self.parts.loaded.fields.model_dump() if self.parts.loaded is not None else {}
        fields = GrantCaseFields(**{**kept, **values})
        return save_case(self.context.register, fields, case_id=self.record_id, row_version=self._version)

    def _renew(self) -> None:
        """Start from the request as it is stored now; called on the write thread after a conflict."""
        from labordesk.services.grants import load_case

        if self.record_id is not None:
            self._version = load_case(self.context.register, self.record_id).row_version

    def delete(self) -> None:
        """Delete a request entered by mistake, after asking."""
        case_id, register = self.record_id, self.context.register
        if case_id is None:
            return
        question = _("Xóa hồ sơ trợ cấp của {person}?").format(person=self.parts.person)
        explain = _("Chỉ xóa hồ sơ ghi nhầm. Hồ sơ không giải quyết thì chọn “Từ chối” kèm lý do.")
        if not self.context.notify.ask(question, Answer("delete", _("Xóa hồ sơ"), "danger"), explain=explain):
            return

        def work() -> Any:
            from labordesk.services.grants import delete_case

            return delete_case(register, case_id)

        self.context.work.write(work, self._was_deleted)

    def _was_deleted(self, changes: Any) -> None:
        self.form.take_as_saved()
        self.deleted.emit()
        self.context.tell(changes)

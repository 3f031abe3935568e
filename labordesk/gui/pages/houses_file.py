"""The file of one house: the form at the left, sums, warnings and payments at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.notify import Answer
from labordesk.gui.pages.houses_form import HouseForm, HouseSpecs, form_values, house_data, load_house_specs
from labordesk.gui.pages.houses_side import HouseSide
from labordesk.gui.pages.parts.benefit_notice import reason_note
from labordesk.gui.pages.parts.file_page import RecordFile
from labordesk.gui.pages.parts.pay_dialog import Paying, PaySpecs, load_pay_specs, pay_dialog
from labordesk.i18n import _
from labordesk.rules.house_stages import PAYABLE, milestone_label

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse


@dataclass(frozen=True)
class HouseParts:
    """What a file is opened with; ``loaded`` is None for a new house."""

    specs: HouseSpecs
    pay: PaySpecs
    loaded: LoadedHouse | None
    owner: str = ""
    person_id: int | None = None
    """For whom a new file is started."""


def load_parts(register: Any, house_id: int | None, person_id: int | None = None) -> HouseParts:
    """Return everything a file shows; a reading task."""
    from labordesk.services.houses import load_house
    from labordesk.services.people_search import person_row

    loaded = load_house(register, house_id) if house_id is not None else None
    owner = person_row(register, loaded.data.fields.person_id, year=1) if loaded is not None else None
    return HouseParts(
        load_house_specs(register),
        load_pay_specs(register, "house_fund"),
        loaded,
        owner.full_name if owner is not None else "",
        person_id,
    )


class HouseFile(RecordFile):
    """One house, new or stored; ``pay_asked`` comes from its payments, the page saves first what is typed."""

    pay_asked = Signal()
    steps_changed = Signal(str)
    """The code of the usual next milestone after those typed, "" when there is none."""

    def __init__(self, context: Context, parts: HouseParts) -> None:
        loaded = parts.loaded
        super().__init__(context, loaded.id if loaded is not None else None, parts.owner or _("Nhà mới"))
        self.parts = parts
        self._version = loaded.row_version if loaded is not None else None
        given = loaded.money.union_given if loaded is not None else 0
        self.form = HouseForm(context, parts.specs, self._first_values(), union_given=given)
        draft_key = f"house:{self.record_id or 'new'}"
        panel = FormPanel(context, "", self.form, self._save, draft_key=draft_key, renew=self._renew)
        self.side = HouseSide(context, self.record_id, self.pay_asked.emit)
        self.arrange(panel, self.side)
        self.form.changed.connect(self._follow)
        self.side.benefits.reason_given.connect(self._note_reason)
        if loaded is not None:
            self.side.show_house(loaded, context.today())
        if parts.person_id is not None:
            self.form.input("person_id").set_value(parts.person_id)
        self._follow()

    def _first_values(self) -> dict[str, Any]:
        if self.parts.loaded is not None:
            return form_values(self.parts.loaded)
        return {
            "work": "new",
            "programme_id": self.parts.specs.programme_id,
            "milestones": [{"milestone": "requested", "happened_on": self.context.today()}],
        }

    def next_step(self) -> str:
        """Return the usual next milestone, "" when there is none."""
        return next(iter(self.form.next_steps()), "")

    def add_next(self, code: str = "") -> None:
        """Offer the line of the next milestone, or of the one named, with the day of today."""
        code = code or self.next_step()
        if code:
            self.form.add_milestone(code, self.context.today())

    def pay(self) -> None:
        """Open the slip of a payment of the house as it is stored."""
        loaded = self.parts.loaded
        if loaded is None or loaded.stage not in PAYABLE:
            self.panel.show_notice(_("Nhà chưa được duyệt nên chưa chi được; hãy ghi mốc “Đã duyệt” trước."))
            return
        house_id, register = loaded.id, self.context.register
        left = max(0, (loaded.data.fields.approved_amount or 0) - loaded.money.union_given)

        def write(paying: Paying) -> Any:
            from labordesk.services.houses import pay_house

            return pay_house(register, house_id, paying.on, paying.lines, paying.slip)

        title = _("Ghi khoản chi cho nhà của {owner}").format(owner=self.parts.owner)
        dialog = pay_dialog(self.context, title, self.parts.pay, write, amount=left or None)
        if dialog.exec() and dialog.result_value is not None:
            self.context.tell(dialog.result_value.changes)
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

        return save_house(self.context.register, house_data(values), house_id=self.record_id, row_version=self._version)

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
        if self.record_id is None:
            self.side.benefits.ask(typed.get("person_id"), typed.get("programme_id"), self.context.today())
        self.steps_changed.emit(self.next_step())


def step_label(code: str) -> str:
    """Return what the key to the next milestone says."""
    return _("Ghi mốc “{milestone}”").format(milestone=milestone_label(code))

"""Putting the past of a case right: the day of a step with a reason, a settled request opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labordesk.fields import Choice, Day, Spec
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.reasoned_step import REASON, WHY, ask_with_reason
from labordesk.i18n import N_, _
from labordesk.rules.grant_states import state_label
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.grants import LoadedCase

STEP, ON = "step", "on"


def reopen_label(state: str) -> str:
    """Return what opening a settled request again is called: of a paid one the money must have come back."""
    return _("Thu hồi khoản chi, mở lại") if state == "paid" else _("Mở lại hồ sơ")


def correct_day(context: Context, case: LoadedCase, person: str) -> None:
    """Ask which day is wrong, what it should be and why; the last step is offered first."""
    steps = tuple((str(step.id), f"{state_label(step.state)} – {short(step.on)}") for step in case.steps)
    specs = {
        STEP: Spec(N_("Bước"), Choice(options=steps), required=True),
        ON: Spec(N_("Ngày đúng"), Day(), required=True),
        REASON: WHY,
    }
    register = context.register

    def save(values: Mapping[str, Any]) -> Any:
        from labordesk.services.grants import correct_step

        return correct_step(register, case.id, int(values[STEP]), values[ON], values[REASON])

    ask_with_reason(
        context, _("Sửa ngày: {person}").format(person=person), specs, {STEP: steps[-1][0]}, save, _("Sửa ngày")
    )


def reopen(context: Context, case: LoadedCase, person: str) -> None:
    """Ask when and why a settled request is opened again."""
    specs = {ON: Spec(N_("Ngày"), Day(), required=True), REASON: WHY}
    register, label = context.register, reopen_label(case.state)

    def save(values: Mapping[str, Any]) -> Any:
        from labordesk.services.grants import reopen_case

        return reopen_case(register, case.id, values[ON], values[REASON])

    title = _("{step}: {person}").format(step=label, person=person)
    told = (
        _("Khoản chi được ghi là đã trả lại và không còn tính vào tổng chi; hồ sơ trở lại “Đã duyệt”, chờ chi.")
        if case.state == "paid"
        else _("Hồ sơ trở lại “Đã chi”; khoản chi vẫn giữ nguyên.")
    )
    ask_with_reason(context, title, specs, {ON: context.today()}, save, label, told)

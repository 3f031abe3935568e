"""Tình trạng trao nhận of an award: what may follow what when gifts are handed over at the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import HANDOVERS, PAID
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short

NEXT: Mapping[str, tuple[str, ...]] = {
    "planned": ("received", "proxy", "absent"),
    "absent": ("received", "proxy", "planned"),
    "received": ("planned", "returned"),
    "proxy": ("planned", "returned"),
    "returned": ("planned",),
}
"""What was handed over goes back to planned first (a mark made by mistake), or is given back."""

_LABELS = dict(HANDOVERS)


def check_mark(state: str, new_state: str, *, name: str, paid_on: date | None) -> None:
    """Refuse a mark that does not follow; ``name`` is of the person, or of the group's unit."""
    if new_state in NEXT.get(state, ()):
        return
    raise RuleBroken(
        N_("{name}: đang ghi “{state}”{when} nên không chuyển sang “{new_state}” được; hãy hoàn tác trước."),
        name=name,
        state=_(_LABELS.get(state, state)),
        when=f" {short(paid_on)}" if paid_on else "",
        new_state=_(_LABELS.get(new_state, new_state)),
    )


def check_hand_over(
    handover: str, paid_on: date | None, recipient_name: str | None, recipient_relation: str | None
) -> None:
    """Refuse (InvalidInput beside the field) a state, day and recipient that do not agree."""
    if handover in PAID and paid_on is None:
        raise InvalidInput(N_("Đã trao thì cần có ngày trao."), field="paid_on")
    if handover not in (*PAID, "returned") and paid_on is not None:
        raise InvalidInput(N_("Đã có ngày trao; hãy chọn “Đã nhận” hoặc để trống ngày trao."), field="handover")
    if handover == "proxy":
        if not recipient_name:
            raise InvalidInput(N_("Hãy ghi họ tên người nhận thay."), field="recipient_name")
        if not recipient_relation:
            raise InvalidInput(N_("Hãy chọn quan hệ của người nhận thay."), field="recipient_relation")
    elif recipient_name and handover == "received":
        raise InvalidInput(N_("Đã ghi người nhận thay; hãy chọn tình trạng “Nhận thay”."), field="handover")

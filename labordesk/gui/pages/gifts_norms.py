"""The rates under the package of a campaign: one for members, one for workers who are none."""

from __future__ import annotations

from functools import partial

from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm, Values
from labordesk.gui.pages.parts.norm_note import NormAsk, NormNote
from labordesk.rules.norms import Question

PACKAGE = {True: ("package_cash", "package_goods"), False: ("worker_cash", "worker_goods")}
"""What a package is worth for a member, and for a worker who is none (empty: as for members)."""


def say_rates(context: Context, form: FieldForm) -> None:
    """Say under the cash of a package what its rate allows; cash and goods count together, amber when above it."""
    for member, (cash, _goods) in PACKAGE.items():
        NormNote.under(context, form, cash, partial(_asked, context, member), partial(_worth, form, member))


def _asked(context: Context, member: bool, typed: Values) -> NormAsk | None:
    programme_id = typed.get("programme_id")
    if not isinstance(programme_id, int):
        return None
    on = typed.get("starts_on") or context.today()
    return NormAsk(Question(programme_id, on, level=typed.get("level"), member=member))


def _worth(form: FieldForm, member: bool) -> int:
    typed = form.current()
    ours, usual = PACKAGE[member], PACKAGE[True]
    worth = (
        typed.get(own) if typed.get(own) is not None else typed.get(other)
        for own, other in zip(ours, usual, strict=True)
    )
    return sum(amount or 0 for amount in worth)

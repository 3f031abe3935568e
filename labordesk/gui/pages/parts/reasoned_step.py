"""A small form that puts the past of a file right: it always asks why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from labordesk.fields import Spec, Text
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.i18n import N_

REASON = "reason"
WHY = Spec(N_("Lý do"), Text(), required=True)


def ask_with_reason(
    context: Context,
    title: str,
    specs: Mapping[str, Spec],
    values: Mapping[str, Any],
    save: Callable[[Mapping[str, Any]], Any],
    label: str,
    told: str = "",
) -> None:
    """Ask, save and tell the pages what changed; ``told`` says above the fields what will follow."""
    form = FieldForm(specs, values, work=context.work)
    panel = FormPanel(context, title, form, save, save_text=label)
    if told:
        panel.show_notice(told)
    dialog = FormDialog(panel, width=660, height=320)
    if dialog.exec() and dialog.result_value is not None:
        context.tell(dialog.result_value.changes)
    dialog.deleteLater()

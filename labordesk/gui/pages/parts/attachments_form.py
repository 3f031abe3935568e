"""The form of one attached file: what it is, name, caption, day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labordesk.fields import specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.attachment_lists import AttachmentRow
    from labordesk.services.attachment_owner import Owner
    from labordesk.services.saved import Saved


def attachment_panel(context: Context, owner: Owner, row: AttachmentRow) -> FormPanel:
    """Return the form of a file; it is saved like every other form, conflicts included."""
    from labordesk.model.paper import AttachmentFields
    from labordesk.services.attachments import attachments_of, save_attachment

    register, version = context.register, [row.row_version]

    def save(values: dict[str, Any]) -> Saved:
        return save_attachment(register, row.id, AttachmentFields(**values), version[0])

    def renew() -> None:
        version[0] = next((one.row_version for one in attachments_of(register, owner) if one.id == row.id), 0)

    values = {"kind": row.kind, "name": row.name, "caption": row.caption or None, "taken_on": row.taken_on}
    form = FieldForm(specs_of(AttachmentFields), values, work=context.work)
    return FormPanel(context, _("Tệp đính kèm"), form, save, draft_key=f"attachment/{row.id}", renew=renew)

"""The form of one paper of a file: day, number, reason why it is not needed, note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labordesk.fields import specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm

if TYPE_CHECKING:
    from labordesk.services.attachment_owner import Owner
    from labordesk.services.papers import PaperLine
    from labordesk.services.saved import Saved


def paper_panel(context: Context, owner: Owner, line: PaperLine) -> FormPanel:
    """Return the form of a paper; it is saved like every other form, conflicts included."""
    from labordesk.model.paper import CasePaperFields
    from labordesk.services.papers import papers_of, set_paper

    register, version = context.register, [line.row_version]

    def save(values: dict[str, Any]) -> Saved:
        return set_paper(register, owner, line.id, CasePaperFields(**values), version[0])

    def renew() -> None:
        version[0] = next((one.row_version for one in papers_of(register, owner) if one.id == line.id), None)

    form = FieldForm(specs_of(CasePaperFields), line.fields.model_dump(), work=context.work)
    key = f"paper/{owner.kind}/{owner.id}/{line.id}"
    return FormPanel(context, line.name, form, save, draft_key=key, renew=renew)

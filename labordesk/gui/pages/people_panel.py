"""``PersonPanel``: the form of a person with what the register says about it, live and without stopping anybody."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.people_form import PersonForm
from labordesk.gui.pages.people_health import note_health_shown
from labordesk.gui.pages.people_reading import FormFacts
from labordesk.gui.pages.people_saving import PersonSaving
from labordesk.gui.pages.people_twins import ReviewNotices
from labordesk.i18n import _

REVIEW_PAUSE_MS = 350


class PersonPanel(FormPanel):
    """``saved`` gives the ``Saved`` of the service; closing keeps a draft."""

    form: PersonForm

    def __init__(
        self,
        context: Context,
        facts: FormFacts,
        *,
        name: str = "",
        unit_id: int | None = None,
        draft_key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.saving = PersonSaving(context.register, facts.loaded)
        self._facts = facts
        person_id = self.saving.person_id
        super().__init__(
            context,
            "",
            PersonForm(context, facts, name=name, unit_id=unit_id),
            self.saving.save,
            draft_key=draft_key if person_id is None else f"person {person_id}",
            renew=self.saving.renew,
            parent=parent,
        )
        self.title_text = _("Thêm người") if facts.loaded is None else facts.loaded.fields.full_name
        self.notices = ReviewNotices(context, self.saving)
        self._reviewed: dict[str, Any] = {}
        self._pause = QTimer(self, interval=REVIEW_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.review)
        self._insert_notices()
        self.form.changed.connect(self._pause.start)
        self.form.sensitive_shown.connect(self._sensitive_was_shown)
        self.notices.see_asked.connect(self._see)
        self.notices.answered.connect(lambda: self._notice.set(""))
        if not self.form.input("health").is_empty():
            self._sensitive_was_shown()  # a draft has brought it back
        self._pause.start()

    def _insert_notices(self) -> None:
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.notices)

    def start(self, part: str = "") -> None:
        """Put the cursor where the officer wants to begin."""
        self.form.go_to(part)

    def review(self) -> None:
        """Ask the register behind the screen about what is typed so far."""
        values = self.form.current()
        own = {name: value for name, value in values.items() if name not in self.form.lines}
        if own == self._reviewed:
            return
        self._reviewed = own
        self._context.work.read(lambda: self.saving.review(own), self._show_review, latest=("person review", id(self)))

    def _show_review(self, review: Any) -> None:
        self.notices.show_review(review, self.form.input("citizen_id").note())

    def _see(self, person_id: int) -> None:
        key = "F2" if self.saving.person_id is not None else "Ctrl+N"
        self._context.notify.info(_("Phần đang gõ được giữ lại; nhấn {key} để gõ tiếp.").format(key=key))
        self._context.go("people", person=person_id)

    def _sensitive_was_shown(self) -> None:
        loaded = self._facts.loaded
        if loaded is None:
            return
        note_health_shown(loaded.id)
        self.form.input("health").set_read_only(True)
        register = self._context.register

        def read() -> str | None:
            from labordesk.services.access import note_sensitive
            from labordesk.services.people import read_health

            note_sensitive(register, loaded.id)
            return read_health(register, loaded.id)

        self._context.work.read(read, self._show_health)

    def _show_health(self, detail: str | None) -> None:
        self.form.set_health(detail)
        self.form.input("health").set_read_only(False)
        self.saving.knows_health = True

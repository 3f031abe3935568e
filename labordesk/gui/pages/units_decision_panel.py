"""``DecisionPanel``: the form of a decision with a preview of what it will move, following what is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel, Save
from labordesk.gui.form import FieldForm
from labordesk.gui.pages.units_preview import MovesCard
from labordesk.gui.pages.units_writing import Preview, Values

if TYPE_CHECKING:
    from labordesk.services.unit_preview import MovePreview

PAUSE_MS = 350


class DecisionPanel(FormPanel):
    """``moves`` says what will change hands before anything is written."""

    def __init__(
        self,
        context: Context,
        title: str,
        form: FieldForm,
        save: Save,
        *,
        preview: Preview,
        note: Callable[[Values], str],
        unit_id: int,
        draft_key: str,
        save_text: str,
    ) -> None:
        self.moves = MovesCard(context)
        super().__init__(context, title, form, save, draft_key=draft_key, save_text=save_text)
        self._preview = preview
        self._note = note
        self._unit_id = unit_id
        self._seen: Values | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self._scroll) + 1, self.moves)
        form.changed.connect(self._pause.start)
        self._pause.start()

    def look(self) -> None:
        """Ask behind the screen what the decision as typed so far would move."""
        values = self.form.current()
        if values == self._seen:
            return
        self._seen = values
        if values.get("happened_on") is None:
            self.moves.show_nothing()
            return
        register, unit_id, preview = self._context.register, self._unit_id, self._preview

        def read() -> Any:
            try:
                return preview(register, unit_id, values)
            except LabordeskError as error:
                return error

        self._context.work.read(read, self._show, latest=("decision preview", id(self)), owner=self)

    def _show(self, found: MovePreview | LabordeskError | None) -> None:
        if found is None:
            self.moves.show_nothing()
        elif isinstance(found, LabordeskError):
            self.moves.show_refusal(str(found))
        else:
            self.moves.show_preview(found, self._note(self._seen or {}))

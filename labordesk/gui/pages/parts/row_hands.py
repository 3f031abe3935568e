"""``RowHands``: what the hand does with the rows of a list: add, open, delete, and find the row again afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from labordesk.fields import specs_of
from labordesk.gui.buttons import danger_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.notify import Answer
from labordesk.gui.table import ListTable, PagedTable
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.saved import Saved


@dataclass(frozen=True)
class FormStart:
    """What a form opens with; ``row_id`` and ``row_version`` None for a new row."""

    form: type[Any]
    values: Mapping[str, Any]
    row_id: int | None = None
    row_version: int | None = None
    cursor: str = ""
    """The field the cursor starts in, when it is not the first."""


@dataclass(frozen=True)
class Parting:
    """What is asked before a row is deleted; ``explain`` says what else follows from it."""

    question: str
    yes: str = ""
    explain: str = ""


class RowSource(Protocol):
    """What a list knows of its rows; the functions returned run in workers, so they hold no widgets."""

    def starting(self, row_id: int | None) -> Callable[[], FormStart]:
        """Return how to read what the form of a row (None: a new one) opens with."""

    def panel(self, start: FormStart) -> FormPanel:
        """Return the form."""

    def parting(self, row: Any) -> Parting:
        """Return the question before deleting."""

    def deleting(self, row: Any) -> Callable[[], Changes]:
        """Return how to delete a row."""


class RowHands(QObject):
    """The buttons "Sửa" and "Xóa" of a table and what they do; a list adds them where it has room.

    After a save the row written is found again when the list has read its rows anew (``settle``).
    """

    def __init__(
        self,
        context: Context,
        table: ListTable | PagedTable,
        source: RowSource,
        *,
        key: str,
        size: tuple[int, int],
        show_keys: bool = True,
    ) -> None:
        """``show_keys`` False leaves the keys off the buttons, where another list of the page has them."""
        super().__init__(table)
        self.dialog: FormDialog | None = None
        enter, away = ("Enter", "Del") if show_keys else ("", "")
        self.edit_button = secondary_button(_("Sửa"), self.edit, key=enter, icon="pencil")
        self.delete_button = danger_button(_("Xóa"), self.delete, key=away)
        self._context = context
        self._table = table
        self._source = source
        self._key = key
        self._size = size
        self._wanted: Any = None
        table.opened.connect(lambda _row: self.edit())
        table.current_changed.connect(lambda _row: self.follow())
        if isinstance(table, PagedTable):
            table.loaded.connect(self.settle)
        self.follow()

    def want(self, row_id: Any) -> None:
        """Make this row the current one as soon as it is there."""
        self._wanted = row_id

    def settle(self) -> None:
        """Choose the row that was wanted, or the first one, after rows have arrived."""
        rows = self._table.rows()
        if self._wanted is not None:
            if self._table.select(self._wanted):
                self._wanted = None
        elif self._table.current() is None and rows:
            self._table.view.setCurrentIndex(self._table.model.index(0, 0))
        self.follow()

    def follow(self) -> None:
        """Let the buttons be pressed only when there is a row."""
        has_row = self._table.current() is not None
        self.edit_button.setEnabled(has_row)
        self.delete_button.setEnabled(has_row)

    def new(self) -> None:
        """Open the form of a new row."""
        self.open(None)

    def edit(self) -> None:
        """Open the form of the current row (Enter)."""
        row = self._table.current()
        if row is not None:
            self.open(row.id)

    def open(self, row_id: int | None) -> None:
        """Read what the form needs, then show it."""
        self.open_from(self._source.starting(row_id))

    def open_from(self, read: Callable[[], FormStart]) -> None:
        """Show the form that opens with what ``read`` returns; it runs on the reading pool."""
        self._context.work.read(read, self._show_form, latest=(self._key, "form"), owner=self)

    def _show_form(self, start: FormStart) -> None:
        panel = self._source.panel(start)
        panel.saved.connect(self._was_saved)
        before = QApplication.focusWidget()
        self.dialog = FormDialog(panel, width=self._size[0], height=self._size[1])
        if start.cursor:
            panel.form.input(start.cursor).editor().setFocus()
        self.dialog.finished.connect(lambda _code: self._hand_back(before))
        self.dialog.open()

    def _hand_back(self, before: QWidget | None) -> None:
        """Give the keyboard to the table, or back to where it was while another list is in front."""
        if self._table.isVisible():
            self._table.setFocus()
        elif before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    def _was_saved(self, saved: Saved) -> None:
        self._wanted = saved.id
        self._context.tell(saved.changes)

    def delete(self) -> None:
        """Delete the current row after asking (Del)."""
        row = self._table.current()
        if row is None:
            return
        parting = self._source.parting(row)
        answer = Answer("delete", parting.yes or _("Xóa"), "danger")
        if self._context.notify.ask(parting.question, answer, explain=parting.explain):
            self._context.work.write(self._source.deleting(row), self._context.tell, owner=self)


def edit_panel(
    context: Context,
    start: FormStart,
    *,
    title: str,
    key: str,
    save: Callable[[Any, Any, int | None, int | None], Saved],
    load: Callable[[Any, int], Any],
    lookups: Mapping[str, Lookup] | None = None,
    only: Sequence[str] = (),
    make: type[FormPanel] = FormPanel,
    **form_options: Any,
) -> FormPanel:
    """Return the form of a row: ``save(register, fields, row id, version)``, ``load`` reads it again after a conflict.

    A field left empty takes the default of its table.
    """
    register, version = context.register, [start.row_version]

    def write(values: dict[str, Any]) -> Saved:
        given = {name: value for name, value in values.items() if value is not None}
        return save(register, start.form(**given), start.row_id, version[0])

    def renew() -> None:
        assert start.row_id is not None
        version[0] = load(register, start.row_id).row_version

    form = FieldForm(
        specs_of(start.form), start.values, lookups=lookups or {}, work=context.work, only=only, **form_options
    )
    return make(context, title, form, write, draft_key=f"{key}/{start.row_id or 'new'}", renew=renew)

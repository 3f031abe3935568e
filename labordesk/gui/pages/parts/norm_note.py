"""``NormNote``: what the rate allows, said under an amount as soon as it is known what for and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm, Values
from labordesk.gui.inputs.money import MoneyEdit
from labordesk.rules.norms import Question, is_above

if TYPE_CHECKING:
    from labordesk.services.norms import ToldNorm


@dataclass(frozen=True)
class NormAsk:
    """Which rate is asked for; the person's other supports of the year are counted, without the file being edited."""

    question: Question
    person_id: int | None = None
    house_id: int | None = None
    case_id: int | None = None


Asking = Callable[[Values], NormAsk | None]
"""Given what can be read of the form so far, which rate to ask for; None while that is not known."""


class NormNote(QObject):
    """Follows a form and shows the sentence, telling whether the amount typed goes beyond the rate."""

    def __init__(
        self,
        context: Context,
        form: FieldForm,
        asking: Asking,
        amount: Callable[[], int],
        show: Callable[[str, bool], None],
    ) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._asking = asking
        self._amount = amount
        self._say = show
        self._asked: NormAsk | None = None
        self._told: ToldNorm | None = None
        form.changed.connect(self.follow)
        self.follow()

    @classmethod
    def under(
        cls,
        context: Context,
        form: FieldForm,
        field: str,
        asking: Asking,
        amount: Callable[[], int] | None = None,
    ) -> NormNote:
        """Let the sentence stand under an amount field; ``amount`` tells what counts when not that field alone."""
        edit = form.input(field)
        assert isinstance(edit, MoneyEdit)
        return cls(
            context,
            form,
            asking,
            amount or (lambda: form.current().get(field) or 0),
            lambda text, beyond: edit.show_limit(text, beyond=beyond),
        )

    def follow(self) -> None:
        """Ask again when what the rate depends on has changed."""
        wanted = self._asking(self._form.current())
        if wanted == self._asked:
            self._show()
            return
        self._asked, self._told = wanted, None
        if wanted is None:
            self._show()
            return
        register = self._context.register

        def look() -> ToldNorm:
            from labordesk.services.norms import told_norm

            return told_norm(
                register,
                wanted.question,
                person_id=wanted.person_id,
                house_id=wanted.house_id,
                case_id=wanted.case_id,
            )

        self._context.work.read(look, self._take, latest=("norm", id(self)), owner=self._form)

    def _take(self, told: ToldNorm) -> None:
        self._told = told
        self._show()

    def _show(self) -> None:
        if self._told is None or self._told.norm is None:
            self._say("", False)
        else:
            self._say(self._told.text, is_above(self._told.norm, self._amount()))

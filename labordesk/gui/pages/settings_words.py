"""Cách viết trên giấy: the words of the house, with a sentence that shows them, and the next number."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel

from labordesk.errors import LabordeskError
from labordesk.fields import Count, specs_of
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.gui.inputs.text import CountEdit
from labordesk.gui.pages.settings_options import Options
from labordesk.gui.pages.settings_section import Section
from labordesk.i18n import N_, _
from labordesk.services.prints import PrintOptions
from labordesk.services.register_settings import (
    RegisterChoices,
    SettingsKept,
    next_document_number,
    read_choices,
    read_options,
    save_choices,
    save_options,
    set_next_document_number,
)
from labordesk.vietnamese.numbers import money, spoken_money
from labordesk.vietnamese.words import amount_in_words

EXAMPLE = 1_105_024_000
"""Has every word that can be chosen: linh, tư, nghìn; said in short it has tỷ."""


class WordsSection(Section):
    """Choices kept in the register, for everybody who opens it."""

    title = N_("Cách viết trên giấy")
    hint = N_("Chữ dùng khi đọc số, số văn bản tiếp theo, cách in lại; ghi trong sổ này, dùng cho mọi giấy in từ nay.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.options = Options(specs_of(RegisterChoices))
        self.options.setEnabled(False)
        self.prints = Options(specs_of(PrintOptions))
        self.prints.setEnabled(False)
        self.example = QLabel()
        self.example.setWordWrap(True)
        self.number = CountEdit(Count(low=1, high=99_999), _("Số văn bản tiếp theo"))
        self.number.setMaximumWidth(160)
        self._year = context.today().year
        self._number = 0
        words = Card(_("Đọc và viết số"))
        words.body.addWidget(self.options)
        words.body.addSpacing(4)
        words.body.addWidget(self.example)
        numbers = Card(_("Số văn bản tiếp theo của năm {year}").format(year=self._year))
        numbers.body.addWidget(self.number)
        prints = Card(_("In giấy tờ"))
        prints.body.addWidget(self.prints)
        self.body.addWidget(words)
        self.body.addWidget(numbers)
        self.body.addWidget(prints)
        self.body.addStretch(1)
        self.options.chosen.connect(self._save)
        self.prints.chosen.connect(self._save_prints)
        self.number.left.connect(self._keep_number)
        self.number.entered.connect(self._keep_number)
        self.load()

    def load(self) -> None:
        """Read the choices of the register."""
        register, year = self.context.register, self._year
        self.context.work.read(
            lambda: (
                read_choices(register),
                next_document_number(register, year),
                read_options(register, PrintOptions),
            ),
            self._show,
            owner=self,
        )

    def _show(self, found: tuple[RegisterChoices, int, PrintOptions]) -> None:
        choices, self._number, prints = found
        self.prints.set_values(prints)
        self.prints.setEnabled(True)
        self.options.set_values(choices)
        self.options.setEnabled(True)
        self.number.set_value(self._number)
        self._show_example(choices)

    def _show_example(self, choices: RegisterChoices) -> None:
        """Show a sum the way the papers will say it; what stands on paper is Vietnamese in every language."""
        style: dict[str, Any] = {name: getattr(choices, name) for name in ("linh", "tu", "nghin", "ty", "even")}
        short: Any = choices.ty
        words = amount_in_words(EXAMPLE, **style)
        said = spoken_money(EXAMPLE, ty=short)
        spoken = f"{money(EXAMPLE)}. Bằng chữ: {words}. Trong báo cáo: {said.direction} {said.text}."
        self.example.setText(_("Ví dụ: {words}").format(words=spoken))

    def _save(self, _name: str, _value: object) -> None:
        register, choices = self.context.register, RegisterChoices(**self.options.values())
        self._show_example(choices)
        self.context.work.write(lambda: save_choices(register, choices), self._saved, self._refused)

    def _save_prints(self, _name: str, _value: object) -> None:
        register, options = self.context.register, PrintOptions(**self.prints.values())
        self.context.work.write(lambda: save_options(register, options), self._saved, self._refused)

    def _keep_number(self) -> None:
        if self.number.problem():
            return
        wanted, register, year = self.number.value(), self.context.register, self._year
        if wanted is None:
            self.number.set_value(self._number)
        elif wanted != self._number:
            self._number = wanted
            self.context.work.write(
                lambda: set_next_document_number(register, year, wanted), self._saved, self._refused
            )

    def _saved(self, kept: SettingsKept) -> None:
        self.tell_saved(kept.changes)

    def _refused(self, error: LabordeskError) -> None:
        self.context.notify.error(error)
        self.load()

    def arrived(self) -> None:
        self.load()

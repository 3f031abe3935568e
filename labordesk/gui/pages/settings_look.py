"""Giao diện: language, light or dark, size of text; of this user on this machine."""

from __future__ import annotations

from labordesk.fields import Choice, Spec
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.gui.pages.settings_options import Options
from labordesk.gui.pages.settings_section import Section
from labordesk.i18n import LANGUAGES, N_

THEMES = (("system", N_("Theo máy tính")), ("light", N_("Sáng")), ("dark", N_("Tối")))
TEXT_SIZES = (
    ("12", N_("Nhỏ")),
    ("13", N_("Vừa")),
    ("15", N_("Lớn")),
    ("17", N_("Rất lớn")),
)

SPECS = {
    "language": Spec(N_("Ngôn ngữ màn hình"), Choice(options=tuple(LANGUAGES.items()))),
    "theme": Spec(N_("Nền sáng, tối"), Choice(options=THEMES)),
    "text_size": Spec(N_("Cỡ chữ"), Choice(options=TEXT_SIZES)),
}


class _Shown:
    """The settings as the options show them: the size of text is one of the named sizes."""

    def __init__(self, context: Context) -> None:
        self.language = context.settings.language
        self.theme = context.settings.theme
        self.text_size = str(context.settings.text_size)


class LookSection(Section):
    """In force at once: ``app.py`` saves the settings and dresses the program anew."""

    title = N_("Giao diện")
    hint = N_("Chỉ của máy này. Giấy in luôn bằng tiếng Việt, không theo ngôn ngữ màn hình.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.options = Options(SPECS, width=360)
        self.options.set_values(_Shown(context))
        card = Card()
        card.body.addWidget(self.options)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.options.chosen.connect(self._take)

    def _take(self, name: str, value: str) -> None:
        settings = self.context.settings
        if name == "language":
            settings.language = value
        elif name == "theme":
            settings.theme = "dark" if value == "dark" else "light" if value == "light" else "system"
        else:
            settings.text_size = int(value)
        self.tell_saved()
        self.context.settings_changed.emit("language" if name == "language" else "look")

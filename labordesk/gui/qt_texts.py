"""Qt's own texts (buttons of message boxes, menus of fields, file dialogs) in Vietnamese: PySide6 ships none."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from labordesk.assets import asset_path

CATALOGUE = "locale/qtbase_vi.qm"


def speak(app: QApplication, language: str) -> QTranslator | None:
    """Let Qt speak the language of the screen; to be called before the first window.

    Numbers and calendars stay Vietnamese in every language, because the register and the paper are.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    if language != "vi":
        return None
    translator = QTranslator(app)
    if not translator.load(str(asset_path(CATALOGUE))):
        return None
    app.installTranslator(translator)
    return translator

"""``HealthPart``: what concerns a person's health, shown only after pressing a button, which goes into the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.pages.people_supports import plain_label
from labordesk.gui.pages.people_words import dated_circumstance
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.person_page import PersonPage


class HealthPart(QWidget):
    """Sensitive under Luật 91/2025/QH15: closed again as soon as the card shows somebody else."""

    def __init__(self, context: Context, page: PersonPage) -> None:
        super().__init__()
        self._context, self._page = context, page
        self.button = secondary_button(_("Hiện thông tin sức khỏe"), self.reveal, icon="eye")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def reveal(self) -> None:
        """Read and show it, and note in the log that it was shown, without a name."""
        self.button.setEnabled(False)
        register, person_id = self._context.register, self._page.id

        def read() -> str | None:
            from labordesk.services.people import read_health

            return read_health(register, person_id)

        self._context.work.read(read, self._show)

    def _show(self, detail: str | None) -> None:
        note_health_shown(self._page.id)
        self.button.hide()
        self._column.addWidget(SectionHeader(_("Sức khỏe")))
        for one in self._page.circumstances:
            if one.concerns_health:
                text = dated_circumstance(one.name, one.since, one.until)
                self._column.addWidget(plain_label(" · ".join(filter(None, (text, one.note))), "", wrap=True))
        if detail:
            self._column.addWidget(plain_label(detail, "", wrap=True))


def note_health_shown(person_id: int) -> None:
    """Write into the log whose health was looked at: the id only."""
    from labordesk.logs import LOGGER  # late: the window opens without the logging package

    LOGGER.info("health shown: person %d", person_id)

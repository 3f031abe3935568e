"""Saying beforehand what the services would refuse: buttons that start a record wait, with the reason, for who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from labordesk.rules.roles import Right

if TYPE_CHECKING:
    from labordesk.gui.context import Context

NEW_RECORD = "Ctrl N"
"""The key on the button that starts a record of a page."""


def say_rights(page: QWidget, context: Context) -> None:
    """Disable what the user of now may not start; without users nothing changes."""
    why = context.why_not(Right.WRITE)
    if not why:
        return
    for button in page.findChildren(QPushButton):
        if getattr(button, "shown_key", "") == NEW_RECORD:
            disable(button, why)


def disable(button: QPushButton, why: str) -> None:
    """Disable a button and say why, also to who cannot see the tooltip; without a reason it stays as it is."""
    if why:
        button.setEnabled(False)
        button.setToolTip(why)
        button.setAccessibleDescription(why)

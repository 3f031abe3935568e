"""What the command line says of the place of a register: once, beside the answer."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from labordesk.errors import LabordeskError

if TYPE_CHECKING:
    from labordesk.store.register import Register


def tell_place(register: "Register") -> None:
    """Write what should be known of the place of an open register to stderr, unless it was told before."""
    from labordesk.services.places import TOLD_MOST, notes_of
    from labordesk.settings import load_settings, save_settings

    settings = load_settings()
    with suppress(LabordeskError):  # what was asked for says it
        notes = notes_of(register, settings.told_notes)
        for note in notes:
            sys.stderr.write(f"{note.text}\n")
        if notes:
            settings.told_notes = [*settings.told_notes, *(one.key for one in notes)][-TOLD_MOST:]
            save_settings(settings)

"""The users of a register that cannot be opened any more, as its backup knows them: who may make it again."""

from __future__ import annotations

from pathlib import Path

from labordesk.services.officers import OfficerRow, list_officers, sign_in
from labordesk.services.registers import open_register


def users_in(backup: Path, secret: str | None) -> tuple[OfficerRow, ...]:
    """Return the users who still worked with the register when the backup was made; SecretNeeded, BadFile."""
    with open_register(backup, read_only=True, secret=secret) as register:
        return list_officers(register, active=True)


def proved_user(backup: Path, secret: str | None, officer_id: int, pin: str) -> int:
    """Return the user whose PIN was right, to be handed over as ``by``; WrongSecret."""
    with open_register(backup, read_only=True, secret=secret) as register:
        return sign_in(register, officer_id, pin).id

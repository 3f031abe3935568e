"""Making, opening and describing a register; light, because the first screen waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.store import opening as store
from labordesk.store.connection import connect_plain
from labordesk.store.register import Register

if TYPE_CHECKING:
    from sqlmodel import Session

    from labordesk.store.unlocking import NewKeys

OWN_UNIT = "own_unit_id"
"""Register setting: the id of the unit the register belongs to."""

SAMPLE = "is_sample"
"""Register setting: "1" in the sample register, whose people are invented."""

NO_UNIT_NAME = N_("Hãy ghi tên đơn vị, ví dụ “Công đoàn xã Hương Sơn”.")


@dataclass(frozen=True)
class RegisterInfo:
    """What the header and the list of recent registers say about a register."""

    path: Path
    unit_id: int
    unit_name: str
    superior: str
    people_count: int
    is_sample: bool
    read_only: bool
    is_encrypted: bool


def create_register(
    path: Path,
    *,
    unit_name: str,
    unit_type: str | None = None,
    superior: str | None = None,
    place: str | None = None,
    today: date | None = None,
    is_sample: bool = False,
    keys: NewKeys | None = None,
) -> Register:
    """Make a register with its own unit, its letterhead and the shipped catalogue; whole or not at all.

    ``unit_type`` is a name of the catalogue or a new one; ``keys`` (of ``new_keys``) encrypt the register. InvalidInput
    without a name; BadFile when a file is there.
    """
    name = _text(unit_name, field="unit_name")
    if name is None:
        raise InvalidInput(NO_UNIT_NAME, field="unit_name")
    kind, above, where = _text(unit_type, "unit_type"), _text(superior, "superior"), _text(place, "place")

    def fill(session: Session) -> None:
        from labordesk.services.first_rows import write_first_rows

        write_first_rows(
            session,
            unit_name=name,
            unit_type=kind,
            superior=above,
            place=where,
            today=today or kinds.today(),
            settings={SAMPLE: "1"} if is_sample else {},
        )

    return store.create_register(path, fill=fill, connect=connect_plain if keys is None else keys.connect)


def open_register(path: Path, read_only: bool = False, *, secret: str | None = None) -> Register:
    """Open a register, upgrading an older one; BadFile or Unavailable with what to do next.

    ``secret`` is the password or the recovery key of an encrypted one; SecretNeeded without, WrongSecret with another.
    """
    return store.open_register(path, read_only=read_only, secret=secret)


def has_password(path: Path) -> bool:
    """Tell whether a register asks for a password; one that cannot be read now counts as one that does not.

    Not for a register that is open in this program: looking into its file would drop SQLite's locks on it.
    """
    from labordesk.store.key_place import is_encrypted

    try:
        return is_encrypted(path)
    except OSError:
        return False


def finish_register(draft: Path, path: Path) -> Register:
    """Give a closed register that was filled beside its place its name, and open it; BadFile when a file is there."""
    return store.finish_register(draft, path)


def register_info(register: Register) -> RegisterInfo:
    """Tell whose register it is and how many people it holds."""
    with register.looking() as connection:
        unit = connection.execute(
            "SELECT id, name FROM unit WHERE id = (SELECT value FROM register_setting WHERE key = ?)", (OWN_UNIT,)
        ).fetchone()
        letterhead = connection.execute(
            "SELECT superior_body FROM letterhead WHERE unit_id IS NULL ORDER BY valid_from DESC LIMIT 1"
        ).fetchone()
        people = connection.execute("SELECT count(*) FROM person").fetchone()
        sample = connection.execute("SELECT value FROM register_setting WHERE key = ?", (SAMPLE,)).fetchone()
    return RegisterInfo(
        path=register.path,
        unit_id=unit[0] if unit else 0,
        unit_name=unit[1] if unit else register.path.stem,
        superior=(letterhead and letterhead[0]) or "",
        people_count=people[0],
        is_sample=bool(sample) and sample[0] == "1",
        read_only=register.read_only,
        is_encrypted=register.is_encrypted,
    )


def _text(value: str | None, field: str) -> str | None:
    try:
        text: str | None = kinds.Text().parse(value)
    except LabordeskError as error:
        raise InvalidInput(error.sentence, field=field, **error.details) from None
    return text

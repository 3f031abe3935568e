"""Make the sample register: a commune union's three years, told through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final
from uuid import uuid4

from labordesk.errors import BadFile, InvalidInput
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.sample import unit_list as listed
from labordesk.sample.activities import write_activities
from labordesk.sample.gifts import write_gifts
from labordesk.sample.grants import write_grants
from labordesk.sample.houses import write_houses
from labordesk.sample.organisation import write_organisation
from labordesk.sample.people import invent_people
from labordesk.sample.scene import Codes, Scene
from labordesk.sample.units import (
    PLACE,
    SUPERIOR,
    UNIT_NAME,
    found_units,
    reorganise,
    write_letterheads,
)
from labordesk.sample.writing import write_details, write_people
from labordesk.services.registers import create_register, finish_register
from labordesk.store.faults import EXISTS
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

USUAL_PEOPLE: Final = 1200
EARLIEST: Final = date(2026, 1, 1)
"""Before this day the story could not be told: its district ended in the middle of 2025."""

TOO_EARLY = N_("Máy đang ghi ngày {day}, trước khi có công đoàn xã; hãy chỉnh lại ngày của máy rồi lập sổ mẫu.")

Progress = Callable[[int, int | None], None]

_PARTS: Final = 34
"""Steps told to ``progress``: every campaign, every year and the larger sets of people."""


def make_sample(
    path: Path,
    *,
    people: int = USUAL_PEOPLE,
    seed: int = 2026,
    today: date | None = None,
    progress: Progress | None = None,
) -> Register:
    """Make the sample register and open it; the file appears whole or not at all, and never replaces another.

    The same ``seed``, size and day give the same people, counts and sums. ``progress`` gets (steps done, steps) and
    may raise to stop. BadFile when there is already a file; InvalidInput before 2026.
    """
    path, day = path.absolute(), today or clock.today()
    if day < EARLIEST:
        raise InvalidInput(TOO_EARLY, day=short(day))
    if path.exists():
        raise BadFile(EXISTS, name=path.name)
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")
    try:
        with create_register(
            draft, unit_name=UNIT_NAME, unit_type="Công đoàn xã", superior=SUPERIOR, place=PLACE, is_sample=True
        ) as register:
            _tell(register, people, seed, day, _Steps(progress))
        return finish_register(draft, path)
    finally:
        for rest in ("", "-wal", "-shm", "-journal", ".lock"):
            draft.with_name(draft.name + rest).unlink(missing_ok=True)


class _Steps:
    """Counts the steps done for ``progress``."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0

    def __call__(self, steps: int) -> None:
        self._done += steps
        if self._progress is not None:
            self._progress(min(self._done, _PARTS), _PARTS)


def _tell(register: Register, people: int, seed: int, today: date, advance: _Steps) -> None:
    """Write the story in the order it happened, so that every rule of the services is asked on its day."""
    advance(0)
    drafts = invent_people(people, seed, today)
    write_letterheads(register)
    units = found_units(register, today)
    later = {plan.key for plan in (*listed.FROM_THE_START, listed.NEWEST)}
    ids = [0] * len(drafts)
    write_people(register, units, drafts, ids, which=lambda unit: unit not in later and unit != listed.COMMUNE)
    advance(3)
    units = reorganise(register, units, today)
    write_people(register, units, drafts, ids, which=lambda unit: unit in later or unit == listed.COMMUNE)
    codes = Codes.of(register)
    write_details(register, codes, units, drafts, ids)
    advance(2)
    scene = Scene(register, codes, units, drafts, ids, today, seed)
    write_houses(scene, advance)
    write_grants(scene, advance)
    planned = write_gifts(scene, advance)
    write_activities(scene, advance)
    write_organisation(scene, advance, planned)
    advance(_PARTS)

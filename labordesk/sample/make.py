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
from labordesk.sample.agreements import write_agreements
from labordesk.sample.counted import write_counted
from labordesk.sample.funds import write_funds
from labordesk.sample.gifts import write_gifts
from labordesk.sample.grants import write_grants
from labordesk.sample.house_plans import house_plans
from labordesk.sample.houses import write_houses
from labordesk.sample.norms import write_norms
from labordesk.sample.organisation import write_organisation
from labordesk.sample.papers import write_papers
from labordesk.sample.people import invent_people
from labordesk.sample.places import fill_in_wards
from labordesk.sample.rounds import YEARS, rounds
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
from labordesk.store.journal import forget_journal
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

USUAL_PEOPLE: Final = 1200
EARLIEST: Final = date(2026, 1, 1)
"""Before this day the story could not be told: its district ended in the middle of 2025."""

TOO_EARLY = N_("Máy đang ghi ngày {day}, trước khi có công đoàn xã; hãy chỉnh lại ngày của máy rồi lập sổ mẫu.")

Progress = Callable[[int, int | None], None]

STORY: Final = 60
"""A house, a campaign or a year of the story takes as long as so many people."""


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
            _tell(register, people, seed, day, _Steps(progress, people, day))
        return finish_register(draft, path)
    finally:
        for rest in ("", "-wal", "-shm", "-journal", ".lock"):
            draft.with_name(draft.name + rest).unlink(missing_ok=True)
        forget_journal(draft)


class _Steps:
    """Counts what was done for ``progress``: a person made, written and detailed is a step each time."""

    def __init__(self, progress: Progress | None, people: int, today: date) -> None:
        self._progress = progress
        self._done = 0
        self.total = 3 * people + STORY * (len(house_plans(today)) + len(rounds(today)) + 3 * YEARS + 4)

    def __call__(self, steps: int) -> None:
        self._done = min(self.total, self._done + steps)
        if self._progress is not None:
            self._progress(self._done, self.total)

    def story(self, steps: int) -> None:
        """Count parts of the story, each of which takes as long as some people."""
        self(steps * STORY)


def _tell(register: Register, people: int, seed: int, today: date, steps: _Steps) -> None:
    """Write the story in the order it happened, so that every rule of the services is asked on its day."""
    steps(0)
    drafts = invent_people(people, seed, today, steps)
    fill_in_wards(drafts)
    write_letterheads(register)
    units = found_units(register, today)
    later = {plan.key for plan in (*listed.FROM_THE_START, listed.NEWEST)} | {listed.COMMUNE}
    ids = [0] * len(drafts)
    write_people(register, units, drafts, ids, steps, which=lambda unit: unit not in later)
    units = reorganise(register, units, today)
    write_people(register, units, drafts, ids, steps, which=lambda unit: unit in later)
    codes = Codes.of(register)
    write_details(register, codes, drafts, ids, steps)
    scene = Scene(register, codes, units, drafts, ids, today, seed)
    write_norms(scene)
    write_houses(scene, steps.story)
    write_grants(scene, steps.story)
    write_papers(scene)
    planned = write_gifts(scene, steps.story)
    write_activities(scene, steps.story)
    write_organisation(scene, steps.story, planned)
    write_agreements(scene, steps.story)
    write_counted(scene, steps.story)
    write_funds(scene, steps.story)
    steps(steps.total)

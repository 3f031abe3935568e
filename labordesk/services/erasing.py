"""Ẩn danh hồ sơ: personal data taken out for good, from the register, its history, its journal and its free pages.

What was given stays, to the đồng and to the person counted. What lies outside the register cannot be reached from
here; ``Erased.remains`` tells all of it (services/erasing_words.py has the sentences).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.changes import Changes
from labordesk.services.erasing_remains import Remains, remains_of
from labordesk.services.officers import check_own_pin
from labordesk.services.reporting import paper_on
from labordesk.services.retention import is_pending
from labordesk.store import erasing as store
from labordesk.store.engine import sqlite_of
from labordesk.store.erasing_traces import Finder, people_to_find
from labordesk.store.humans import same_humans
from labordesk.store.origin import ERASING, origin
from labordesk.store.register import Register
from labordesk.store.wiping import ensure_room_to_wipe

NOBODY = N_("Chưa chọn hồ sơ nào để ẩn danh.")
GONE = N_("Có hồ sơ không còn trong sổ hoặc đã ẩn danh; hãy xem lại danh sách.")
PENDING = N_("Hồ sơ của {name} còn khoản chưa xong; hãy giải quyết xong trước khi ẩn danh.")

_STEPS = 100
_LOOKED, _MASKED, _WRITTEN = 10, 50, 60
"""Parts of the work in a hundred: papers read, words masked, kept; then the file is written anew."""

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Erased:
    """What was taken out: ``people`` files, ``notes`` of the history emptied;
    ``remains`` is what nobody here can reach.
    """

    people: int
    notes: int
    remains: Remains
    changes: Changes


def erase_people(
    register: Register, person_ids: Collection[int], pin: str = "", told: Callable[[int, int], None] | None = None
) -> Erased:
    """Make files anonymous; it cannot be taken back. ``pin`` is that of the user of now, where there are users.

    Other files of the same human go with one, so that people are counted as before. WrongSecret, NotAllowed,
    RuleBroken when something is still on its way. ``told`` hears of the steps and may stop before the data is gone.
    """
    from labordesk.services.erasing_papers import page_instead, papers_naming, put_away

    step = told or (lambda _done, _all: None)
    if not person_ids:
        raise InvalidInput(NOBODY)
    check_own_pin(register, pin)
    ensure_room_to_wipe(register.path)
    today = clock.today()
    head = paper_on(register, today)
    with origin(ERASING), register.writing(right=Right.ERASE) as session:
        connection = sqlite_of(session)
        humans = same_humans(connection, person_ids)
        ids = sorted({one for files in humans.values() for one in files})
        for person_id in ids:
            row = connection.execute("SELECT full_name, erased_on FROM person WHERE id = ?", (person_id,)).fetchone()
            if row is None or row[1] is not None:
                raise NotFound(GONE)
            if is_pending(connection, person_id):
                raise RuleBroken(PENDING, name=row[0])
        step(0, _STEPS)
        finder = Finder(people_to_find(connection, ids), store.called)
        papers = papers_naming(connection, finder)
        step(_LOOKED, _STEPS)
        store.keep_counted_as_one(connection, humans.values())
        for one in papers.named:
            put_away(connection, one, page_instead(head, one, finder, today), today)
        part = _part(step, _LOOKED, _MASKED)
        done = store.erase(connection, ids, today.isoformat(), finder, part)
        step(_MASKED, _STEPS)
        remains = remains_of(connection, register.path, ids, papers, done.traces)
    step = _unstoppable(step)  # the data is gone: what is left is to clear up after it
    register.forget_journal()
    step(_WRITTEN, _STEPS)
    register.wipe_free_pages(_part(step, _WRITTEN, _STEPS))
    step(_STEPS, _STEPS)
    changes = Changes(people=True, awards=True, cases=True, houses=True)
    return Erased(len(ids), done.notes, remains, changes)


def _unstoppable(step: Told) -> Told:
    """Return the same for work that must not be left half done: who listens may no longer stop it by raising."""

    def tell(done: int, steps: int) -> None:
        with suppress(Exception):
            step(done, steps)

    return tell


def _part(step: Told, first: int, last: int) -> Told:
    return lambda done, steps: step(first + (last - first) * done // max(1, steps), _STEPS)

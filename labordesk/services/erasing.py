"""Ẩn danh hồ sơ: personal data taken out for good, from the register, its history, its journal and its free pages.

What was given stays, to the đồng and to the person counted. Backups made before still hold the data until they are
thinned; how many there are is told, and they can be removed at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.changes import Changes
from labordesk.services.officers import check_own_pin
from labordesk.services.retention import is_pending
from labordesk.store import erasing as store
from labordesk.store.engine import sqlite_of
from labordesk.store.humans import same_humans
from labordesk.store.origin import ERASING, origin
from labordesk.store.register import Register

NOBODY = N_("Chưa chọn hồ sơ nào để ẩn danh.")
GONE = N_("Có hồ sơ không còn trong sổ hoặc đã ẩn danh; hãy xem lại danh sách.")
PENDING = N_("Hồ sơ của {name} còn khoản chưa xong; hãy giải quyết xong trước khi ẩn danh.")


@dataclass(frozen=True)
class Erased:
    """What was taken out: ``people`` files, ``notes`` of the history emptied; ``backups`` made before still hold it."""

    people: int
    notes: int
    backups: int
    changes: Changes


def erase_people(
    register: Register, person_ids: Collection[int], pin: str = "", told: Callable[[int, int], None] | None = None
) -> Erased:
    """Make files anonymous; it cannot be taken back. ``pin`` is that of the user of now, where there are users.

    Other files of the same human go with one, so that people are counted as before. WrongSecret, NotAllowed,
    RuleBroken when something is still on its way. ``told`` hears of three steps and may stop before the last one.
    """
    step = told or (lambda _done, _all: None)
    if not person_ids:
        raise InvalidInput(NOBODY)
    check_own_pin(register, pin)
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
        store.keep_counted_as_one(connection, humans.values())
        step(0, 3)
        notes = store.erase(connection, ids, clock.today().isoformat())
        step(1, 3)
    register.forget_journal()
    register.wipe_free_pages()
    step(3, 3)
    return Erased(len(ids), notes, _backups(register), Changes(people=True, awards=True, cases=True, houses=True))


def _backups(register: Register) -> int:
    from labordesk.services.backups import backups_of

    return len(backups_of(register.path))

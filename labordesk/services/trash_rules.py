"""What a record from the trash has to fit when it comes back: the same rules as if it were written today.

A deletion taken back at once fits by itself. One record brought back alone, perhaps months later, may meet a list that
was approved since, a second gift, an allocation used up, a file that went on without it, or a person made anonymous.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from labordesk.errors import RuleBroken
from labordesk.i18n import N_
from labordesk.rules.double_benefit import refusal, sentence_for
from labordesk.services.benefits import awards_of_people, campaign_benefits
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.history import named
from labordesk.store.history_files import later_in_file
from labordesk.store.history_undo import Change, Obstacle, marks_after
from labordesk.store.humans import same_humans

ERASED = N_(
    "Chưa khôi phục được vì thông tin này đã bị xóa hẳn khi ẩn danh hồ sơ theo luật; hãy lập hồ sơ mới nếu cần."
)
PERSON_ERASED = N_(
    "Chưa khôi phục được vì người này đã được ẩn danh theo luật; hãy lập hồ sơ mới nếu người ấy trở lại."
)
WENT_ON = N_("Chưa khôi phục được vì sau khi xóa đã có việc ghi tiếp: {what}; hãy ghi lại từ giấy tờ.")
NUMBER_TAKEN = N_("Chưa khôi phục được vì số giấy tờ của người này nay ở hồ sơ “{name}”; hãy so hai hồ sơ trước.")
RULE = N_("Chưa khôi phục được: {sentence}")

_NUMBERS = ("citizen_id", "old_id")
_PEOPLE = ("person_id", "relative_id", "first_id", "second_id", "kept_id")


def ensure_known(rows: Iterable[Change]) -> None:
    """Refuse rows whose contents were taken out by law; RuleBroken."""
    if any(not one.content for one in rows):
        raise RuleBroken(ERASED)


def ensure_nobody_twice(connection: sqlite3.Connection, rows: Iterable[Change]) -> None:
    """Refuse a person whose number stands in another file now; RuleBroken names that file."""
    for one in rows:
        for column in _NUMBERS if one.table == "person" else ():
            number = one.content.get(column)
            found = (
                number and connection.execute(f"SELECT full_name FROM person WHERE {column} = ?", (number,)).fetchone()
            )
            if found:
                raise RuleBroken(NUMBER_TAKEN, name=found[0])


def ensure_fits(connection: sqlite3.Connection, operation_id: int, rows: Sequence[Change]) -> None:
    """Refuse what does not fit the register of today any more; RuleBroken with the rule's own sentence."""
    _ensure_not_erased(connection, rows)
    awards = [one.content for one in rows if one.table == "award"]
    own = {one.row_id for one in rows if one.table == "campaign"}
    for campaign_id, lines in _by_campaign(awards):
        if campaign_id not in own:
            _ensure_list_takes(connection, campaign_id, lines)
    _ensure_no_second(connection, (one for one in awards if one.get("campaign_id") is None))
    _ensure_file_rests(connection, operation_id, rows)


def _ensure_not_erased(connection: sqlite3.Connection, rows: Iterable[Change]) -> None:
    people = {one.content[column] for one in rows for column in _PEOPLE if one.content.get(column) is not None}
    erased = connection.execute(
        "SELECT 1 FROM person WHERE erased_on IS NOT NULL AND id IN (SELECT value FROM json_each(?)) LIMIT 1",
        (json.dumps(sorted(people)),),
    ).fetchone()
    if erased:
        raise RuleBroken(PERSON_ERASED)


def _by_campaign(awards: Iterable[dict[str, Any]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for one in awards:
        if one.get("campaign_id") is not None:
            found.setdefault(one["campaign_id"], []).append(one)
    yield from found.items()


def _ensure_list_takes(connection: sqlite3.Connection, campaign_id: int, lines: Sequence[dict[str, Any]]) -> None:
    """Refuse lines in a list that is approved or full, and a second line of the same human."""
    rules = ListRules(connection, campaign_id)
    files = same_humans(connection, (one["person_id"] for one in lines))
    for one in lines:
        unit_id, quantity = one["unit_id"], one.get("quantity") or 1
        sentence = rules.locked(unit_id) or rules.full(unit_id, quantity)
        if sentence:
            raise RuleBroken(RULE, sentence=sentence)
        rules.take(unit_id, quantity)
        there = campaign_benefits(connection, campaign_id, files[one["person_id"]])
        if there and one.get("handover") != "returned" and not one.get("override_reason"):
            raise RuleBroken(RULE, sentence=str(refusal(sentence_for(there[0], own=True))))


def _ensure_no_second(connection: sqlite3.Connection, awards: Iterable[dict[str, Any]]) -> None:
    """Refuse a support outside campaigns when the same one, of the same day, was written again."""
    for one in awards:
        people = json.dumps(sorted(same_humans(connection, [one["person_id"]])[one["person_id"]]))
        for past in awards_of_people(connection, people, one["programme_id"]):
            same_day = past.on is not None and past.on.isoformat() == one.get("paid_on")
            if past.programme_id == one["programme_id"] and past.campaign_id is None and same_day:
                raise RuleBroken(RULE, sentence=sentence_for(past, own=True))


def _ensure_file_rests(connection: sqlite3.Connection, operation_id: int, rows: Sequence[Change]) -> None:
    """Refuse a row whose house, case or gift went on after it was deleted."""
    first, count = connection.execute(
        "SELECT first_change, changes FROM operation WHERE id = ?", (operation_id,)
    ).fetchone()
    after = first + count - 1
    later = later_in_file(connection, rows, after, marks_after(connection, after), alone=_taken(connection, rows))
    if later:
        raise RuleBroken(WENT_ON, what=named(Obstacle(table, n) for table, n in later.most_common()))


def _taken(connection: sqlite3.Connection, rows: Iterable[Change]) -> frozenset[tuple[str, int]]:
    """Return the rows whose numbers others have by now."""
    return frozenset(
        (one.table, one.row_id)
        for one in rows
        if connection.execute(f"SELECT 1 FROM {one.table} WHERE rowid = ?", (one.row_id,)).fetchone() is not None
    )

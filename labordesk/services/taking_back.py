"""What Ctrl+Z and Ctrl+Y do next: the deed they are about, and whether the officer should be asked first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from labordesk.services.history import Undone, last_operation, last_undone, undo
from labordesk.services.history_list import sentence_of
from labordesk.store.history import head
from labordesk.store.history_undo import files_in
from labordesk.store.register import Register

Reason = Literal["", "other", "old", "large"]

_FILES: Final = frozenset(
    (
        *("person", "house", "grant_case", "campaign", "award", "unit", "contribution", "activity", "agreement"),
        *("target", "indicator_value", "aggregate", "voucher", "allocation", "unit_list", "fund", "programme"),
    )
)
"""Tables whose rows an officer thinks of as one thing each."""


@dataclass(frozen=True)
class Step:
    """The operation to take back and its sentence; ``ask`` says why it is not done at once, "" when it is.

    "other": somebody else did it (``officer``); "old": before this session; "large": it concerns several files.
    """

    operation_id: int
    sentence: str
    at: datetime
    ask: Reason = ""
    officer: str = ""


@dataclass(frozen=True)
class Taken:
    """What was taken back or brought again; ``sentence`` is the deed's."""

    undone: Undone
    sentence: str


def newest_operation(register: Register) -> int:
    """Return the number of the last operation, 0 in an empty book: where a session begins."""
    with register.looking() as connection:
        return head(connection)[0]


def next_undo(register: Register, began: int) -> Step | None:
    """Return what Ctrl+Z takes back; ``began`` is the last operation before this session."""
    with register.looking() as connection:
        operation_id = last_operation(register)
        if operation_id is None:
            return None
        at, by, name = connection.execute(
            "SELECT o.at, o.officer_id, coalesce(f.name, '') FROM operation o"
            " LEFT JOIN officer f ON f.id = o.officer_id WHERE o.id = ?",
            (operation_id,),
        ).fetchone()
        ask: Reason = ""
        if by is not None and by != register.officer_id:
            ask = "other"
        elif operation_id <= began:
            ask = "old"
        elif files_in(connection, operation_id, _FILES) > 1:
            ask = "large"
        moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
        return Step(operation_id, sentence_of(register, operation_id), moment, ask, name)


def take_back_next(register: Register, began: int) -> Step | Taken | None:
    """Take the latest deed back, or return the step to ask about; None when nothing is left."""
    step = next_undo(register, began)
    if step is None or step.ask:
        return step
    return Taken(undo(register, step.operation_id), step.sentence)


def bring_again(register: Register) -> Taken | None:
    """Do again what was taken back last (Ctrl+Y); None when there is nothing or something new was done since."""
    operation_id = last_undone(register)
    if operation_id is None:
        return None
    with register.looking() as connection:
        [deed] = connection.execute("SELECT undoes_id FROM operation WHERE id = ?", (operation_id,)).fetchone()
    sentence = sentence_of(register, deed)
    return Taken(undo(register, operation_id), sentence)

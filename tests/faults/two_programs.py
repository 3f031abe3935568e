"""A program that shares a register with another one: writes when it gets it, reads when the other one has it.

Every save adds one to a counter that both programs count in, so that a lost update shows; every read is proved to be
one moment of the register. It tells at the end what it did (JSON, one line); run as ``-m`` with the order on stdin.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from labordesk.errors import Conflict, Unavailable
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.person import PersonFields
from labordesk.services.awards import AwardData, save_award
from labordesk.services.backups import back_up_register
from labordesk.services.checking import check_register
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.registers import open_register
from labordesk.store.register import Register

DAY = date(2026, 1, 28)
ONE_PAIR = (
    "SELECT a.id FROM award a JOIN award_line l ON l.award_id = a.id GROUP BY a.id"
    " HAVING count(*) <> 2 OR min(l.amount) <> max(l.amount)"
)
TOTALS = "SELECT (SELECT coalesce(sum(amount), 0) FROM award_line), (SELECT coalesce(sum(amount), 0) FROM sum_line)"


@dataclass
class Told:
    """What a program did: saves by kind, reads, how often the other one had the register, and its longest wait (s)."""

    edits: int = 0
    awards: int = 0
    reads: int = 0
    refused: int = 0
    checks: int = 0
    backups: int = 0
    openings: int = 0
    longest: float = 0.0
    longest_what: str = ""


class Sharer:
    """One of the two programs."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.path, self.secret = Path(order["path"]), order["secret"]
        self.seconds, self.writes = order["seconds"], order["writes"]
        self.chance = random.Random(order["seed"])
        self.told = Told()
        self.seen = 0

    def work(self) -> None:
        """Share the register until the time is over; any sign of a lost or half save is an AssertionError."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            register = self._opened()
            if register is None:
                continue
            with register:
                self.told.openings += 1
                self._use(register, min(end, time.monotonic() + self.chance.uniform(0.1, 1.5)))

    def _opened(self) -> Register | None:
        if self.chance.random() < self.writes:
            with suppress(Unavailable):
                return self._timed("open", lambda: open_register(self.path, secret=self.secret))
            self.told.refused += 1
        with suppress(Unavailable):  # the other one is putting its log back this moment
            return self._timed("open to read", lambda: open_register(self.path, True, secret=self.secret))
        return None

    def _use(self, register: Register, until: float) -> None:
        while time.monotonic() < until:
            self._timed("read", lambda: self._read(register))
            if register.read_only:
                self._must_not_write(register)
            elif self.chance.random() < 0.5:
                self._timed("edit", lambda: self._count_on(register))
            else:
                self._timed("award", lambda: self._give(register))
            if self.chance.random() < 0.02:
                self._timed("check", lambda: self._check(register))
            if self.chance.random() < 0.01:
                self._timed("backup", lambda: back_up_register(register, "tay"))
                self.told.backups += 1

    def _read(self, register: Register) -> None:
        with register.looking() as connection:
            count = counted(connection)
            assert count >= self.seen, "an update was lost"
            self.seen = count
            assert connection.execute(ONE_PAIR).fetchall() == []
            lines, sums = connection.execute(TOTALS).fetchone()
            assert lines == sums
        self.told.reads += 1

    def _must_not_write(self, register: Register) -> None:
        try:
            self._count_on(register)
        except Unavailable:
            self.told.refused += 1
            return
        raise AssertionError("a register opened to be read was written")

    def _count_on(self, register: Register) -> None:
        person = first_person(register)
        loaded = load_person(register, person)
        number = int((loaded.fields.note or "0").removeprefix("lần ")) + 1
        fields = PersonFields.model_validate({**loaded.fields.model_dump(), "note": f"lần {number}"})
        with suppress(Conflict):
            save_person(register, PersonData(fields), person_id=person, row_version=loaded.row_version)
            self.told.edits += 1

    def _give(self, register: Register) -> None:
        with register.looking() as connection:
            unit, programme, fund = connection.execute(
                "SELECT (SELECT min(id) FROM unit), (SELECT id FROM programme WHERE code = 'THAM-HOI'),"
                " (SELECT min(id) FROM fund)"
            ).fetchone()
        fields = AwardFields(
            programme_id=programme,
            person_id=first_person(register),
            unit_id=unit,
            handover="received",
            paid_on=DAY,
            quantity=1,
        )
        amount = self.chance.randrange(1, 1_000) * 1_000
        lines = tuple(AwardLineFields(fund_id=fund, level="upper", form=it, amount=amount) for it in ("cash", "goods"))
        save_award(register, AwardData(fields, lines))
        self.told.awards += 1

    def _check(self, register: Register) -> None:
        assert [str(one) for one in check_register(register).problems] == []
        self.told.checks += 1

    def _timed(self, what: str, work: Any) -> Any:
        start = time.monotonic()
        try:
            return work()
        finally:
            took = time.monotonic() - start
            if took > self.told.longest:
                self.told.longest, self.told.longest_what = took, what


def first_person(register: Register) -> int:
    """Return the person both programs count on."""
    with register.looking() as connection:
        return int(connection.execute("SELECT min(id) FROM person").fetchone()[0])


def counted(connection: sqlite3.Connection) -> int:
    """Return how far the two programs have counted together."""
    (note,) = connection.execute("SELECT note FROM person ORDER BY id LIMIT 1").fetchone()
    return int((note or "0").removeprefix("lần "))


def main() -> None:
    """Share the register of the order on the standard input."""
    sharer = Sharer(json.loads(sys.stdin.readline()))
    sharer.work()
    sys.stdout.write(json.dumps(asdict(sharer.told)) + "\n")


if __name__ == "__main__":
    main()

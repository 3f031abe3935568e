"""A program that writes into a register without a pause and tells each save once it is acknowledged; made to be killed.

Told a round (JSON, one line) it forks a child for it where the system can, so that the program is loaded only once.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.person import PersonFields
from labordesk.services.awards import AwardData, delete_award, save_award
from labordesk.services.history import last_operation, undo
from labordesk.services.imports import ImportOrder, preview_import, write_import
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.registers import open_register
from labordesk.store.register import Register
from tests.services.list_files import list_file

DAY = date(2026, 1, 28)
IN_A_LIST, FIRST_ROW = 3, 4
GIFTS = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"


class Writer:
    """Writes one save after the other, each with a number of its own, and tells it once it is acknowledged."""

    def __init__(self, register: Register, folder: Path, start: int) -> None:
        self._register, self._folder, self._number = register, folder, start
        self._given: list[tuple[int, int]] = []
        """Awards of this round that stand: id and number."""
        with register.looking() as connection:
            self._unit, self._person, self._programme, self._fund = connection.execute(
                "SELECT (SELECT min(id) FROM unit), (SELECT min(id) FROM person),"
                " (SELECT id FROM programme WHERE code = 'THAM-HOI'), (SELECT min(id) FROM fund)"
            ).fetchone()

    def write_on(self) -> None:
        """Write for ever: mostly awards and edits; now and then one is deleted, brought back, or a list taken in."""
        while True:
            self._number += 1
            if self._number % 10 == 0:
                self._tell("list", _take_list(self._register, self._folder, self._number))
            elif self._number % 10 in (5, 6) and self._given:
                self._delete() if self._number % 10 == 5 else self._delete_and_bring_back()
            elif self._number % 3 == 0:
                self._edit()
            else:
                self._give()

    def _give(self) -> None:
        fields = AwardFields(
            programme_id=self._programme,
            person_id=self._person,
            unit_id=self._unit,
            handover="received",
            paid_on=DAY,
            quantity=1,
        )
        lines = tuple(
            AwardLineFields(fund_id=self._fund, level="upper", form=it, amount=self._number) for it in ("cash", "goods")
        )
        award = save_award(self._register, AwardData(fields, lines)).id
        self._given.append((award, self._number))
        self._tell("award", award)

    def _edit(self) -> None:
        loaded = load_person(self._register, self._person)
        fields = PersonFields.model_validate({**loaded.fields.model_dump(), "note": f"lần {self._number}"})
        save_person(self._register, PersonData(fields), person_id=self._person, row_version=loaded.row_version)
        self._tell("edit", self._person)

    def _delete(self) -> None:
        award, _number = self._given.pop()
        delete_award(self._register, award)
        self._tell("gone", award)

    def _delete_and_bring_back(self) -> None:
        award, number = self._given[-1]
        delete_award(self._register, award)
        self._tell("gone", award)
        last = last_operation(self._register)
        assert last is not None
        undo(self._register, last)
        _tell(kind="award", id=award, number=number)

    def _tell(self, kind: str, id_: int) -> None:
        _tell(kind=kind, id=id_, number=self._number)


def _take_list(register: Register, folder: Path, number: int) -> int:
    rows = [
        (
            f"Trần Thị Lan {'ABC'[place]}",
            "1985",
            f"0421850{number * IN_A_LIST + place:05d}"[:12],
            "",
            "",
            f"{number}.000",
            "",
        )
        for place in range(IN_A_LIST)
    ]
    path = list_file(folder, rows, title=GIFTS, name=f"{number}.csv")
    new = dict.fromkeys([(path.stem, row) for row in range(FIRST_ROW, FIRST_ROW + IN_A_LIST)])
    preview = preview_import(register, path, ImportOrder(people=new, reason="danh sách bổ sung"))
    result = write_import(register, preview)
    assert result.written == IN_A_LIST, (result, [one.problems for one in preview.rows])
    path.unlink()
    return result.batch_id


def _tell(**what: Any) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


def _run(order: dict[str, Any]) -> None:
    _tell(pid=os.getpid())
    with open_register(Path(order["path"]), secret=order["secret"]) as register:
        _tell(opened=True)
        Writer(register, Path(order["folder"]), order["start"]).write_on()


def main() -> None:
    """Run the rounds that are told on the standard input."""
    configure_mappers()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork() if hasattr(os, "fork") else 0
        if child == 0:
            try:
                _run(order)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(3)
        os.waitpid(child, 0)
        _tell(ended=True)


if __name__ == "__main__":
    main()

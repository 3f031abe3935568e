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
from labordesk.services.awards import AwardData, save_award
from labordesk.services.imports import ImportOrder, preview_import, write_import
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.registers import open_register
from labordesk.store.register import Register
from tests.services.list_files import list_file

DAY = date(2026, 1, 28)
IN_A_LIST, FIRST_ROW = 3, 4
GIFTS = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"


def write_on(register: Register, folder: Path, start: int) -> None:
    """Write for ever: mostly awards and edits, now and then a list of three people; each number is used once."""
    with register.looking() as connection:
        unit, person = (connection.execute(f"SELECT min(id) FROM {one}").fetchone()[0] for one in ("unit", "person"))
        programme = connection.execute("SELECT id FROM programme WHERE code = 'THAM-HOI'").fetchone()[0]
        fund = connection.execute("SELECT min(id) FROM fund").fetchone()[0]
    number = start
    while True:
        number += 1
        if number % 10 == 0:
            _tell(kind="list", id=_take_list(register, folder, number), number=number)
        elif number % 3 == 0:
            loaded = load_person(register, person)
            fields = PersonFields.model_validate({**loaded.fields.model_dump(), "note": f"lần {number}"})
            save_person(register, PersonData(fields), person_id=person, row_version=loaded.row_version)
            _tell(kind="edit", id=person, number=number)
        else:
            fields = AwardFields(
                programme_id=programme, person_id=person, unit_id=unit, handover="received", paid_on=DAY, quantity=1
            )
            lines = tuple(
                AwardLineFields(fund_id=fund, level="upper", form=it, amount=number) for it in ("cash", "goods")
            )
            _tell(kind="award", id=save_award(register, AwardData(fields, lines)).id, number=number)


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
        write_on(register, Path(order["folder"]), order["start"])


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

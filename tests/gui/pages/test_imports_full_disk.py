"""The disk is full while a list is written: told, nothing half written, gone on with once there is room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from labordesk.gui.pages.imports_wizard import FINAL
from labordesk.services.checking import check_register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.imports_page import Wizard, office, wizard
from tests.store.disks import fill_up, small_disk

__all__ = ["office", "wizard"]

LONG = pytest.mark.long
SYLLABLES = ("Lan", "Huệ", "Cúc", "Mận", "Bưởi", "Ổi", "Thảo", "Nhung", "Tuyết", "Hạnh", "Duyên", "Hằng")


@pytest.fixture
def register_path(register_template: Path, tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "usb", kilobytes=24_000) as disk:
        yield Path(shutil.copy(register_template, disk / "Hương Sơn.labordesk"))


def people(count: int) -> list[tuple[object, ...]]:
    """Rows of people nobody has in the register yet."""
    return [
        (
            number + 1,
            f"Hoàng Thị {SYLLABLES[number // 144 % 12]} {SYLLABLES[number // 12 % 12]} {SYLLABLES[number % 12]}",
            1970 + number % 30,
            f"0461{number % 2 + 8}{70 + number % 30}{number:06}"[:12],
            "CĐCS Công ty TNHH May Sông Lam",
            500_000,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("room", [pytest.param(0, marks=LONG), 60_000, pytest.param(200_000, marks=LONG)])
def test_a_list_that_does_not_fit_on_the_disk_is_written_once_there_is_room(
    wizard: Wizard, notify: RecordedNotify, register_path: Path, room: int
) -> None:
    wizard.office.campaign()
    before = wizard.count("select count(*) from person")
    rows = people(150)
    wizard.take_rows(rows, total=500_000 * len(rows))
    wizard.go(FINAL)
    assert wizard.page.wizard.final.write_all.isEnabled(), [row.problems for row in wizard.preview.rows]
    filler = fill_up(register_path.parent, leaving=room)
    wizard.write()
    wizard.settle()
    assert any("đã đầy" in text for text in told(wizard, notify)), told(wizard, notify)
    assert wizard.count("select count(*) from person") == before
    assert wizard.count("select count(*) from award") == 0
    assert wizard.count("select count(*) from import_batch") == 0
    assert not list(register_path.parent.rglob("*.new*"))
    assert wizard.page.wizard.final.write_all.isEnabled()
    filler.unlink()
    notify.errors.clear()
    wizard.write()
    assert told(wizard, notify) == []
    assert wizard.count("select count(*) from person") == before + len(rows)
    assert wizard.count("select count(*) from award") == len(rows)
    assert "150 suất quà" in wizard.page.result.notice.text()
    assert check_register(wizard.office.register).ok


def told(wizard: Wizard, notify: RecordedNotify) -> list[str]:
    """What is said to be wrong, wherever it is said."""
    return [str(error) for error in notify.errors]

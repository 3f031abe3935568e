"""Which backup is the newest while the clock of the machine is set forward and back: the one made last."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from labordesk.services import backups as backups_module
from labordesk.services.backups import back_up_register, backups_of, has_changed, last_good
from labordesk.services.rebuilding import rebuild_register, rescue_of
from labordesk.services.replacing import replace_register
from labordesk.store import backup, backup_list
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from tests.store.register_rows import add_fund, fund_codes

NOW = datetime(2026, 11, 22, 9, 0).astimezone()
NEXT_YEAR = NOW + timedelta(days=365)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(backup, "datetime", Clock)
    monkeypatch.setattr(backup_list, "datetime", Clock)
    monkeypatch.setattr(backups_module, "_now", lambda: Clock.moment)
    return Clock


class Clock(datetime):
    """A clock that stands where a test puts it."""

    moment = NOW

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.moment


def made_at(register: Register, moment: datetime, code: str) -> Path:
    Clock.moment = moment
    add_fund(register, code)
    return back_up_register(register).file.path


@pytest.mark.usefixtures("clock")
def test_a_backup_of_a_clock_that_ran_ahead_is_not_the_newest_for_ever(register_path: Path) -> None:
    with open_register(register_path) as register:
        ahead = made_at(register, NEXT_YEAR, "truoc")
        right = made_at(register, NOW, "sau")
        assert [one.path for one in backups_of(register_path)] == [right, ahead]
        assert not has_changed(register)
    newest = last_good(register_path)
    assert newest is not None
    assert newest.path == right
    found = rescue_of(register_path).backup
    assert found is not None
    assert found.path == right
    register_path.unlink()
    assert rebuild_register(register_path).backup.path == right
    with open_register(register_path) as register:
        assert {"truoc", "sau"} <= fund_codes(register)


@pytest.mark.usefixtures("clock")
def test_a_backup_made_after_the_clock_was_set_back_today_stays(register: Register) -> None:
    for hour in range(9):
        made_at(register, NOW + timedelta(hours=hour), f"quy-{hour}")
    after = made_at(register, NOW - timedelta(hours=1), "sau")
    assert after.exists()
    assert backups_of(register.path)[0].path == after
    assert not has_changed(register)


@pytest.mark.usefixtures("clock")
def test_a_book_from_before_backups_were_counted_is_read_by_time_and_deeds(register: Register) -> None:
    ahead = made_at(register, NEXT_YEAR, "truoc")
    before = made_at(register, NOW, "giua")
    book = next(before.parent.glob("*.json"))
    stored = json.loads(book.read_text(encoding="utf-8"))
    for one in stored.values():
        del one["turn"]
    book.write_text(json.dumps(stored), encoding="utf-8")
    assert [one.path for one in backups_of(register.path)] == [ahead, before]
    right = made_at(register, NOW + timedelta(hours=1), "sau")
    assert backups_of(register.path)[0].path == right


@pytest.mark.usefixtures("clock")
def test_after_going_back_to_an_older_backup_the_newest_is_what_was_made_since(register_path: Path) -> None:
    """The operations are fewer again, so that their number alone would name the wrong one."""
    with open_register(register_path) as register:
        old = made_at(register, NOW, "truoc")
        made_at(register, NOW + timedelta(hours=1), "sau-1")
        made_at(register, NOW + timedelta(hours=2), "sau-2")
    replace_register(register_path, old)
    with open_register(register_path) as register:
        since = made_at(register, NOW + timedelta(hours=3), "moi")
        assert backups_of(register_path)[0].path == since

"""Files put aside before a restore make room after a while, never the newest and never one kept on purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from labordesk.store.backup_names import BEFORE_RESTORE, BackupName
from labordesk.store.kept_aside import kept_aside, thin_kept_aside

NOW = datetime(2026, 11, 22, 10, 0).astimezone()


def aside(register: Path, days_ago: int, *, pinned: bool = False) -> Path:
    name = BackupName(register.stem, BEFORE_RESTORE, NOW - timedelta(days=days_ago), pinned=pinned)
    path = register.with_name(str(name))
    path.write_bytes(b"x")
    path.with_name(f"{path.name}-wal").write_bytes(b"x")
    return path


def test_old_ones_go_with_their_logs_and_recent_ones_stay(tmp_path: Path) -> None:
    register = tmp_path / "Hương Sơn.labordesk"
    register.write_bytes(b"x")
    recent, old, older = aside(register, 10), aside(register, 61), aside(register, 400)
    pinned = aside(register, 900, pinned=True)
    other = aside(tmp_path / "Hương Sơn 2.labordesk", 500)
    assert kept_aside(register) == (recent, old, older, pinned)
    assert set(thin_kept_aside(register, NOW)) == {old, older}
    assert kept_aside(register) == (recent, pinned)
    assert not old.with_name(f"{old.name}-wal").exists()
    assert other.exists()
    assert register.exists()


def test_the_newest_stays_however_old_it_is(tmp_path: Path) -> None:
    register = tmp_path / "Hương Sơn.labordesk"
    newest, _older = aside(register, 400), aside(register, 500)
    thin_kept_aside(register, NOW)
    assert kept_aside(register) == (newest,)
    assert thin_kept_aside(register, NOW) == ()

"""A log left by a crash: played into its own file in every state of it, never into another file of the same name."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.services.backups import back_up_register
from labordesk.store import left_log
from labordesk.store.connection import Connect, connect_plain
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.store.encrypted import key_of, open_quickly
from tests.store.register_rows import add_fund, fund_codes

Open = Callable[[Path], Register]
PAGE = 4096


@pytest.fixture(params=["plain", "encrypted"])
def way(
    request: pytest.FixtureRequest, register_template: Path, tmp_path: Path
) -> Iterator[tuple[Path, Open, Connect]]:
    """A closed register, what opens it, and its driver."""
    folder = tmp_path / "sổ"
    folder.mkdir()
    if request.param == "plain":
        yield Path(shutil.copy(register_template, folder / "a.labordesk")), open_register, connect_plain
        return
    template, keys = request.getfixturevalue("encrypted_template")
    assert isinstance(keys, NewKeys)
    path = Path(shutil.copy(template, folder / "a.labordesk"))
    yield path, lambda one: open_quickly(one, keys), key_of(keys)


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def crash(register: Register, copy: Path) -> None:
    """Leave at ``copy`` what a power cut would leave now: the file and its log."""
    shutil.copy(register.path, copy)
    shutil.copy(log_of(register.path), log_of(copy))


def kept_logs(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*.{left_log.LEFT}-*"))


def test_what_a_crash_left_is_played_into_its_own_file(way: tuple[Path, Open, Connect]) -> None:
    path, open_it, connect = way
    crashed = path.with_name("b.labordesk")
    with open_it(path) as register:
        for number in range(3):
            add_fund(register, f"quy-{number}")
        crash(register, crashed)
    assert left_log.fits(crashed, connect)
    with open_it(crashed) as register:
        assert {"quy-0", "quy-1", "quy-2"} <= fund_codes(register)
        assert register.log_set_aside is None
    assert kept_logs(path.parent) == []
    assert list(path.parent.glob(".*")) == []


def test_an_older_backup_put_over_a_crashed_register_is_opened_as_it_is(way: tuple[Path, Open, Connect]) -> None:
    path, open_it, _connect = way
    crashed = path.with_name("b.labordesk")
    with open_it(path) as register:
        add_fund(register, "truoc")
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
        register.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        add_fund(register, "sau")
        crash(register, crashed)
    shutil.copy(backup, crashed)
    with open_it(crashed) as register:
        codes = fund_codes(register)
        assert "truoc" in codes
        assert not {"giua", "sau"} & codes
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert register.log_set_aside is not None
        assert register.log_set_aside.stat().st_size > 0
        add_fund(register, "tiep")
    assert kept_logs(path.parent) == [register.log_set_aside]


def test_a_newer_copy_put_over_a_crashed_register_does_not_go_back_in_time(way: tuple[Path, Open, Connect]) -> None:
    path, open_it, _connect = way
    crashed = path.with_name("b.labordesk")
    with open_it(path) as register:
        add_fund(register, "truoc")
        crash(register, crashed)
        add_fund(register, "moi-hon")
        shutil.copy(back_up_register(register).file.path, crashed)
    with open_it(crashed) as register:
        assert {"truoc", "moi-hon"} <= fund_codes(register)
        assert register.log_set_aside is not None


def test_a_copy_as_old_as_the_log_is_made_whole_by_it(way: tuple[Path, Open, Connect]) -> None:
    path, open_it, _connect = way
    crashed = path.with_name("b.labordesk")
    with open_it(path) as register:
        add_fund(register, "truoc")
        backup = back_up_register(register).file.path
        add_fund(register, "sau")
        crash(register, crashed)
    shutil.copy(backup, crashed)
    with open_it(crashed) as register:
        assert {"truoc", "sau"} <= fund_codes(register)
        assert register.log_set_aside is None
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_another_register_put_over_a_crashed_one_gets_none_of_its_pages(
    way: tuple[Path, Open, Connect], register_template: Path, tmp_path: Path
) -> None:
    from labordesk.services.registers import create_register

    path, open_it, _connect = way
    crashed, other = path.with_name("b.labordesk"), tmp_path / "khác.labordesk"
    create_register(other, unit_name="Công đoàn phường Đức Thuận").close()
    with open_it(path) as register:
        add_fund(register, "truoc")
        crash(register, crashed)
    shutil.copy(other, crashed)
    before = crashed.read_bytes()
    with open_register(crashed) as register:
        assert register.log_set_aside is not None
        assert "truoc" not in fund_codes(register)
    assert crashed.read_bytes()[PAGE:] == before[PAGE:]


def test_whoever_only_looks_is_told_of_the_log_and_changes_nothing(way: tuple[Path, Open, Connect]) -> None:
    path, open_it, connect = way
    crashed = path.with_name("b.labordesk")
    with open_it(path) as register:
        add_fund(register, "truoc")
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
        register.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        add_fund(register, "sau")
        crash(register, crashed)
    shutil.copy(backup, crashed)
    before = crashed.read_bytes(), log_of(crashed).read_bytes()
    with pytest.raises(Unavailable, match="phần ghi dở của một tệp khác"):
        open_register(crashed, read_only=True, connect=connect)
    assert (crashed.read_bytes(), log_of(crashed).read_bytes()) == before


@pytest.mark.parametrize("seed", range(4))
def test_a_file_torn_while_the_log_was_put_into_it_keeps_its_log(way: tuple[Path, Open, Connect], seed: int) -> None:
    """A power cut in the middle of a checkpoint: any of the log's pages may stand in the file already."""
    path, open_it, connect = way
    crashed = path.with_name("b.labordesk")
    before = path.read_bytes()
    with open_it(path) as register:
        for number in range(4):
            add_fund(register, f"quy-{number}")
        crash(register, crashed)
    after = path.read_bytes()
    chance = random.Random(seed)
    pages = [after if chance.random() < 0.5 else before for _page in range(len(after) // PAGE)]
    torn = b"".join(source[n * PAGE : (n + 1) * PAGE] for n, source in enumerate(pages))
    crashed.write_bytes(torn)
    if connect is not connect_plain:
        shutil.copy(path, path.with_name("b giữ khóa.labordesk"))  # the block at the end may be torn off
    assert left_log.fits(crashed, connect)
    with open_it(crashed) as register:
        assert {f"quy-{number}" for number in range(4)} <= fund_codes(register)
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert register.log_set_aside is None


def test_a_disk_without_links_is_judged_as_well(
    way: tuple[Path, Open, Connect], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_names: object) -> None:
        raise PermissionError("FAT")

    path, open_it, connect = way
    crashed = path.with_name("b.labordesk")
    with open_it(path) as register:
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
        register.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        add_fund(register, "sau")
        crash(register, crashed)
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", no_links)
        assert left_log.fits(crashed, connect)
        shutil.copy(backup, crashed)
        assert not left_log.fits(crashed, connect)


def test_a_program_killed_after_saving_loses_nothing_though_its_log_is_judged(register_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from labordesk.store.opening import open_register\n"
        "from tests.store.register_rows import add_fund\n"
        "register = open_register(Path(sys.argv[1]))\n"
        "for n in range(5): add_fund(register, f'quy-{n}')\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(register_path)], check=False)
    assert log_of(register_path).stat().st_size
    with open_register(register_path) as register:
        assert {f"quy-{n}" for n in range(5)} <= fund_codes(register)


def test_a_log_of_nothing_is_no_log(register_path: Path) -> None:
    for content in (b"", b"x" * 20, b"\0" * 5000, random.Random(1).randbytes(9000)):
        log_of(register_path).write_bytes(content)
        assert left_log.fits(register_path, connect_plain)
    log_of(register_path).unlink()
    with sqlite3.connect(register_path) as connection:
        assert connection.execute("SELECT count(*) FROM operation").fetchone()[0] > 0
    connection.close()

"""A rollback journal left by a crash on a share: rolled into its own file always, into another file never."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.services.backups import back_up_register
from labordesk.services.places import notes_of
from labordesk.store import left_journal, opening
from labordesk.store.connection import Connect, Mode, connect_plain
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.rollback_journal import hot_journal
from labordesk.store.unlocking import NewKeys
from tests.store.disks import read_only
from tests.store.encrypted import key_of, open_quickly
from tests.store.register_rows import add_fund, fund_codes

Open = Callable[[Path], Register]
PAGE, SECTOR, NONCE = 4096, 512, 77
MAGIC = bytes.fromhex("d9d505f920a163d7")


@dataclass(frozen=True)
class Way:
    """A closed register on a share, what opens it, and its driver."""

    path: Path
    open: Open
    connect: Connect


@pytest.fixture(params=["plain", "encrypted"])
def way(
    request: pytest.FixtureRequest, register_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Way]:
    monkeypatch.setattr(opening, "is_on_network", lambda _path: True)
    folder = tmp_path / "may-chu"
    folder.mkdir()
    if request.param == "plain":
        yield Way(Path(shutil.copy(register_template, folder / "a.labordesk")), open_register, connect_plain)
        return
    template, keys = request.getfixturevalue("encrypted_template")
    assert isinstance(keys, NewKeys)
    path = Path(shutil.copy(template, folder / "a.labordesk"))
    yield Way(path, lambda one: open_quickly(one, keys), key_of(keys))


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def pages_of(register: Register) -> list[bytes]:
    """The pages of the file as it lies there, without what follows the last one."""
    count = register.connection().execute("PRAGMA page_count").fetchone()[0]
    content = register.path.read_bytes()
    return [content[n * PAGE : (n + 1) * PAGE] for n in range(count)]


def write_journal(path: Path, before: list[bytes], after: list[bytes]) -> None:
    """Write what SQLite writes before it changes a file: the pages as they were (fileformat2.html, section 3)."""
    changed = [n for n, page in enumerate(before) if n >= len(after) or after[n] != page]
    header = struct.pack(">8s5I", MAGIC, len(changed), NONCE, len(before), SECTOR, PAGE)
    records = (struct.pack(">I", n + 1) + before[n] + struct.pack(">I", checksum(before[n])) for n in changed)
    journal_of(path).write_bytes(header.ljust(SECTOR, b"\0") + b"".join(records))


def checksum(page: bytes) -> int:
    return (NONCE + sum(page[place] for place in range(PAGE - 200, 0, -200))) & 0xFFFFFFFF


def torn(before: list[bytes], after: list[bytes], seed: int) -> bytes:
    """The file after a power cut while the new pages were written: any of them may be there."""
    chance = random.Random(seed)
    beginning = [new if chance.random() < 0.5 else old for old, new in zip(before, after, strict=False)]
    return b"".join((*beginning, *after[len(before) :]))


def interrupted(way: Way) -> tuple[list[bytes], list[bytes]]:
    """Save "truoc" and then "do-dang"; return the pages before and after the second save."""
    with way.open(way.path) as register:
        add_fund(register, "truoc")
        before = pages_of(register)
        add_fund(register, "do-dang")
        return before, pages_of(register)


def integrity(register: Register) -> list[tuple[str]]:
    found: list[tuple[str]] = register.connection().execute("PRAGMA integrity_check").fetchall()
    return found


def aside(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ghi-do-*"))


def restored(way: Way, content: bytes | Path, journal: tuple[list[bytes], list[bytes]]) -> Path:
    """Put other content over a register beside which the journal of a crash lies."""
    crashed = way.path.with_name("b.labordesk")
    crashed.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
    write_journal(crashed, *journal)
    return crashed


@pytest.mark.parametrize("seed", range(4))
def test_a_save_broken_off_by_a_power_cut_is_taken_back(way: Way, seed: int) -> None:
    before, after = interrupted(way)
    crashed = restored(way, torn(before, after, seed), (before, after))
    if way.connect is not connect_plain:
        shutil.copy(way.path, way.path.with_name("b giữ khóa.labordesk"))  # the block behind the pages is torn off
    assert left_journal.fits(crashed, way.connect)
    with way.open(crashed) as register:
        assert "truoc" in fund_codes(register)
        assert "do-dang" not in fund_codes(register)
        assert integrity(register) == [("ok",)]
        assert register.log_set_aside is None
    assert aside(crashed.parent) == []
    assert list(crashed.parent.glob(".*")) == []


def test_a_save_broken_off_before_its_first_page_leaves_nothing_to_tell(way: Way) -> None:
    before, after = interrupted(way)
    crashed = restored(way, b"".join(before), (before, after))
    if way.connect is not connect_plain:
        shutil.copy(way.path, way.path.with_name("b giữ khóa.labordesk"))
    with way.open(crashed) as register:
        assert "truoc" in fund_codes(register)
        assert register.log_set_aside is None
    assert not journal_of(crashed).exists()


def test_a_backup_put_over_a_crashed_register_keeps_its_own_pages(way: Way) -> None:
    with way.open(way.path) as register:
        backup = back_up_register(register).file.path
        for number in range(3):
            add_fund(register, f"giua-{number}")
    crashed = restored(way, backup, interrupted(way))
    with way.open(crashed) as register:
        codes = fund_codes(register)
        assert not {"truoc", "do-dang", "giua-0"} & codes
        assert integrity(register) == [("ok",)]
        kept = register.log_set_aside
        assert kept is not None
        assert kept.name.endswith("-journal")
        assert kept.stat().st_size > SECTOR
        assert any(kept.name in note.text for note in notes_of(register))
        add_fund(register, "tiep")
    assert aside(crashed.parent) == [kept]


def test_a_newer_copy_put_over_a_crashed_register_does_not_go_back_in_time(way: Way) -> None:
    journal = interrupted(way)
    with way.open(way.path) as register:
        for number in range(3):
            add_fund(register, f"moi-hon-{number}")
        backup = back_up_register(register).file.path
    crashed = restored(way, backup, journal)
    with way.open(crashed) as register:
        assert {"truoc", "do-dang", "moi-hon-0", "moi-hon-2"} <= fund_codes(register)
        assert integrity(register) == [("ok",)]
        assert register.log_set_aside is not None


def test_a_copy_with_one_save_of_its_own_loses_it_not(way: Way) -> None:
    """Taken home before the crash, one gift written there, brought back: the very pages of the broken save."""
    with way.open(way.path) as register:
        add_fund(register, "truoc")
        home = Path(shutil.copy(way.path, way.path.with_name("o nha.labordesk")))
        before = pages_of(register)
        add_fund(register, "do-dang")
        after = pages_of(register)
    if way.connect is not connect_plain:
        shutil.copy(way.path, way.path.with_name("o nha giữ khóa.labordesk"))
    with way.open(home) as register:
        add_fund(register, "o-nha")
    crashed = restored(way, home, (before, after))
    with way.open(crashed) as register:
        codes = fund_codes(register)
        assert {"truoc", "o-nha"} <= codes
        assert "do-dang" not in codes
        assert integrity(register) == [("ok",)]
        assert register.log_set_aside is not None


def test_another_register_put_over_a_crashed_one_gets_none_of_its_pages(way: Way, tmp_path: Path) -> None:
    from labordesk.services.registers import create_register

    other = tmp_path / "khác.labordesk"
    create_register(other, unit_name="Công đoàn phường Đức Thuận").close()
    crashed = restored(way, other, interrupted(way))
    before = crashed.read_bytes()
    with open_register(crashed) as register:
        assert register.log_set_aside is not None
        assert not {"truoc", "do-dang"} & fund_codes(register)
    assert crashed.read_bytes() == before


def test_a_journal_of_sqlite_itself_is_understood(way: Way) -> None:
    """With a cache of some pages SQLite writes into the file, in several parts, long before the save is over."""
    crashed = way.path.with_name("b.labordesk")
    with way.open(way.path) as register:
        add_fund(register, "truoc")
        with closing(way.connect(way.path, "rw")) as connection:
            for pragma in ("synchronous = FULL", "cache_size = 10"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("CREATE TABLE much (n INTEGER PRIMARY KEY, text TEXT)")
            connection.executemany("INSERT INTO much VALUES (?, hex(zeroblob(900)))", ((n,) for n in range(60)))
            shutil.copy(way.path, way.path.with_name("b giữ khóa.labordesk"))
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM row_change WHERE id % 2")
            connection.execute("UPDATE much SET text = hex(randomblob(1200))")
            shutil.copy(way.path, crashed)
            shutil.copy(journal_of(way.path), journal_of(crashed))
            connection.execute("ROLLBACK")
    assert crashed.read_bytes() != way.path.read_bytes()
    journal = hot_journal(crashed)
    assert journal is not None
    assert len(list(journal.pages())) > 5
    assert left_journal.fits(crashed, way.connect)
    with way.open(crashed) as register:
        assert "truoc" in fund_codes(register)
        assert integrity(register) == [("ok",)]
        assert register.log_set_aside is None
        much = register.connection().execute("SELECT count(*), max(text) FROM much").fetchone()
        assert much == (60, "00" * 900)


def test_whoever_only_looks_is_told_of_the_foreign_journal_and_changes_nothing(way: Way) -> None:
    with way.open(way.path) as register:
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
    crashed = restored(way, backup, interrupted(way))
    before = crashed.read_bytes(), journal_of(crashed).read_bytes()
    with pytest.raises(Unavailable, match="phần ghi dở của một tệp khác"):
        open_register(crashed, read_only=True, connect=way.connect)
    assert (crashed.read_bytes(), journal_of(crashed).read_bytes()) == before


def test_whoever_only_looks_at_a_broken_save_is_sent_to_open_it_for_writing_once(way: Way) -> None:
    before, after = interrupted(way)
    crashed = restored(way, torn(before, after, 1), (before, after))
    if way.connect is not connect_plain:
        shutil.copy(way.path, way.path.with_name("b giữ khóa.labordesk"))
    with pytest.raises(Unavailable, match="mở sổ theo cách thường một lần"):
        open_register(crashed, read_only=True, connect=way.connect)


def test_a_broken_save_on_read_only_media_is_not_read_half_written(way: Way) -> None:
    before, after = interrupted(way)
    crashed = restored(way, torn(before, after, 1), (before, after))
    if way.connect is not connect_plain:
        shutil.copy(way.path, way.path.with_name("b giữ khóa.labordesk"))
    with read_only(crashed.parent), pytest.raises(Unavailable, match="chép cả thư mục sang ổ đĩa ghi được"):
        way.open(crashed)


def test_a_share_that_drops_off_in_the_middle_of_a_save_is_gone_on_with(way: Way) -> None:
    with way.open(way.path) as register:
        add_fund(register, "truoc")
        before, head = pages_of(register), register._head
        add_fund(register, "do-dang")
        after = pages_of(register)
        way.path.write_bytes(torn(before, after, 2))
        write_journal(way.path, before, after)
        register._head, register._is_shaken = head, True
        add_fund(register, "sau")
        assert {"truoc", "sau"} <= fund_codes(register)
        assert "do-dang" not in fund_codes(register)
        assert integrity(register) == [("ok",)]


@pytest.mark.parametrize("content", [b"", b"\0" * 600, b"x" * 20, MAGIC, random.Random(1).randbytes(9000)])
def test_what_is_no_journal_is_left_to_sqlite(register_path: Path, content: bytes) -> None:
    journal_of(register_path).write_bytes(content)
    assert left_journal.fits(register_path, connect_plain)


def test_a_disk_on_which_no_log_can_be_looked_at_leaves_a_broken_save_to_sqlite(way: Way) -> None:
    """Some shares let no memory be shared; a journal that could not be judged is never taken from its file."""

    def connect(path: Path, mode: Mode, *, frozen: bool = False) -> sqlite3.Connection:
        if path.name.startswith("."):
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return way.connect(path, mode, frozen=frozen)

    before, after = interrupted(way)
    assert left_journal.fits(restored(way, torn(before, after, 3), (before, after)), connect)


def test_a_disk_without_links_is_judged_as_well(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_names: object) -> None:
        raise PermissionError("FAT")

    with way.open(way.path) as register:
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
    before, after = interrupted(way)
    monkeypatch.setattr(os, "link", no_links)
    assert left_journal.fits(restored(way, torn(before, after, 3), (before, after)), way.connect)
    assert not left_journal.fits(restored(way, backup, (before, after)), way.connect)

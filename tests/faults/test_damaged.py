"""A register cut off or with one changed byte: a sentence or the same figures as before, and a way back."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.errors import BadFile, LabordeskError
from labordesk.services.backups import back_up_register
from labordesk.services.checking import check_register
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.salvaging import salvage_register
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import Connect, connect_plain
from labordesk.store.history_triggers import noted_tables
from labordesk.store.key_block import SIZE as KEY_BLOCK
from labordesk.store.migrations.head import HEAD
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from tests.store.past_registers import past_register

PASSWORD = "Tết này đủ đầy, 40 nhà"
NAME = "hỏng.labordesk"
FIGURES = (
    "SELECT count(*) FROM person",
    "SELECT count(*), sum(quantity) FROM award",
    "SELECT programme_id, strftime('%Y', paid_on), count(*), sum(l.amount) FROM award a"
    " JOIN award_line l ON l.award_id = a.id GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT sum(amount) FROM sum_line",
    "SELECT sum(amount) FROM sum_line_unit",
)
Figures = list[list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed sample register with a backup; copy it, never open it."""
    folder = tmp_path_factory.mktemp("mau")
    path = past_register(HEAD, folder).rename(folder / NAME)
    with open_register(path) as register:
        back_up_register(register, "tay")
    return path


@pytest.fixture(scope="module")
def encrypted_sample(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CipherConnect]:
    """The same with a password, and its key."""
    path = Path(shutil.copy(sample, tmp_path_factory.mktemp("mã") / NAME))
    keys = new_keys(PASSWORD)
    encrypt_register(path, keys, PASSWORD)
    return path, keys.connect


def figures_of(register: Register) -> Figures:
    with register.looking() as connection:
        return [connection.execute(sql).fetchall() for sql in (*FIGURES, *_sums(connection))]


def _sums(connection: sqlite3.Connection) -> Iterator[str]:
    """Give for every table what adds up each of its numbers, money and links to other rows alike."""
    for table in noted_tables(connection):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "row_version"]
        sums = (f"sum(CASE typeof({one}) WHEN 'integer' THEN {one} % 1000000007 END)" for one in columns)
        yield f"SELECT count(*), {', '.join(sums)} FROM {table}"


def told_or_same(damaged: Path, connect: Connect, before: Figures) -> str:
    """Open, read and check: "same", or the first sentence; any other exception or figure is a failure."""
    try:
        with open_register(damaged, connect=connect) as register:
            problems = [str(one) for one in check_register(register).problems]
            if problems:
                return problems[0]
            assert figures_of(register) == before, "a silent wrong figure"
    except LabordeskError as error:
        return str(error)
    return "same"


def prove(
    content: bytes, folder: Path, connect: Connect, before: Figures, *, salvages: bool, backups: Path | None = None
) -> str:
    """Put a damaged file down beside its backups, open it, and when something is wrong try the way back."""
    folder.mkdir()
    damaged = folder / NAME
    damaged.write_bytes(content)
    if backups is not None:
        shutil.copytree(backups, folder / backups.name)
    said = told_or_same(damaged, connect, before)
    if said != "same" and salvages:
        damaged.write_bytes(content)
        out = folder / "cứu.labordesk"
        try:
            salvage_register(damaged, out, connect=connect)
        except LabordeskError:
            pass  # nothing of it could be read: the backup is the way back
        else:
            with open_register(out, connect=connect) as register, register.looking() as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert damaged.read_bytes() == content
    shutil.rmtree(folder)
    return said


def _before(path: Path, connect: Connect, folder: Path) -> Figures:
    copy = Path(shutil.copy(path, folder / "trước.labordesk"))
    with open_register(copy, connect=connect) as register:
        return figures_of(register)


def _flips(size: int, count: int, seed: int) -> list[tuple[int, int]]:
    chance = random.Random(seed)
    return [(chance.randrange(size), 1 << chance.randrange(8)) for _ in range(count)]


def _flipped(content: bytes, place: int, bits: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= bits
    return bytes(changed)


def run_flips(path: Path, connect: Connect, folder: Path, count: int, seed: int, *, salvages: int) -> list[str]:
    """Change one bit at many places, one at a time; return what was said of each."""
    content, before = path.read_bytes(), _before(path, connect, folder)
    backups = path.parent / "backups"
    return [
        prove(
            _flipped(content, place, bits),
            folder / str(number),
            connect,
            before,
            salvages=number % salvages == 0,
            backups=backups if backups.exists() else None,
        )
        for number, (place, bits) in enumerate(_flips(len(content), count, seed))
    ]


def run_cuts(path: Path, connect: Connect, folder: Path, sizes: list[int], *, salvages: int) -> list[str]:
    """Cut the file off at many sizes; return what was said of each."""
    content, before = path.read_bytes(), _before(path, connect, folder)
    return [
        prove(content[:size], folder / str(size), connect, before, salvages=number % salvages == 0)
        for number, size in enumerate(sizes)
    ]


def test_one_changed_bit_never_gives_a_wrong_figure_silently(sample: Path, tmp_path: Path) -> None:
    assert len(run_flips(sample, connect_plain, tmp_path, 8, 1, salvages=8)) == 8


def test_a_fault_that_quotes_the_damaged_bytes_is_a_sentence(register_path: Path) -> None:
    """SQLite says where the table of tables is damaged, with the bytes that stand there, which are no text."""
    with closing(sqlite3.connect(register_path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        damaged = b"CREATE TABLE fund (id INTEGER PRIMARY KEY, \xc6\xff broken"
        connection.execute("UPDATE sqlite_master SET sql = CAST(? AS TEXT) WHERE name = 'fund'", (damaged,))
        connection.commit()
    with pytest.raises(BadFile, match="bản sao lưu gần nhất"):
        open_register(register_path)
    assert salvage_register(register_path, register_path.with_name("cứu.labordesk")).kept > 0


def test_one_changed_bit_of_an_encrypted_register_is_always_told(
    encrypted_sample: tuple[Path, CipherConnect], tmp_path: Path
) -> None:
    path, connect = encrypted_sample
    assert len(run_flips(path, connect.copy(), tmp_path, 4, 2, salvages=4)) == 4


def test_a_cut_register_is_told(sample: Path, tmp_path: Path) -> None:
    size = sample.stat().st_size
    sizes = [0, 512, 4096, 4608, size // 3 // 512 * 512, size // 2 // 512 * 512, size - 4096, size - 512]
    assert "same" not in run_cuts(sample, connect_plain, tmp_path, sizes, salvages=3)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_a_thousand_changed_bits_never_give_a_wrong_figure_silently(part: int, sample: Path, tmp_path: Path) -> None:
    assert len(run_flips(sample, connect_plain, tmp_path, 50, 1000 + part, salvages=5)) == 50


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_a_thousand_changed_bits_of_an_encrypted_register_are_told(
    part: int, encrypted_sample: tuple[Path, CipherConnect], tmp_path: Path
) -> None:
    path, connect = encrypted_sample
    assert len(run_flips(path, connect.copy(), tmp_path, 50, 2000 + part, salvages=25)) == 50


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_a_register_cut_at_every_512_bytes_is_told(part: int, sample: Path, tmp_path: Path) -> None:
    sizes = list(range(0, sample.stat().st_size, 512))[part::8]
    assert "same" not in run_cuts(sample, connect_plain, tmp_path, sizes, salvages=50)


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_an_encrypted_register_cut_at_every_512_bytes_is_told(
    part: int, encrypted_sample: tuple[Path, CipherConnect], tmp_path: Path
) -> None:
    path, connect = encrypted_sample
    sizes = list(range(0, path.stat().st_size, 512))[part::8]
    said = run_cuts(path, connect.copy(), tmp_path, sizes, salvages=100)
    # The last page is the block of keys: without it the register still opens for who holds the key.
    whole = path.stat().st_size - KEY_BLOCK
    assert all(size >= whole for size, one in zip(sizes, said, strict=True) if one == "same")

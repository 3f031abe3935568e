"""The failing disk itself: it sees, and fails, every call by which a file is written, read or removed here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.failing import FROM_CALL, FROM_READ, ONE_CALL, ONE_READ, ONE_REMOVAL, build_shim

WRITES = {
    "write": "os.write(file, b'x')",
    "pwrite": "os.pwrite(file, b'x', 0)",
    "writev": "os.writev(file, [b'x', b'y'])",
    "truncate": "os.ftruncate(file, 1)",
    "sync": "os.fsync(file)",
    "sync of data": "os.fdatasync(file)",
    "copy": "shutil.copyfile(elsewhere, path)",
    "new file": "os.open(path + '2', os.O_CREAT | os.O_WRONLY)",
    "rename": "os.replace(elsewhere, path)",
    "link": "os.link(elsewhere, path + '2')",
    "folder": "os.mkdir(path + '2')",
    "zip": "zipfile.ZipFile(path, 'w').writestr('a', 'b')",
    "database": "sqlite3.connect(path + '2').execute('CREATE TABLE a (b)')",
    "log of a database": "log.execute('INSERT INTO a VALUES (1)')",
    "shared memory of a database": "log.execute('SELECT * FROM a').fetchall()",
    "encrypted database": "cipher(path + '2').execute('CREATE TABLE a (b)')",
}
READS = {
    "read": "os.read(file, 1)",
    "pread": "os.pread(file, 1, 0)",
    "readv": "os.readv(file, [bytearray(1)])",
    "copy": "shutil.copyfile(path, elsewhere + '2')",
    "database": "sqlite3.connect(database).execute('SELECT * FROM a')",
}
REMOVALS = {"file": "os.unlink(path)", "folder": "os.rmdir(folder)"}

PROGRAM = """
import ctypes, os, shutil, sqlite3, sys, zipfile
from sqlcipher3 import dbapi2
disk, how, number, error = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), 5
path, folder, elsewhere, database = disk + "/tệp", disk + "/thư mục", disk + "-khác", disk + "/sổ"
os.mkdir(disk)
os.mkdir(folder)
for name in (path, elsewhere):
    with open(name, "w") as made:
        made.write("đây")
before = sqlite3.connect(database)
before.execute("CREATE TABLE a (b)")
before.close()
logged = sqlite3.connect(disk + "/nhật ký", isolation_level=None)
logged.execute("PRAGMA journal_mode = WAL").fetchall()
logged.execute("CREATE TABLE a (b)")
logged.close()
log = sqlite3.connect(disk + "/nhật ký", isolation_level=None)

def cipher(name):
    made = dbapi2.connect(name)
    made.set_key("x'" + "00" * 32 + "'")
    made.execute("PRAGMA cipher_log_level = NONE").fetchall()
    return made

file = os.open(path, os.O_RDWR)
shim = ctypes.CDLL(None)
shim.shim_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int]
shim.shim_arm(disk.encode() + b"/", how, number, error)
try:
    exec(sys.argv[4])
except (OSError, sqlite3.Error, dbapi2.Error):
    said = "refused"
else:
    said = "done"
shim.shim_disarm()
print(said)
os._exit(0)
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shim(tmp_path_factory.mktemp("shim"))


def said_of(statement: str, shim: Path, disk: Path, how: int, number: int) -> str:
    """Run one statement on a disk that fails at a call of a kind; return "done" or "refused"."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(disk), str(how), str(number), statement],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "LD_PRELOAD": str(shim)},
    )
    return done.stdout.strip()


@pytest.mark.parametrize("way", WRITES)
def test_every_way_of_writing_fails_on_the_failing_disk(way: str, shim: Path, tmp_path: Path) -> None:
    assert said_of(WRITES[way], shim, tmp_path / "đĩa", FROM_CALL, 1) == "refused"
    assert said_of(WRITES[way], shim, tmp_path / "đĩa lành", FROM_CALL, 0) == "done"


@pytest.mark.parametrize("way", READS)
def test_every_way_of_reading_fails_on_the_failing_disk(way: str, shim: Path, tmp_path: Path) -> None:
    assert said_of(READS[way], shim, tmp_path / "đĩa", FROM_READ, 1) == "refused"
    assert said_of(READS[way], shim, tmp_path / "đĩa lành", FROM_READ, 1_000) == "done"


@pytest.mark.parametrize("way", REMOVALS)
def test_every_removal_fails_on_the_failing_disk(way: str, shim: Path, tmp_path: Path) -> None:
    assert said_of(REMOVALS[way], shim, tmp_path / "đĩa", ONE_REMOVAL, 1) == "refused"
    assert said_of(REMOVALS[way], shim, tmp_path / "đĩa lành", ONE_REMOVAL, 2) == "done"


def test_a_fault_that_passes_hits_one_call_alone(shim: Path, tmp_path: Path) -> None:
    twice = "\ntry:\n    {0}\nexcept OSError:\n    {0}\nelse:\n    raise OSError"
    assert said_of(twice.format("os.write(file, b'x')"), shim, tmp_path / "ghi", ONE_CALL, 1) == "done"
    assert said_of(twice.format("os.read(file, 1)"), shim, tmp_path / "đọc", ONE_READ, 1) == "done"

"""Everything the program writes, as commands to be run on a failing disk, and what must hold after each fault.

A place (``Place``) is one folder with a register, its backups, its journal and the files of before; it is made once
and copied for each fault, so that every fault meets the same state.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from labordesk.errors import WrongSecret
from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_register
from labordesk.services.checking import check_register
from labordesk.services.people import PersonData, delete_person, save_person
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.store.connection import connect_plain
from labordesk.store.contents import Contents, contents_of
from labordesk.store.identity import revision_of
from labordesk.store.journal import journal_of, read_journal
from labordesk.store.key_place import is_encrypted
from labordesk.store.migrations.head import HEAD, KNOWN
from labordesk.store.register import Register
from tests.faults.failing import Answer
from tests.services.list_files import list_file
from tests.store.past_registers import past_register

PASSWORD, SECOND = "Tết này đủ đầy, 40 nhà", "Mái nhà chung của xã 2026"
REGISTER = "Hương Sơn.labordesk"
OLD_FILE = "tệp của lần trước".encode()
_NOTES = frozenset(("access_note", "paper_print", "operation", "row_change", "kept_content", "history_now"))
"""Books of what was done and looked at: a fault may come after the note of it."""
_PASSING = re.compile(r"\.(new|tmp|copy|draft)$|-journal$|\.tmp[^/]*$|\.lock$")
"""Names of what stands on the disk only while something is being written."""

Figures = Contents


@dataclass(frozen=True)
class Place:
    """A folder of registers and papers; ``before`` is what the register held when it was made."""

    folder: Path
    before: Figures
    secrets: Path
    """Folder of the password files, on a disk that never fails."""

    @property
    def register(self) -> Path:
        """Return the register."""
        return self.folder / REGISTER

    @property
    def backup(self) -> Path:
        """Return the backup made before the last changes."""
        return next(iter(sorted((self.folder / "backups").glob(f"{self.register.stem}*.labordesk"))))

    def copy(self, folder: Path) -> Place:
        """Return the same on another folder."""
        shutil.copytree(self.folder, folder)
        return Place(folder, self.before, self.secrets)

    def password(self, name: str) -> list[str]:
        """Return the option that names a password file: "first" or "second"."""
        return ["--password-file", str(self.secrets / name)]


@dataclass(frozen=True)
class Operation:
    """A command that writes; ``done`` proves what it made.

    ``faulty``: the files its disk fails for, below the folder. ``makes``: the files it may write anew. ``opens``: the
    secrets that open the register before and after. ``damaged``: the register cannot be opened before.
    """

    name: str
    arguments: Callable[[Place], list[str]]
    done: Callable[[Place], None]
    faulty: str = ""
    makes: tuple[str, ...] = ()
    encrypted: bool = False
    opens: tuple[str | None, ...] = (None, PASSWORD)
    damaged: bool = False
    looks_first: bool = False
    prepare: Callable[[Place], None] = field(default=lambda _place: None)
    before: Callable[[], Figures] | None = None
    """What the register holds that ``prepare`` puts there."""


def new_place(template: Path, folder: Path, *, encrypted: bool) -> Place:
    """Make a register with a few people and gifts, a good backup, a journal that goes on after it, and old files."""
    disk, secrets = folder / "đĩa", folder / "mật khẩu"
    (disk / "ra").mkdir(parents=True)
    (disk / "usb").mkdir()
    secrets.mkdir()
    (secrets / "first").write_text(PASSWORD, encoding="utf-8")
    (secrets / "second").write_text(SECOND, encoding="utf-8")
    unit = "Công đoàn xã Hương Sơn"
    list_file(
        secrets,
        [(f"Trần Thị Lan {'ABCD'[one]}", "1985", f"04218500010{one}", unit, "", "500.000", "") for one in range(4)],
        title="DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026",
    )
    path = Path(shutil.copy(template, disk / REGISTER))
    if encrypted:
        encrypt_register(path, new_keys(PASSWORD), PASSWORD)
    with open_register(path, secret=PASSWORD if encrypted else None) as register:
        people = [_person(name) for name in ("Nguyễn Văn An", "Lê Thị Bình", "Phạm Văn Cường")]
        saved = [save_person(register, person).id for person in people]
        back_up_register(register, "tay")
        delete_person(register, saved[1])
        save_person(register, _person("Võ Thị Dung"))
    for name in ("ds.xlsx", "ds.csv", "bc.pdf", "bc.docx", "bc.xlsx", "phieu.pdf"):
        (disk / "ra" / name).write_bytes(OLD_FILE)
    secret = PASSWORD if encrypted else None
    return Place(disk, figures_of(path, secret), secrets)


def _person(name: str) -> PersonData:
    return PersonData(PersonFields(full_name=name, birth="1980", unit_id=1))


def figures_of(path: Path, *secrets: str | None) -> Figures:
    """Open a register with the first secret that fits, check it, and return what it holds but for its books."""
    with _opened(path, [one for one in secrets if (one is not None) == is_encrypted(path)]) as register:
        assert [str(one) for one in check_register(register).problems] == []
        return _business(register.connection())


def _opened(path: Path, secrets: list[str | None]) -> Register:
    for secret in secrets[:-1]:
        with suppress(WrongSecret):
            return open_register(path, secret=secret)
    return open_register(path, secret=secrets[-1])


def _business(connection: sqlite3.Connection) -> Figures:
    return {
        name: sums for name, sums in contents_of(connection).items() if name not in _NOTES and "_search" not in name
    }


# what must hold


def prove_refusal(answer: Answer, *, looks_first: bool) -> None:
    """A refusal is one sentence on the error output, with what to do next, and exit code 1.

    ``looks_first``: the command looks at something else before, and goes on when that cannot be read.
    """
    assert answer.code == 1, answer
    said = answer.said.strip()
    assert said, answer
    assert "Traceback" not in said, said
    assert ", mã " not in said, said
    lines = said.splitlines()
    assert len(lines) <= (2 if looks_first else 1), said
    sentences = [line.rpartition(": ")[2] for line in lines]  # of one file among several its name is told before
    assert all(one[0].isupper() and one.endswith(".") for one in sentences), said
    assert ".new" not in said, said


def prove_files(place: Place, operation: Operation, *, may_leave: bool = False) -> None:
    """What was there is as it was, what is new is whole, and nothing half made is left (but where it ``may_leave``)."""
    for path in place.folder.rglob("*"):
        name = str(path.relative_to(place.folder))
        if _PASSING.search(name):
            assert may_leave, name
            continue
        if path.parent.name == "ra" and path.read_bytes() != OLD_FILE:
            assert name in operation.makes, name
            assert is_whole_file(path), name


def prove_backups(place: Place, operation: Operation, at_first: dict[str, bytes]) -> None:
    """Every register that came beside the one in use can be opened; nobody takes a half one for a backup."""
    for path in place.folder.rglob("*.labordesk"):
        name = str(path.relative_to(place.folder))
        if path != place.register and at_first.get(name) != path.read_bytes():
            if operation.damaged and path.parent == place.folder:
                assert path.read_bytes() == at_first[REGISTER], name
                continue
            looked_at = place.folder.parent / "xem"
            looked_at.mkdir()
            for one in path.parent.glob(f"{path.name}*"):  # with the log that a full disk kept from being put into it
                shutil.copy(one, looked_at)
            figures_of(looked_at / path.name, *operation.opens, None, PASSWORD)
            shutil.rmtree(looked_at)


def registers_in(place: Place) -> dict[str, bytes]:
    """Return the bytes of all registers of a place."""
    return {str(one.relative_to(place.folder)): one.read_bytes() for one in place.folder.rglob("*.labordesk")}


def prove_as_before(place: Place, operation: Operation, at_first: dict[str, bytes]) -> None:
    """The register holds what it held: the very same bytes, or the same figures after a check."""
    waiting = list(place.folder.glob(f"{REGISTER}-*"))
    if waiting or place.register.read_bytes() != at_first[REGISTER]:
        assert not operation.damaged, "a damaged register is left as it is"
        assert figures_of(place.register, *operation.opens) == place.before


def is_whole_file(path: Path) -> bool:
    """Tell whether a paper or list can be opened by what reads it, to its end."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    if path.suffix == ".csv":
        return content.startswith("\ufeff".encode()) and content.endswith(b"\r\n") and "Cường".encode() in content
    import zipfile

    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as parts:
        return parts.testzip() is None and len(parts.namelist()) > 3


# the operations


def _made(name: str) -> Callable[[Place], None]:
    def prove(place: Place) -> None:
        path = place.folder / name
        assert path.read_bytes() != OLD_FILE
        assert is_whole_file(path)

    return prove


def _export(name: str) -> Operation:
    return Operation(
        f"export {name}",
        lambda place: ["export", str(place.register), "people", str(place.folder / "ra" / name)],
        _made(f"ra/{name}"),
        faulty="ra",
        makes=(f"ra/{name}",),
    )


def _report(name: str) -> Operation:
    def arguments(place: Place) -> list[str]:
        return ["report", str(place.register), "tong-hop", "--period", "2025", "--out", str(place.folder / "ra" / name)]

    return Operation(f"report {name}", arguments, _made(f"ra/{name}"), faulty="ra", makes=(f"ra/{name}",))


def _back_up(place: Place) -> list[str]:
    return ["backup", str(place.register), "--to", str(place.folder / "usb"), *place.password("first")]


def _backed_up(place: Place) -> None:
    (second,) = (place.folder / "usb").rglob("*.labordesk")
    copy = place.folder / "backups" / second.name
    assert copy.read_bytes() == second.read_bytes()


def _import(place: Place) -> list[str]:
    return ["import", str(place.register), str(place.secrets / "danh-sach.csv"), *place.password("first")]


def _taken_in(place: Place) -> None:
    secret = PASSWORD if is_encrypted(place.register) else None
    with open_register(place.register, secret=secret) as register, register.looking() as connection:
        rows = connection.execute("SELECT count(*), sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id")
        assert rows.fetchone() == (4, 2_000_000)


def _journal_goes_on(place: Place) -> None:
    """What could not be appended is made up for at the next write: the journal ends where the register does."""
    _taken_in(place)
    with open_register(place.register) as register:
        save_person(register, _person("Đỗ Văn Em"))
        assert not register.journal_is_behind
        (last,) = register.connection().execute("SELECT max(id) FROM operation").fetchone()
    ids = [one.id for one in read_journal(journal_of(place.register), connect_plain)]
    assert ids == list(range(ids[0], last + 1))


def _encrypt(place: Place) -> list[str]:
    second = ["--new-password-file", str(place.secrets / "second")]
    return ["encrypt", str(place.register), *second, "--sheet", str(place.folder / "ra" / "phieu.pdf")]


def _decrypt(place: Place) -> list[str]:
    return ["decrypt", str(place.register), *place.password("first")]


def _rekey(*more: str) -> Callable[[Place], list[str]]:
    def arguments(place: Place) -> list[str]:
        second = ["--new-password-file", str(place.secrets / "second")]
        return ["rekey", str(place.register), *more, *place.password("first"), *second]

    return arguments


def _opens_with(secret: str | None) -> Callable[[Place], None]:
    def prove(place: Place) -> None:
        assert is_encrypted(place.register) == (secret is not None)
        assert figures_of(place.register, secret) == place.before

    return prove


def _restore(*more: str) -> Callable[[Place], list[str]]:
    def arguments(place: Place) -> list[str]:
        chosen = [] if "--journal" in more else [str(place.backup)]
        return ["restore", str(place.register), *chosen, "--yes", *more, *place.password("first")]

    return arguments


def _has_people(*names: str) -> Callable[[Place], None]:
    def prove(place: Place) -> None:
        secret = PASSWORD if is_encrypted(place.register) else None
        with open_register(place.register, secret=secret) as register, register.looking() as connection:
            found = {row[0] for row in connection.execute("SELECT full_name FROM person")}
        assert found == set(names)

    return prove


def _damage(place: Place) -> None:
    """Let the register end in the middle, as a pulled stick does."""
    content = place.register.read_bytes()
    place.register.write_bytes(content[: len(content) // 2 // 4096 * 4096])


def _salvage(place: Place) -> list[str]:
    out = str(place.folder / "cứu.labordesk")
    return ["check", str(place.register), "--salvage", out, *place.password("first")]


def _salvaged(place: Place) -> None:
    assert figures_of(place.folder / "cứu.labordesk", None, PASSWORD) == place.before


def _put_past(place: Place) -> None:
    """Put a register of the first schema in place, without the backups and the journal of the other one."""
    shutil.rmtree(place.folder / "backups")
    past_register(KNOWN[0], place.folder).replace(place.register)


@cache
def _figures_of_past() -> Figures:
    with TemporaryDirectory() as folder:
        return figures_of(past_register(KNOWN[0], Path(folder)), None)


def _migrate(place: Place) -> list[str]:
    return ["check", str(place.register)]


def _migrated(place: Place) -> None:
    with closing(connect_plain(place.register, "ro")) as connection:
        assert revision_of(connection, place.register) == HEAD
    assert figures_of(place.register, None) == _figures_of_past()


def _new(place: Place) -> list[str]:
    return ["new", str(place.folder / "mới.labordesk"), "--unit", "Công đoàn xã mới"]


def _is_new(place: Place) -> None:
    assert figures_of(place.folder / "mới.labordesk", None)["unit"][0] == 1


_ALL = ("Nguyễn Văn An", "Lê Thị Bình", "Phạm Văn Cường")
_BOTH = (PASSWORD, SECOND)
_NOW = ("Nguyễn Văn An", "Phạm Văn Cường", "Võ Thị Dung")

OPERATIONS = (
    Operation("backup", _back_up, _backed_up),
    Operation("backup, encrypted", _back_up, _backed_up, encrypted=True),
    _export("ds.xlsx"),
    _export("ds.csv"),
    _report("bc.pdf"),
    _report("bc.docx"),
    _report("bc.xlsx"),
    Operation("import", _import, _taken_in),
    Operation("import, encrypted", _import, _taken_in, encrypted=True),
    Operation("journal", _import, _journal_goes_on, faulty=f"backups/{REGISTER}.nhatky"),
    Operation("encrypt", _encrypt, _opens_with(SECOND), opens=(None, SECOND), makes=("ra/phieu.pdf",)),
    Operation("decrypt", _decrypt, _opens_with(None), encrypted=True),
    Operation("rekey", _rekey(), _opens_with(SECOND), encrypted=True, opens=_BOTH),
    Operation("rekey, whole file", _rekey("--data-key"), _opens_with(SECOND), encrypted=True, opens=_BOTH),
    Operation("restore", _restore(), _has_people(*_ALL), looks_first=True),
    Operation("restore, encrypted", _restore(), _has_people(*_ALL), looks_first=True, encrypted=True),
    Operation("restore, merge", _restore("--merge"), _has_people(*{*_ALL, *_NOW})),
    Operation("restore, journal", _restore("--journal"), _has_people(*_NOW), damaged=True, prepare=_damage),
    Operation("salvage", _salvage, _salvaged),
    Operation("migrate", _migrate, _migrated, prepare=_put_past, before=_figures_of_past),
    Operation("new", _new, _is_new),
)

"""What is done with a closed register asks who had signed in: only the keeper restores, salvages and sets passwords."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from labordesk.errors import NotAllowed, WrongSecret
from labordesk.model.officer import OfficerFields
from labordesk.model.person import PersonFields
from labordesk.services import officers
from labordesk.services.backup_users import proved_user, users_in
from labordesk.services.backups import back_up_register, backups_of, remove_backups
from labordesk.services.people import PersonData, save_person
from labordesk.services.plain_copies import encrypt_plain_copies, plain_copies, remove_plain_copies
from labordesk.services.rebuilding import rebuild_register
from labordesk.services.register_keys import change_data_key, decrypt_register, encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.services.replacing import replace_register
from labordesk.services.restoring import bring_back_from
from labordesk.services.salvaging import salvage_register
from labordesk.services.trash import empty_trash
from tests.store.encrypted import PASSWORD

KEEPER = "Nguyễn Thị Thu Hương"
OTHERS = ("approver", "officer", "inspector", "viewer")


@dataclass
class Staffed:
    """A closed register with a keeper and one user of each role, and a backup of it."""

    path: Path
    backup: Path
    ids: dict[str, int]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, register_template: Path) -> Staffed:
    folder = tmp_path_factory.mktemp("staffed")
    path = folder / "Hương Sơn.labordesk"
    path.write_bytes(register_template.read_bytes())
    with open_register(path) as register:
        save_person(register, PersonData(PersonFields(full_name="Trần Thị Mận", unit_id=1)))
        ids = {"keeper": officers.add_officer(register, OfficerFields(name=KEEPER, role="approver"), "4821").id}
        for role in OTHERS:
            ids[role] = officers.add_officer(register, OfficerFields(name=f"Người {role}", role=role), "7309").id
        backup = back_up_register(register).file.path
    return Staffed(path, backup, ids)


@pytest.fixture
def staffed(template: Staffed, tmp_path: Path) -> Staffed:
    path = tmp_path / template.path.name
    path.write_bytes(template.path.read_bytes())
    backup = tmp_path / "backups" / template.backup.name
    backup.parent.mkdir()
    backup.write_bytes(template.backup.read_bytes())
    return Staffed(path, backup, template.ids)


def replace(one: Staffed, by: int | None) -> None:
    replace_register(one.path, one.backup, by=by)


def rebuild(one: Staffed, by: int | None) -> None:
    rebuild_register(one.path, by=by)


def salvage(one: Staffed, by: int | None) -> None:
    salvage_register(one.path, one.path.with_name("cứu.labordesk"), by=by)


def encrypt(one: Staffed, by: int | None) -> None:
    encrypt_register(one.path, new_keys(PASSWORD), PASSWORD, by=by)


CLOSED: tuple[Callable[[Staffed, int | None], None], ...] = (replace, rebuild, salvage, encrypt)


@pytest.mark.parametrize("deed", CLOSED)
@pytest.mark.parametrize("role", [*OTHERS, None])
def test_nobody_but_the_keeper_does_it(staffed: Staffed, deed: Callable[..., None], role: str | None) -> None:
    before = staffed.path.read_bytes()
    with pytest.raises(NotAllowed, match=KEEPER if role else "--user"):
        deed(staffed, None if role is None else staffed.ids[role])
    assert staffed.path.read_bytes() == before
    assert sorted(one.name for one in staffed.path.parent.iterdir()) == [staffed.path.name, "backups"]


@pytest.mark.parametrize("deed", CLOSED)
def test_the_keeper_does_it(staffed: Staffed, deed: Callable[..., None]) -> None:
    deed(staffed, staffed.ids["keeper"])


@pytest.mark.parametrize("deed", [rebuild, replace, salvage])
def test_a_damaged_register_is_asked_through_its_backup(staffed: Staffed, deed: Callable[..., None]) -> None:
    content = bytearray(staffed.path.read_bytes())
    content[100 : len(content) // 2] = b"\x5a" * (len(content) // 2 - 100)
    staffed.path.write_bytes(content)
    with open_register(staffed.backup, read_only=True):
        assert [one.is_keeper for one in users_in(staffed.backup, None)].count(True) == 1
    if deed is not salvage:  # what it is asked through is a backup found good by its book; copied, there is none
        with pytest.raises(NotAllowed, match=KEEPER):
            deed(staffed, staffed.ids["officer"])
    with pytest.raises(WrongSecret):
        proved_user(staffed.backup, None, staffed.ids["keeper"], "0000")
    if deed is not salvage:
        deed(staffed, proved_user(staffed.backup, None, staffed.ids["keeper"], "4821"))
        with open_register(staffed.path) as register:
            assert officers.list_officers(register)


def test_password_and_key_are_taken_off_by_the_keeper_alone(staffed: Staffed) -> None:
    keys = new_keys(PASSWORD)
    encrypt_register(staffed.path, keys, PASSWORD, by=staffed.ids["keeper"])
    for by in (None, staffed.ids["approver"]):
        with pytest.raises(NotAllowed):
            decrypt_register(staffed.path, PASSWORD, by=by)
        with pytest.raises(NotAllowed):
            change_data_key(staffed.path, PASSWORD, new_keys("một câu khác hẳn"), "một câu khác hẳn", by=by)
    decrypt_register(staffed.path, PASSWORD, by=staffed.ids["keeper"])


def test_backups_copies_and_the_trash_are_cleared_by_the_keeper_alone(staffed: Staffed) -> None:
    encrypt_register(staffed.path, new_keys(PASSWORD), PASSWORD, by=staffed.ids["keeper"])
    with open_register(staffed.path, secret=PASSWORD) as register:
        register.officer_id = staffed.ids["approver"]
        copies = plain_copies(register)
        assert copies == (staffed.backup,)
        for deed in (
            lambda: remove_backups(register, backups_of(register.path)),
            lambda: remove_plain_copies(register, copies),
            lambda: encrypt_plain_copies(register, copies, PASSWORD),
            lambda: empty_trash(register, older_than_days=0),
            lambda: bring_back_from(register, staffed.backup, [None]),  # type: ignore[list-item]
        ):
            with pytest.raises(NotAllowed, match=KEEPER):
                deed()
        register.officer_id = staffed.ids["keeper"]
        assert encrypt_plain_copies(register, copies, PASSWORD) == 1
        assert plain_copies(register) == ()


def test_a_register_without_users_asks_nobody(register_path: Path) -> None:
    encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    decrypt_register(register_path, PASSWORD)

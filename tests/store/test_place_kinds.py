"""Which places are a share, a synchronised folder or a passing one, and which files beside a register are conflicts."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from labordesk.services.places import notes_of
from labordesk.store import places
from labordesk.store.register import Register
from tests.store.disks import small_disk

MOUNT = "36 35 {number} / {folder} rw,relatime shared:1 - {kind} //may-chu/so rw"


def mounted_as(tmp_path: Path, patch: pytest.MonkeyPatch, kind: str) -> None:
    """Let the system say that the folder of this test lies on a file system of that type."""
    device = tmp_path.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    table = tmp_path / "mountinfo"
    lines = [
        MOUNT.format(number="0:1", folder="/proc", kind="proc"),
        MOUNT.format(number=number, folder="/", kind=kind),
    ]
    table.write_text("\n".join(lines), encoding="utf-8")
    patch.setattr(places, "MOUNTS", table)


@pytest.mark.parametrize(
    ("kind", "network"),
    [
        *((kind, True) for kind in ("cifs", "smb3", "nfs", "nfs4", "9p", "fuse.sshfs", "fuse.rclone", "vboxsf")),
        *((kind, False) for kind in ("ext4", "btrfs", "vfat", "exfat", "fuseblk", "ntfs3", "tmpfs", "overlay")),
    ],
)
def test_shares_are_told_from_disks_by_the_type_of_their_file_system(
    register_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, network: bool
) -> None:
    mounted_as(tmp_path, monkeypatch, kind)
    assert places.file_system_of(register_path) == kind
    assert places.is_on_network(register_path) is network


def test_a_real_mount_is_known_by_its_type(tmp_path: Path) -> None:
    with small_disk(tmp_path / "ram", kilobytes=200) as disk:
        (disk / "a").touch()
        assert places.file_system_of(disk / "a") == "tmpfs"
    assert places.file_system_of(tmp_path / "nowhere") == ""


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (r"\\may-chu\so\a.labordesk", True),
        (r"\\?\UNC\may-chu\so\a.labordesk", True),
        (r"\\?\C:\so\a.labordesk", False),
        (r"C:\so\a.labordesk", False),
    ],
)
def test_shares_of_windows_are_known_by_their_path(text: str, share: bool) -> None:
    assert places.is_unc(text) is share


@pytest.mark.parametrize(
    ("path", "program"),
    [
        (PureWindowsPath(r"C:\Users\an\OneDrive - LĐLĐ tỉnh\Sổ\a.labordesk"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\an\OneDrive\a.labordesk"), "OneDrive"),
        (PureWindowsPath(r"G:\My Drive\a.labordesk"), "Google Drive"),
        (PureWindowsPath(r"G:\Drive của tôi\a.labordesk"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\an\iCloudDrive\a.labordesk"), "iCloud Drive"),
        (PurePosixPath("/media/may/Dropbox/so/a.labordesk"), "Dropbox"),
        (PurePosixPath("/media/may/Nextcloud2/a.labordesk"), "Nextcloud"),
        (PurePosixPath("/media/may/MEGAsync/a.labordesk"), "MEGAsync"),
        (PurePosixPath("/media/may/Tài liệu/a.labordesk"), ""),
        (PurePosixPath("/media/may/Hộp thư/Dropbox cũ.labordesk"), ""),
    ],
)
def test_synchronised_folders_are_known_by_their_names(path: PurePosixPath, program: str) -> None:
    assert places.synced_by(path, {}) == program


def test_documents_moved_into_onedrive_are_known_by_what_windows_says() -> None:
    path = PureWindowsPath(r"D:\DuLieu\Tài liệu\a.labordesk")
    assert places.synced_by(path, {"OneDriveCommercial": r"D:\DuLieu"}) == "OneDrive"
    assert places.synced_by(path, {"OneDriveCommercial": r"D:\Khac"}) == ""


@pytest.mark.parametrize(("marker", "program"), [(".dropbox", "Dropbox"), (".stfolder", "Syncthing")])
def test_synchronised_folders_are_known_by_what_lies_in_them(tmp_path: Path, marker: str, program: str) -> None:
    folder = tmp_path / "Chung" / "Sổ"
    folder.mkdir(parents=True)
    assert places.synced_by(folder / "a.labordesk", {}) == ""
    (tmp_path / "Chung" / marker).touch()
    assert places.synced_by(folder / "a.labordesk", {}) == program


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (PureWindowsPath(r"C:\Users\an\AppData\Local\Temp\Temp1_so.zip\a.labordesk"), "zip"),
        (PureWindowsPath(r"C:\Users\an\AppData\Local\Temp\7zO4A1B2C3D\a.labordesk"), "zip"),
        (
            PureWindowsPath(r"C:\Users\an\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\X\a.labordesk"),
            "mail",
        ),
        (PureWindowsPath(r"C:\Users\an\Documents\Zalo Received Files\a.labordesk"), "Zalo"),
        (PureWindowsPath(r"C:\Users\an\Documents\Labordesk\a.labordesk"), ""),
    ],
)
def test_passing_folders_are_known(path: PureWindowsPath, kind: str) -> None:
    assert places.passing_place(path) == kind


def test_conflict_copies_are_told_from_other_registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.socket, "gethostname", lambda: "MAY-VAN-THU.local")
    conflicts = [
        "Hương Sơn (An's conflicted copy 2026-11-22).labordesk",
        "Hương Sơn (bản sao xung đột của máy B).labordesk",
        "Hương Sơn-may-van-thu.labordesk",
        "Hương Sơn.sync-conflict-20261122-101010-ABCDEFG.labordesk",
    ]
    others = [
        "Hương Sơn.labordesk",
        "Hương Sơn 2025.labordesk",
        "Hương Sơn-2.labordesk",
        "Hương Sơn.truoc-khoi-phuc-20261122-101010.labordesk",
        "Hương Sơn (conflicted copy).txt",
        "Sơn Hải (conflicted copy).labordesk",
    ]
    for name in conflicts + others:
        (tmp_path / name).touch()
    found = places.conflict_copies(tmp_path / "Hương Sơn.labordesk")
    assert sorted(one.name for one in found) == sorted(conflicts)


def test_what_was_told_is_not_told_again(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    assert notes_of(register) == ()
    mounted_as(register.path.parent, monkeypatch, "cifs")
    first = notes_of(register)
    assert [note.text.partition(":")[0] for note in first] == [f"Sổ “{register.path.name}” nằm trên ổ mạng"]
    assert notes_of(register, [note.key for note in first]) == ()


def test_a_clock_behind_the_last_operation_is_told_and_one_ahead_is_not(register: Register) -> None:
    now = datetime.now(UTC)
    assert notes_of(register, now=now + timedelta(days=3000)) == ()
    assert notes_of(register, now=now - timedelta(minutes=5)) == ()
    behind = notes_of(register, now=datetime(1980, 1, 1, tzinfo=UTC))
    assert "1980, sớm hơn lần ghi cuối vào sổ" in behind[0].text
    assert "chỉnh lại ngày giờ" in behind[0].text

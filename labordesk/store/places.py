"""What kind of place a register lies in: a share of another machine, a synchronised folder, a folder of passing files.

Told by the system (type of the file system, of the drive) and by the names and files that synchronising programs use.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from labordesk.paths import REGISTER_SUFFIX
from labordesk.store.backup_names import is_backup_name

MOUNTS: Final = Path("/proc/self/mountinfo")
_REMOTE_DRIVE: Final = 4
"""``DRIVE_REMOTE`` of GetDriveTypeW."""

_SHARES: Final = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs"}
    | {"nfs4", "ocfs2", "orangefs", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"}
)
_SHARED_BY_FUSE: Final = frozenset(
    {"ceph", "cephfs", "curlftpfs", "davfs2", "gcsfuse", "glusterfs", "gvfsd-fuse", "rclone", "s3fs", "smbnetfs"}
    | {"sshfs", "vmhgfs-fuse"}
)

_SYNCED_NAMES: Final[tuple[tuple[str, str], ...]] = (
    (r"onedrive( - .+)?", "OneDrive"),
    (r"google ?drive|my drive|drive của tôi", "Google Drive"),
    (r"dropbox( \(.+\))?", "Dropbox"),
    (r"icloud ?drive|com~apple~clouddocs", "iCloud Drive"),
    (r"nextcloud\d*", "Nextcloud"),
    (r"owncloud\d*", "ownCloud"),
    (r"mega(sync)?|box( sync)?|pcloud ?drive|syncthing|yandex\.disk|zalo ?cloud", ""),
)
"""Names of folders, by which these programs are known; "" stands for the name as it is."""

_SYNCED_FILES: Final[tuple[tuple[str, str], ...]] = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
)
"""What these programs leave in the folder they synchronise."""

_ONEDRIVE: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where Windows says OneDrive's folders are: "Documents" may lie in one of them under its own name."""

_PASSING: Final[tuple[tuple[str, str], ...]] = (
    (r"temp\d+_.+\.zip|7zo[0-9a-f]{4,}|rar\$.+", "zip"),
    (r"content\.outlook|inetcache|content\.ie5", "mail"),
    (r"zalo received files|zaloreceivedfiles|zalodownloads", "Zalo"),
)
"""Folders from which a file opened by a click is soon gone: unpacked for a look, out of a mail, received by Zalo."""

_CONFLICT: Final = re.compile(r"conflict|xung đột|sync-conflict", re.IGNORECASE)


def is_on_network(path: Path) -> bool:
    """Tell whether a file lies on another machine's disk (a share, a folder of the host of a virtual machine)."""
    if os.name == "nt":
        return _is_remote_drive(path)
    kind = file_system_of(path)
    return kind in _SHARES or kind.removeprefix("fuse.") in _SHARED_BY_FUSE


def file_system_of(path: Path) -> str:
    """Return the type of the file system a file lies on ("ext4", "cifs"), "" when the system does not tell."""
    try:
        device = path.stat().st_dev
        table = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in table.splitlines():
        mount, _dash, kind = line.partition(" - ")
        fields = mount.split()
        if len(fields) > 2 and fields[2] == number and kind:
            return kind.split()[0]
    return ""


def _is_remote_drive(path: Path) -> bool:
    root = PureWindowsPath(path.absolute()).anchor
    return is_unc(str(path)) or drive_type(root) == _REMOTE_DRIVE


def is_unc(text: str) -> bool:
    r"""Tell ``\\server\share\…`` from a path on a drive; ``\\?\C:\…`` is one on a drive."""
    return (text.startswith(("\\\\", "//")) and not text.startswith(("\\\\?\\", "\\\\.\\"))) or text[
        :8
    ] == "\\\\?\\UNC\\"


def drive_type(root: str) -> int:
    """Return what Windows says of a drive, 0 elsewhere."""
    import ctypes

    windows = getattr(ctypes, "windll", None)
    return 0 if windows is None else int(windows.kernel32.GetDriveTypeW(root))


def synced_by(path: PurePath, environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of the program that synchronises the folder of a file, "" when none is known to."""
    for name in _ONEDRIVE:
        known = environment.get(name, "")
        if known and type(path)(known) in path.parents:
            return "OneDrive"
    for folder in path.parents:
        for pattern, program in _SYNCED_NAMES:
            if re.fullmatch(pattern, folder.name, re.IGNORECASE):
                return program or folder.name
    if isinstance(path, Path):
        for folder in path.parents:
            for name, program in _SYNCED_FILES:
                with suppress(OSError):
                    if (folder / name).exists():
                        return program
    return ""


def passing_place(path: PurePath) -> str:
    """Return why a file will not stay where it lies ("zip", "mail", "Zalo"), "" when nothing says so."""
    for folder in path.parents:
        for pattern, kind in _PASSING:
            if re.fullmatch(pattern, folder.name, re.IGNORECASE):
                return kind
    return ""


def conflict_copies(path: Path, others: Iterable[str] | None = None) -> tuple[Path, ...]:
    """Return the files beside a register that a synchronising program made of it because two machines wrote at once.

    By their names: Dropbox, Nextcloud and Syncthing write "conflict" into them, OneDrive appends the machine's name.
    """
    return tuple(sorted(_conflicts(path, others)))


def _conflicts(path: Path, others: Iterable[str] | None) -> Iterator[Path]:
    machine = socket.gethostname().partition(".")[0].casefold()
    try:
        names = [one.name for one in path.parent.iterdir()] if others is None else list(others)
    except OSError:
        return
    for name in names:
        rest = name[len(path.stem) : -len(REGISTER_SUFFIX)]
        if name == path.name or not name.startswith(path.stem) or not name.endswith(REGISTER_SUFFIX):
            continue
        if is_backup_name(Path(name)):
            continue
        if _CONFLICT.search(rest) or (machine and rest.casefold() == f"-{machine}"):
            yield path.with_name(name)

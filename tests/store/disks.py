"""Real disks for tests: a small one that can be filled, and one that cannot be written."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of that size on a new folder; the test is skipped where mounting is not permitted."""
    folder.mkdir()
    _mount_or_skip("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Make a folder with its files unwritable: by a read-only mount for root, by permissions for anybody else."""
    if os.geteuid() == 0:
        _mount_or_skip("--bind", str(folder), str(folder))
        try:
            _mount_or_skip("-o", "remount,ro,bind", str(folder))
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    kept = [(one, stat.S_IMODE(one.stat().st_mode)) for one in (folder, *folder.iterdir())]
    for one, mode in kept:
        one.chmod(mode & ~0o222)
    try:
        yield folder
    finally:
        for one, mode in kept:
            one.chmod(mode)


@contextmanager
def read_only_file(path: Path) -> Iterator[Path]:
    """Make one file unwritable in a folder that stays writable."""
    if os.geteuid() == 0:
        _mount_or_skip("--bind", str(path), str(path))
        try:
            _mount_or_skip("-o", "remount,ro,bind", str(path))
            yield path
        finally:
            subprocess.run(["umount", "-l", str(path)], check=True)
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0o444)
    try:
        yield path
    finally:
        path.chmod(mode)


def fill_up(disk: Path, *, leaving: int = 0) -> Path:
    """Fill a disk but for some bytes and return the file to delete for room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            file.truncate(max(0, file.tell() - leaving))
    return filler


def _mount_or_skip(*arguments: str) -> None:
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting is not permitted here")


@contextmanager
def stick(image: Path, folder: Path, *, megabytes: int = 16) -> Iterator[Callable[[], None]]:
    """Put a disk of its own in at a new folder; gives what puts it in again after it was pulled out."""
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    try:
        subprocess.run(["mkfs.ext4", "-q", str(image)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be made here")

    def put_in() -> None:
        _mount_or_skip("-o", "loop", str(image), str(folder))

    put_in()
    try:
        yield put_in
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)

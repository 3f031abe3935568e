"""A virus scanner or an indexer that holds a file for a moment: waited for, then told; one place gives files names."""

from __future__ import annotations

import ast
import errno
import os
from pathlib import Path

import pytest

from labordesk import disk
from labordesk.disk import beside, draft_of, put
from labordesk.documents.whole_file import write_whole
from labordesk.errors import Unavailable
from labordesk.services.backups import back_up_register
from labordesk.settings import Settings, load_settings, save_settings
from labordesk.store.backup_names import FOLDER
from labordesk.store.register import Register
from tests.store.register_rows import add_fund

LABORDESK = Path(disk.__file__).parent


class SharingViolation(PermissionError):
    """What Windows raises while another program has a file open."""

    winerror = 32


class Scanner:
    """Holds every file for the first ``times`` attempts to rename it."""

    def __init__(self, times: int, error: OSError) -> None:
        self.left = times
        self.error = error
        self.attempts = 0
        self._replace = os.replace

    def replace(self, draft: Path, target: Path) -> None:
        self.attempts += 1
        if self.left:
            self.left -= 1
            raise self.error
        self._replace(draft, target)


def held(patch: pytest.MonkeyPatch, times: int, error: OSError | None = None) -> Scanner:
    scanner = Scanner(times, error or SharingViolation(errno.EACCES, "held"))
    patch.setattr(os, "replace", scanner.replace)
    patch.setattr(disk, "WAITS", (0.0, 0.0, 0.0))
    return scanner


@pytest.mark.parametrize("error", [SharingViolation(errno.EACCES, "held"), OSError(errno.EBUSY, "busy")])
def test_a_file_held_for_a_moment_gets_its_name_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    scanner = held(monkeypatch, 2, error)
    draft = tmp_path / "a.new"
    draft.write_text("mới", encoding="utf-8")
    put(draft, tmp_path / "a.txt")
    assert scanner.attempts == 3
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_place_that_refuses_for_good_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = held(monkeypatch, 9, PermissionError(errno.EACCES, "not yours"))
    with pytest.raises(PermissionError):
        put(tmp_path / "a.new", tmp_path / "a.txt")
    assert scanner.attempts == 1


def test_a_draft_somebody_else_finishes_meanwhile_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = draft_of(tmp_path / "backup.labordesk")
    monkeypatch.setattr(disk, "_drafts_in", lambda _folder: [gone])
    with beside(tmp_path / "a.txt") as draft:
        draft.write_text("new", encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_backup_held_for_a_moment_is_made(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch, 2)
    assert back_up_register(register).file.is_good


def test_a_backup_that_stays_held_is_told_and_leaves_nothing(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_fund(register, "truoc")
    with monkeypatch.context() as patch:
        held(patch, 99)
        with pytest.raises(Unavailable, match="diệt vi-rút.*chờ giây lát rồi làm lại"):
            back_up_register(register)
    folder = register.path.parent / FOLDER
    assert [one.name for one in folder.iterdir() if "nhatky" not in one.name] == []
    assert back_up_register(register).file.is_good


def test_a_paper_that_stays_held_is_told_and_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = tmp_path / "Báo cáo quý I.pdf"
    paper.write_bytes(b"old")
    with monkeypatch.context() as patch:
        held(patch, 99)
        with pytest.raises(Unavailable, match="đóng tệp nếu đang mở"):
            write_whole(paper, b"new")
    assert paper.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == [paper.name]


def test_settings_held_by_another_program_keep_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "settings.json"
    assert save_settings(Settings(text_size=14), place)
    with monkeypatch.context() as patch:
        held(patch, 99)
        assert not save_settings(Settings(text_size=20), place)
    assert load_settings(place).text_size == 14


def test_files_get_their_names_in_one_place_only() -> None:
    """``Path.replace`` and ``Path.rename`` have one argument; those of texts, days and rows have others or names."""
    found = []
    for place in ("store", "services", "documents", "exchange"):
        for file in sorted((LABORDESK / place).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    name, plain = node.func.attr, len(node.args) == 1 and not node.keywords
                    if (name in ("replace", "rename") and plain) or (
                        name == "replace" and isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
                    ):
                        found.append(f"{file.relative_to(LABORDESK)}:{node.lineno}")
    assert found == []

"""The window's obstacles are named in one sentence, in real processes and on real sockets where possible."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import PySide6
import pytest

from labordesk import startup

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland are Linux's")

ROOT = Path(__file__).parents[1]
ASK = "from labordesk.startup import start_problem; print(start_problem())"


def ask_in_a_process(**environment: str) -> str:
    """Return what start_problem() says in a new Python whose display variables are these alone."""
    clean = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=clean | environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_display_is_said_in_one_sentence() -> None:
    said = ask_in_a_process()
    assert said.startswith("Không có màn hình đồ họa")
    assert "\n" not in said


def test_a_display_that_does_not_answer_is_named() -> None:
    said = ask_in_a_process(DISPLAY=":9876")
    assert said.startswith("Màn hình đồ họa :9876 không trả lời")
    assert "\n" not in said


def test_a_wayland_display_that_does_not_answer_is_named(tmp_path: Path) -> None:
    said = ask_in_a_process(WAYLAND_DISPLAY="wayland-7", XDG_RUNTIME_DIR=str(tmp_path))
    assert said.startswith("Màn hình đồ họa wayland-7 không trả lời")


def test_offscreen_needs_no_display() -> None:
    assert ask_in_a_process(QT_QPA_PLATFORM="offscreen") == "None"


def test_a_display_of_the_wrong_kind_is_no_display() -> None:
    assert ask_in_a_process(QT_QPA_PLATFORM="xcb", WAYLAND_DISPLAY="wayland-0").startswith("Không có màn hình đồ họa")


def test_a_broken_library_is_named_with_its_package_and_no_loader_dump(tmp_path: Path) -> None:
    (tmp_path / "libEGL.so.1").write_text("not a library")
    said = ask_in_a_process(QT_QPA_PLATFORM="offscreen", LD_LIBRARY_PATH=str(tmp_path))
    assert "libEGL.so.1" in said
    assert said.endswith("apt-get install libegl1")
    assert "\n" not in said
    assert "ELF" not in said


def start_the_program(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program as a user does, in a new process whose display variables are these alone."""
    clean = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    return subprocess.run(
        [sys.executable, ROOT / "main.py"],
        env=clean | environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":9876"}, {"WAYLAND_DISPLAY": "wayland-7"}])
def test_the_program_ends_with_the_sentence_alone(environment: dict[str, str]) -> None:
    done = start_the_program(**environment)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "màn hình đồ họa" in done.stderr.lower()


def test_the_program_names_the_library_before_qt_is_imported(tmp_path: Path) -> None:
    (tmp_path / "libGL.so.1").write_text("not a library")
    done = start_the_program(QT_QPA_PLATFORM="offscreen", LD_LIBRARY_PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("apt-get install libgl1")
    assert len(done.stderr.splitlines()) == 1


def test_what_was_not_foreseen_is_told_instead_of_a_dump_of_plugins() -> None:
    code = """
from labordesk.startup import explain_abort
from PySide6.QtWidgets import QApplication
explain_abort()
QApplication([])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"QT_QPA_PLATFORM": "no-such-plugin"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Qt không mở được cửa sổ")
    assert len(done.stderr.splitlines()) == 1


def test_a_silent_x_server_does_not_hold_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "_ANSWER_SECONDS", 0.2)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        number = silent.getsockname()[1] - 6000
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{number}")
        said = startup.display_problem()
        silent.accept()[0].close()
    assert said is not None
    assert f"127.0.0.1:{number} không trả lời" in said


def test_a_wayland_display_that_answers_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland;xcb")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":9876")
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert startup.display_problem() is None


def a_loader_without(*absent: str) -> Callable[[str], object]:
    """Return a loader for a machine that lacks these libraries."""

    def load(name: str) -> object:
        if name in absent:
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        return object()

    return load


def test_all_missing_libraries_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    missing = startup.missing_libraries(a_loader_without("libGL.so.1", "libxcb-cursor.so.0"))
    assert missing == ["libGL.so.1", "libxcb-cursor.so.0"]
    assert startup.library_sentence(missing).endswith("apt-get install libgl1 libxcb-cursor0")


def test_x11_libraries_are_not_asked_for_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert startup.missing_libraries(a_loader_without("libxcb-cursor.so.0")) == []


def test_a_library_only_the_plugin_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")

    def load(name: str) -> object:
        if name.endswith("libqxcb.so"):
            raise OSError("libxcb-util.so.1: cannot open shared object file: No such file or directory")
        return object()

    assert startup.missing_libraries(load) == ["libxcb-util.so.1"]


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libglib-2.0.so.0", "libglib2.0-0"),  # from the table: older than the rule
        ("libxcb-util.so.1", "libxcb-util1"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libfreetype.so.6", "libfreetype6"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    ],
)
def test_the_debian_package_follows_from_the_library(library: str, package: str) -> None:
    assert startup.debian_package(library) == package


def test_this_machine_has_what_its_tests_need() -> None:
    assert startup.missing_libraries() == []


def test_the_version_that_kills_python_311_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PySide6, "__version__", "6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 11, 7, "final", 0))
    said = startup.start_problem()
    assert said is not None
    assert said.startswith("PySide6 6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    assert startup.version_problem() is None


def test_pyside_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "find_spec", lambda _name: None)
    said = startup.start_problem()
    assert said is not None
    assert "bash tools/setup.sh" in said

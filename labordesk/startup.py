"""What would keep the window from opening, found before Qt aborts the process, in one sentence each.

Nothing here imports Qt until it is known that Qt can be imported.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from labordesk.assets import asset_path
from labordesk.i18n import _

_SCREENLESS = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"})
_ANSWER_SECONDS = 5.0
_MISSING = re.compile(r"^(?P<library>[\w+.-]+\.so[\w.]*): ")

Load = Callable[[str], object]


def start_problem() -> str | None:
    """Return why no window can open on this machine and what to do, or None when one can."""
    problem = version_problem() or display_problem()
    if problem:
        return problem
    missing = missing_libraries()
    return library_sentence(missing) if missing else None


def explain_abort() -> None:
    """Say a sentence where Qt would abort with a dump of plug-ins; the net below start_problem().

    To be called before QApplication is made. Qt's other messages still go to stderr, as they do without us.
    """
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def tell(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            _write_error(
                _("Qt không mở được cửa sổ trên máy này; hãy khởi động lại máy, hoặc chạy: bash tools/setup.sh")
            )
            os._exit(1)
        if not str(context.category or "").startswith("qt.qpa"):
            _write_error(message)

    qInstallMessageHandler(tell)


def version_problem() -> str | None:
    """Return a sentence for a PySide6 that is missing or would kill this Python (6.12.0 before Python 3.12)."""
    if find_spec("PySide6") is None:
        return _("Chưa cài PySide6 nên không mở được cửa sổ; hãy chạy lại lệnh cài đặt: bash tools/setup.sh")
    if sys.version_info >= (3, 12):
        return None
    import PySide6

    if PySide6.__version__ != "6.12.0":
        return None
    return _(
        "PySide6 6.12.0 làm hỏng chương trình chạy trên Python 3.11; hãy chạy lại lệnh cài đặt: bash tools/setup.sh"
    )


def missing_libraries(load: Load = ctypes.CDLL) -> list[str]:
    """Return the system libraries (``libxcb-cursor.so.0``) that Qt needs here and cannot load; Linux only."""
    if not sys.platform.startswith("linux"):
        return []
    platform = _platform()
    needed = [library for library, _package, use in _library_table() if use in {"always", platform}]
    missing = [library for library in needed if not _loads(library, load)]
    if missing:
        return missing
    return _missing_from_plugin(platform, load)


def library_sentence(libraries: Iterable[str]) -> str:
    """Return the sentence that names the missing libraries and the Debian packages that bring them."""
    libraries = list(libraries)
    packages = dict.fromkeys(debian_package(library) for library in libraries)
    return _(
        "Máy thiếu thư viện hệ thống {libraries}; hãy cài bằng quyền quản trị rồi mở lại: apt-get install {packages}"
    ).format(libraries=", ".join(libraries), packages=" ".join(packages))


def debian_package(library: str) -> str:
    """Return the Debian package of a shared library: from the table, else by Debian's naming rule (policy 8.1)."""
    for name, package, _use in _library_table():
        if name == library:
            return package
    stem, _so, version = library.partition(".so")
    hyphen = "-" if stem[-1:].isdigit() else ""
    return f"{stem}{hyphen}{version.lstrip('.').split('.')[0]}".lower().replace("_", "-")


def display_problem() -> str | None:
    """Return a sentence when Linux has no screen to draw on (none set, or it does not answer), else None."""
    platforms = _platforms()
    if not sys.platform.startswith("linux") or platforms & _SCREENLESS:
        return None
    display = os.environ.get("DISPLAY", "") if "xcb" in platforms else ""
    wayland = os.environ.get("WAYLAND_DISPLAY", "") if "wayland" in platforms else ""
    if not display and not wayland:
        return _(
            "Không có màn hình đồ họa (DISPLAY và WAYLAND_DISPLAY đều trống hoặc không hợp với QT_QPA_PLATFORM) "
            "nên không mở được cửa sổ; hãy đăng nhập vào màn hình đồ họa rồi mở lại, "
            "hoặc dùng các lệnh trong: labordesk --help"
        )
    if wayland and _wayland_answers(wayland):
        return None
    if display and _within(_ANSWER_SECONDS, _x11_answers):
        return None
    return _(
        "Màn hình đồ họa {display} không trả lời nên không mở được cửa sổ; "
        "hãy kiểm tra biến DISPLAY hoặc đăng nhập lại vào màn hình đồ họa rồi mở lại."
    ).format(display=display or wayland)


def _write_error(text: str) -> None:
    """Write a line to stderr, which a program started without a console (pythonw) does not have."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _platforms() -> set[str]:
    """Return the Qt platform plug-ins that may be used, named as in QT_QPA_PLATFORM (``wayland;xcb``)."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return {name.split(":")[0] for name in chosen.split(";") if name} or {"wayland", "xcb"}


def _platform() -> str:
    """Return the one plug-in whose libraries have to load: X11 wherever both would do, as Qt falls back to it."""
    platforms = _platforms()
    if platforms == {"wayland", "xcb"}:
        return "xcb" if os.environ.get("DISPLAY") or not os.environ.get("WAYLAND_DISPLAY") else "wayland"
    return min(platforms)


def _library_table() -> list[tuple[str, str, str]]:
    """Return (library, Debian package, use) for each line of the table."""
    lines = asset_path("qt-libraries.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [(library, package, use) for library, package, use in rows]


def _loads(library: str, load: Load) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def _missing_from_plugin(platform: str, load: Load) -> list[str]:
    """Load the platform plug-in itself, the net for a library the table does not know."""
    spec = find_spec("PySide6")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        plugin = Path(folder) / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
        if plugin.exists():
            try:
                load(str(plugin))
            except OSError as error:
                found = _MISSING.match(str(error))
                return [found["library"] if found else plugin.name]
    return []


def _wayland_answers(name: str) -> bool:
    """Connect to the Wayland socket, which is absolute or lies in XDG_RUNTIME_DIR."""
    import socket

    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def _x11_answers() -> bool:
    """Open and close a connection to $DISPLAY as Qt would, without Qt's abort when it fails."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt is not built on this libxcb, or missing_libraries() has spoken already.
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _within(seconds: float, question: Callable[[], bool]) -> bool:
    """Ask in a thread: a display on a host that is gone would hold the program for minutes."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(question()), daemon=True)
    thread.start()
    thread.join(seconds)
    return bool(answers and answers[0])

"""Where this machine keeps Labordesk's settings, logs and, by default, registers."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

from labordesk.errors import Unavailable
from labordesk.i18n import N_

REGISTER_SUFFIX = ".labordesk"

_dirs = PlatformDirs(appname="Labordesk", appauthor=False, roaming=False)


def _home(kind: str, default: Path) -> Path:
    """Let LABORDESK_HOME move everything (portable use from a USB stick, tests)."""
    home = os.environ.get("LABORDESK_HOME")
    return Path(home) / kind if home else default


def sample_register() -> Path:
    """Return where the sample register lies unless another place is named."""
    return registers_folder() / f"so-mau{REGISTER_SUFFIX}"


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; Unavailable when the place does not take it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Unavailable(
            N_("Không tạo được thư mục “{folder}”; hãy kiểm tra ổ đĩa và quyền ghi rồi làm lại, hoặc chọn chỗ khác."),
            folder=str(folder),
        ) from None


def settings_file() -> Path:
    """Return the settings file of this user on this machine (never inside a register)."""
    return _home("settings", _dirs.user_config_path) / "settings.json"


def log_folder() -> Path:
    """Return the folder of the rotating log."""
    return _home("logs", _dirs.user_log_path)


def registers_folder() -> Path:
    """Return the folder offered for a new register; never a roaming profile (experience.md 6, OneMore #2556)."""
    return _home("registers", _dirs.user_documents_path / "Labordesk")

"""Settings of this user on this machine: typed, saved as JSON, never with personal data or secrets.

What belongs to a register (unit, signers, word style on paper) is kept inside the register instead.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from labordesk.disk import beside
from labordesk.paths import settings_file

Theme = Literal["system", "light", "dark"]


@dataclass
class Settings:
    """One value per choice of the user; defaults are the shipped behaviour."""

    language: str = "vi"
    theme: Theme = "system"
    last_register: str = ""
    recent_registers: list[str] = field(default_factory=list)
    text_size: int = 13
    window_geometry: str = ""
    lock_minutes: int = 10
    second_backup_folder: str = ""
    second_backup_seen: str = ""
    """The ISO day of the last copy in the second place, or of its choosing."""
    told_notes: list[str] = field(default_factory=list)
    """What was said once of the place of a register (services/places.py)."""
    column_widths: dict[str, list[int]] = field(default_factory=dict)
    hidden_columns: dict[str, list[str]] = field(default_factory=dict)

    def remember_register(self, path: Path) -> None:
        """Put a register first among the recent ones (at most eight)."""
        text = str(path)
        self.last_register = text
        self.recent_registers = [text, *[other for other in self.recent_registers if other != text]][:8]


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; a missing or damaged file, or a value of the wrong type, gives the default."""
    settings = Settings()
    try:
        stored: Any = json.loads((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    if not isinstance(stored, dict):
        return settings
    for name, hint in get_type_hints(Settings).items():
        if name in stored and _fits(stored[name], hint):
            setattr(settings, name, stored[name])
    return settings


def _fits(value: Any, hint: Any) -> bool:
    """Tell whether what JSON gave is of the declared type, down to the entries of a list or a dict."""
    outer, inner = get_origin(hint), get_args(hint)
    if outer is Literal:
        return value in inner
    if outer is list:
        return isinstance(value, list) and all(_fits(one, inner[0]) for one in value)
    if outer is dict:
        return isinstance(value, dict) and all(_fits(one, inner[1]) for one in value.values())
    return type(value) is hint


def save_settings(settings: Settings, path: Path | None = None) -> bool:
    """Write the settings beside the old file and swap, so that a crash leaves the old ones.

    Tell whether that was possible: a full or read-only disk must not keep a register from opening.
    """
    target = path or settings_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside(target) as draft:
            draft.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError:
        return False
    return True

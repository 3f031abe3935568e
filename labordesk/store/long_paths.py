r"""Paths beyond the 260 letters of old Windows programs: the prefix ``\\?\`` lifts the limit for every file call.

https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
"""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath
from typing import Final, TypeVar

PREFIX: Final = "\\\\?\\"
_LONGEST: Final = 180
"""Letters up to which a path is left as it is: backups and drafts beside it add up to 70."""

AnyPath = TypeVar("AnyPath", bound=PurePath)


def reachable(path: AnyPath) -> AnyPath:
    """Return an absolute path in the form that every file call takes; only long ones of Windows change."""
    text = str(path)
    if not isinstance(path, PureWindowsPath) or len(text) <= _LONGEST or text.startswith(PREFIX):
        return path
    if text.startswith("\\\\"):
        return type(path)(f"{PREFIX}UNC\\{text[2:]}")
    return type(path)(f"{PREFIX}{text}")

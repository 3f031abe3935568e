"""Bundled files (fonts, icons, catalogues, templates), found in a checkout and in an installed wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def assets_root() -> Path:
    """Return the folder that holds ``fonts/``, ``icons/`` and ``locale/``."""
    inside_package = Path(__file__).parent / "resources"
    return inside_package if inside_package.is_dir() else Path(__file__).parent.parent / "resources"


def asset_path(name: str) -> Path:
    """Return the path of a bundled file such as ``fonts/LiberationSerif-Regular.ttf``; FileNotFoundError is a bug."""
    path = assets_root() / name
    if not path.exists():
        raise FileNotFoundError(name)
    return path


def asset_bytes(name: str) -> bytes:
    """Return the content of a bundled file."""
    return asset_path(name).read_bytes()

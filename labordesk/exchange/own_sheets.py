"""Sheets this program adds to files that go out; coming back they are no lists."""

from __future__ import annotations

from typing import Final

MARKS: Final = "Labordesk - cần xem"
"""The doubtful cells of a list sent back."""
GUIDE: Final = "Hướng dẫn"
"""How a template is filled in."""
CATALOGUE: Final = "Danh mục"
"""What the drop-downs of a template offer (hidden)."""
OWN_SHEETS: Final = frozenset({MARKS, GUIDE, CATALOGUE})

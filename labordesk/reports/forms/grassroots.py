"""Papers a grassroots union writes itself, though the body above it keeps the register: head, number, who proposes."""

from __future__ import annotations

from labordesk.documents.model import Letterhead
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import said

_FULL = {"CĐCS": "Công đoàn cơ sở", "NĐCS": "Nghiệp đoàn cơ sở"}
"""How a letterhead and a number name what the register abbreviates."""


def is_own(unit: str, paper: Paper) -> bool:
    """Tell whether the unit is the body of the letterhead itself, or nobody yet: it writes under its own head then."""
    return not unit or paper.is_of(unit)


def full_name(unit: str) -> str:
    """Return "Công đoàn cơ sở Trường Mầm non Sơn Bằng" for "CĐCS Trường Mầm non Sơn Bằng"."""
    short, _space, rest = unit.partition(" ")
    return f"{_FULL[short]} {rest}" if short in _FULL and rest else unit


def letterhead(unit: str, paper: Paper) -> Letterhead:
    """Return the head of a paper of the unit: the body that keeps the register stands above it."""
    return paper.letterhead() if is_own(unit, paper) else Letterhead(full_name(unit), paper.issuing_body)


def number(unit: str, paper: Paper, document_type: str) -> str:
    """Return room for the number with the unit's own symbol: "/BB-CĐCS"."""
    if is_own(unit, paper):
        return paper.number_text(document_type)
    short = unit.partition(" ")[0]
    return f"/{document_type}-{short if short in _FULL else 'CĐCS'}"


def apart(unit: str, paper: Paper) -> str:
    """Return the unit inside a sentence about two bodies, room to write it, "" when it is the deciding body itself."""
    return "" if paper.is_of(unit) else said(unit)


def proposed_by(unit: str, paper: Paper) -> str:
    """Return on whose proposal a body decides; nobody proposes to himself."""
    return f"Theo đề nghị của {apart(unit, paper) or 'bộ phận tài chính'}"

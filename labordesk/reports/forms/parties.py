"""People and bodies who sign a minute: who gives, who takes, who saw it."""

from __future__ import annotations

from labordesk.documents.model import Block, Heading
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import line, office, pair
from labordesk.store.files import PersonFile


def giving_side(number: int, title: str, paper: Paper) -> list[Block]:
    """Return the body that keeps the register with its signer, as one side of a minute."""
    return [
        Heading(f"{number}. {title}", level=2),
        line("Đơn vị", paper.issuer),
        pair(("Đại diện, ông/bà", paper.signer_name), ("Chức vụ", office(paper.signer_title)), shares=(3, 2)),
    ]


def unit_side(number: int, title: str, unit: str) -> list[Block]:
    """Return another body whose people are written by hand."""
    return [
        Heading(f"{number}. {title}", level=2),
        line("Đơn vị", unit),
        pair(("Đại diện, ông/bà", ""), ("Chức vụ", ""), shares=(3, 2)),
    ]


def person_side(number: int, title: str, person: PersonFile) -> list[Block]:
    """Return a person with number and address, as one side of a minute."""
    return [
        Heading(f"{number}. {title}", level=2),
        line("Ông/bà", person.full_name),
        pair(("Số CCCD", person.citizen_id), ("Ngày cấp", person.citizen_id_issued_on), shares=(3, 2)),
        line("Nơi cấp", person.citizen_id_issued_at),
        line("Nơi thường trú", person.registered_address or person.address),
    ]


def witness_side(number: int, title: str = "Bên làm chứng") -> list[Block]:
    """Return room for a witness."""
    return [
        Heading(f"{number}. {title}", level=2),
        pair(("Ông/bà", ""), ("Chức vụ", ""), shares=(3, 2)),
    ]

"""Small writes and reads that the tests of the store share."""

from __future__ import annotations

from sqlmodel import select

from labordesk.model import Fund
from labordesk.store.register import Register


def add_fund(register: Register, code: str) -> None:
    """Write one row in one unit of work."""
    with register.writing() as session:
        session.add(Fund(code=code, name=f"Quỹ {code}"))


def fund_codes(register: Register) -> set[str]:
    """Read the codes of all funds in one unit of work."""
    with register.reading() as session:
        return set(session.exec(select(Fund.code)))


def fund_names(register: Register) -> list[str]:
    """Read whole rows, so that a damaged page is met."""
    with register.reading() as session:
        return [fund.name for fund in session.exec(select(Fund))]

"""A small commune union for the tests of giving: three grassroots unions, some people, the clock stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pytest
from sqlmodel import select

from labordesk.fields import kinds
from labordesk.model import Award, AwardLine, Fund, HouseholdMember, Person, Programme
from labordesk.model.award import AwardLineFields
from labordesk.model.keys import person_keys
from labordesk.model.programme import CampaignFields
from labordesk.model.unit import UnitFields
from labordesk.services.campaigns import save_campaign
from labordesk.services.units import save_unit
from labordesk.store.register import Register

COMMUNE = 1
TODAY = date(2026, 3, 2)
TET_DAY = date(2026, 1, 28)


@dataclass(frozen=True)
class Office:
    """A register with the ids the tests speak of."""

    register: Register
    song_lam: int
    phu_thinh: int
    dong_tam: int

    def person(self, name: str, unit_id: int | None = None, *, standing: str = "member", **more: Any) -> int:
        """Add a person of a unit (May Sông Lam unless told)."""
        keys = person_keys(name, more.get("birth"))
        with self.register.writing() as session:
            person = Person(full_name=name, unit_id=unit_id or self.song_lam, standing=standing, **vars(keys), **more)
            session.add(person)
            session.flush()
            return cast(int, person.id)

    def people(self, count: int) -> list[int]:
        """Add many people at once, their citizen ids ending in 0001, 0002 …"""
        with self.register.writing() as session:
            rows = [
                Person(
                    full_name=f"Nguyễn Văn {name}",
                    birth="1985",
                    unit_id=(self.song_lam, self.phu_thinh, self.dong_tam)[place % 3],
                    citizen_id=f"04208500{place + 1:04d}",
                    **vars(person_keys(f"Nguyễn Văn {name}", "1985")),
                )
                for place, name in zip(range(count), _given_names(), strict=False)
            ]
            session.add_all(rows)
            session.flush()
            return [cast(int, row.id) for row in rows]

    def related(self, person_id: int, relative_id: int, relation: str) -> None:
        """Say that a registered person lives in another one's household."""
        with self.register.writing() as session:
            relative = session.get_one(Person, relative_id)
            session.add(
                HouseholdMember(
                    person_id=person_id, relative_id=relative_id, full_name=relative.full_name, relation=relation
                )
            )

    def programme(self, code: str) -> int:
        """Return the id of a programme of the shipped catalogue."""
        with self.register.reading() as session:
            return cast(int, session.exec(select(Programme.id).where(Programme.code == code)).one())

    def fund(self, code: str) -> int:
        """Return the id of a fund of the shipped catalogue."""
        with self.register.reading() as session:
            return cast(int, session.exec(select(Fund.id).where(Fund.code == code)).one())

    def campaign(self, name: str = "Tết Bính Ngọ 2026", *, code: str = "TET", **more: Any) -> int:
        """Add the Tết campaign of 2026: 1.000.000 đồng and goods worth 300.000, 500.000 for workers."""
        usual: dict[str, Any] = {
            "programme_id": self.programme(code),
            "name": name,
            "tet_year": 2026,
            "starts_on": date(2025, 12, 1),
            "ends_on": date(2026, 2, 28),
            "package_cash": 1_000_000,
            "package_goods": 300_000,
            "package_items": "Bánh, mứt, dầu ăn",
            "worker_cash": 500_000,
            "fund_id": self.fund("TCCD"),
            "basis": "KH 34/KH-TLĐ ngày 15/10/2025",
        }
        return save_campaign(self.register, CampaignFields(**{**usual, **more})).id

    def cash(self, amount: int, fund: str = "TCCD", level: str = "upper") -> AwardLineFields:
        """Return a line of cash."""
        return AwardLineFields(fund_id=self.fund(fund), level=level, form="cash", amount=amount)

    def spent(self) -> int:
        """Return everything handed over in the register, straight from the rows."""
        with self.register.reading() as session:
            return sum(
                session.exec(
                    select(AwardLine.amount).join(Award).where(Award.handover.in_(["received", "proxy"]))  # type: ignore[attr-defined]
                )
            )


def _given_names() -> Iterator[str]:
    given = ("An", "Bình", "Hoà", "Hùng", "Khánh", "Lan", "Minh", "Nga", "Quí", "Thuỷ")
    while True:
        yield from given


@pytest.fixture
def office(register: Register, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office of "Công đoàn xã Hương Sơn" on 2 March 2026."""
    monkeypatch.setattr(kinds, "today", lambda: TODAY)
    units = [
        save_unit(register, UnitFields(name=f"CĐCS {name}", short_name=name, parent_id=COMMUNE)).id
        for name in ("May Sông Lam", "Gỗ Phú Thịnh", "THCS Đồng Tâm")
    ]
    return Office(register, *units)

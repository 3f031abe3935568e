"""Writes what the source articles report into a register, row by row through the services, by kind of row.

Nothing here knows a particular article: each row of ``figures.json`` is recorded as an officer would record it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pypdfium2

from labordesk.model.activity import ActivityFields, ContributionFields
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.house import HouseFields, HouseMilestoneFields
from labordesk.model.indicator import AggregateFields, IndicatorValueFields, TargetFields
from labordesk.model.person import PersonFields
from labordesk.model.programme import CampaignFields
from labordesk.model.unit import UnitFields
from labordesk.services.activities import save_activity
from labordesk.services.aggregates import save_aggregate
from labordesk.services.awards import AwardData, save_award
from labordesk.services.campaigns import save_campaign
from labordesk.services.catalogue import funds, indicators, programmes
from labordesk.services.contributions import save_contribution
from labordesk.services.houses import HouseData, pay_house, save_house
from labordesk.services.indicators import save_indicator_value
from labordesk.services.people import PersonData, save_person
from labordesk.services.reporting import Order, print_report
from labordesk.services.targets import save_target
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period

TODAY = date(2026, 11, 22)

INDICATORS = {
    "new_grassroots_unions": "CDCS-MOI",
    "new_members": "DV-MOI",
    "lost_members": "DV-GIAM",
    "grassroots_unions": "CDCS",
    "administrative": "CDCS-HCSN",
    "enterprise": "CDCS-DN",
    "members": "DV",
}
COUNTS = {"works": "work", "people": "person", "cases": "case", "visits": "turn"}


class Articles:
    """One register filled from the articles' rows; ``unit`` tells the id of a unit by its name."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.programmes = {one.fields.name: one for one in programmes(register)}
        self.funds = {one.fields.name: one.id for one in funds(register)}
        self.indicators = {one.fields.code: one.id for one in indicators(register)}
        self._units: dict[str, int] = {}
        self._campaigns: dict[tuple[int, str], int] = {}
        self._people = 0

    def unit(self, name: str) -> int:
        """Return a unit, founded at first mention."""
        if name not in self._units:
            self._units[name] = save_unit(self.register, UnitFields(name=name)).id
        return self._units[name]

    def record(self, row: Mapping[str, Any], start: date, end: date) -> None:
        """Record one row of the article's period (both days inclusive)."""
        getattr(self, f"_{row['kind']}")(row, self.unit(row["unit"]), start, end)

    def _award(self, row: Mapping[str, Any], unit_id: int, start: date, end: date) -> None:
        programme = self.programmes[
            {"tất cả chương trình": "Tất cả chương trình"}.get(row["programme"], row["programme"])
        ]
        campaign_id = self.campaign(row, programme.id)
        if "packages" in row or "people" in row:
            self._listed_award(row, unit_id, programme.id, start)
            return
        city = row.get("of_which_city_level", 0)
        for level, amount in (("province", city), ("grassroots", row["amount"] - city)):
            if amount:
                typed = AggregateFields(
                    unit_id=unit_id,
                    programme_id=programme.id,
                    campaign_id=campaign_id,
                    starts_on=start,
                    ends_on=end,
                    cash=amount,
                    level=level,
                )
                save_aggregate(self.register, typed)

    def _listed_award(self, row: Mapping[str, Any], unit_id: int, programme_id: int, on: date) -> None:
        count = row.get("packages") or row["people"]
        unit = "package" if "packages" in row else "person"
        if count < 100:  # few enough to be listed by name, each with an amount of their own
            shares = unequal_shares(row["amount"], count)
            for share in shares:
                self._give(unit_id, programme_id, on, share, 1, unit, self._person(unit_id))
        else:
            self._give(unit_id, programme_id, on, row["amount"], count, unit, None)

    def _give(
        self, unit_id: int, programme_id: int, on: date, amount: int, count: int, unit: str, person: int | None
    ) -> None:
        fields = AwardFields(
            programme_id=programme_id,
            person_id=person,
            unit_id=unit_id,
            handover="received",
            paid_on=on + timedelta(days=3),
            quantity=count,
            count_unit=unit,
        )
        line = AwardLineFields(fund_id=self.funds["Tài chính công đoàn"], level="province", form="cash", amount=amount)
        save_award(self.register, AwardData(fields, (line,)))

    def campaign(self, row: Mapping[str, Any], programme_id: int) -> int | None:
        """Return the row's campaign, held from December to February, None when it names none."""
        if "campaign" not in row:
            return None
        name, year = row["campaign"], int(row["campaign"][-4:])
        if (programme_id, name) in self._campaigns:
            return self._campaigns[programme_id, name]
        found = CampaignFields(
            programme_id=programme_id,
            name=name,
            tet_year=year,
            starts_on=date(year - 1, 12, 1),
            ends_on=date(year, 2, 28),
        )
        self._campaigns[programme_id, name] = save_campaign(self.register, found).id
        return self._campaigns[programme_id, name]

    def _person(self, unit_id: int) -> int:
        self._people += 1
        fields = PersonFields(full_name=f"Nguyễn Văn {'ABCDEGHIKLMNOPQRSTUVXY'[self._people % 22]}", unit_id=unit_id)
        return save_person(self.register, PersonData(fields=fields)).id

    def _house(self, row: Mapping[str, Any], unit_id: int, start: date, end: date) -> None:
        works = ["new"] * (row.get("new") or row.get("houses", 0)) + ["repair"] * row.get("repaired", 0)
        shares = unequal_shares(row["amount"], len(works)) if row["amount"] else [30_000_000] * len(works)
        for work, share in zip(works, shares, strict=True):
            self._build(work, share, unit_id, start, handed_over=row["amount"] is None)

    def _build(self, work: str, share: int, unit_id: int, start: date, *, handed_over: bool) -> None:
        fields = HouseFields(
            person_id=self._person(unit_id),
            unit_id=unit_id,
            programme_id=self.programmes["Mái ấm công đoàn"].id,
            work=work,
            approved_amount=share,
        )
        approved = start - timedelta(days=40)
        old = "Theo số liệu báo cáo, không có quyết định kèm theo"
        milestones = [HouseMilestoneFields(milestone="approved", happened_on=approved, note=old)]
        if handed_over:
            milestones.append(HouseMilestoneFields(milestone="inspected", happened_on=start - timedelta(days=2)))
            milestones.append(HouseMilestoneFields(milestone="handed_over", happened_on=start + timedelta(days=10)))
        house = save_house(self.register, HouseData(fields, (), tuple(milestones)))
        if not handed_over:
            fund = self.funds["Quỹ Mái ấm công đoàn"]
            pay_house(
                self.register,
                house.id,
                start + timedelta(days=5),
                [AwardLineFields(fund_id=fund, level="province", form="cash", amount=share)],
            )

    def _activity(self, row: Mapping[str, Any], unit_id: int, start: date, end: date) -> None:
        programme = "Công trình, phần việc" if "works" in row else row["programme"]
        key = next(one for one in COUNTS if one in row)
        fields = ActivityFields(
            programme_id=self.programmes[programme].id,
            unit_id=unit_id,
            happened_on=start + timedelta(days=7),
            count=row[key],
            count_unit=COUNTS[key],
            cost=row.get("amount"),
        )
        save_activity(self.register, fields)

    def _contribution(self, row: Mapping[str, Any], unit_id: int, start: date, end: date) -> None:
        fields = ContributionFields(
            unit_id=unit_id,
            fund_id=self.funds.get(row.get("fund", "")),
            purpose=row.get("purpose"),
            received_on=start + timedelta(days=9),
            cash=row["amount"],
            labour_days=row.get("labour_days", 0),
        )
        save_contribution(self.register, fields)

    def _indicator(self, row: Mapping[str, Any], unit_id: int, start: date, end: date) -> None:
        for key, code in INDICATORS.items():
            if key in row:
                value = IndicatorValueFields(
                    indicator_id=self.indicators[code], unit_id=unit_id, starts_on=start, ends_on=end, value=row[key]
                )
                save_indicator_value(self.register, value)
        if "target" in row:
            target = TargetFields(
                unit_id=unit_id, year=end.year, indicator_id=self.indicators["DV-MOI"], value=row["target"]
            )
            save_target(self.register, target)


def text_of(register: Register, unit_id: int, start: date, end: date) -> str:
    """Return the printed report as one line of text."""
    paper = print_report(register, Order("tong-hop", Period.between(start, end), unit_id), today=TODAY)
    pages = pypdfium2.PdfDocument(paper)
    try:
        words = " ".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    return " ".join(words.replace("\u00a0", " ").split())


def unequal_shares(total: int, count: int) -> list[int]:
    """Split a sum into ``count`` unequal whole parts that add up to it."""
    base = total // count
    step = base // (4 * count)
    shares = [base + step * (place - count // 2) for place in range(count)]
    shares[-1] += total - sum(shares)
    return shares

"""One Mái ấm as it is stored: its own fields, who pays, what happened when, and all that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlmodel import Session, col, select

from labordesk.model import House, HouseMilestone
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
from labordesk.rules.house_gaps import is_unfinished
from labordesk.rules.house_money import HouseMoney
from labordesk.rules.house_stages import Milestone, next_milestones
from labordesk.services.house_corrections import HouseCorrection, corrections_of
from labordesk.services.house_missing import missing_in
from labordesk.services.house_payments import Payment, payments_of
from labordesk.services.house_progress import PhotoDay, ProgressRow, photo_days, progress_of
from labordesk.services.house_records import (
    as_milestone,
    days_of,
    facts_of,
    funder_rows,
    house_of,
    milestone_rows,
    money_of,
)
from labordesk.services.row_edit import tidied
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register


@dataclass(frozen=True)
class HouseData:
    """What an officer types about a house: its own fields, who pays, what happened when."""

    fields: HouseFields
    funders: tuple[HouseFunderFields, ...] = ()
    milestones: tuple[HouseMilestoneFields, ...] = ()

    def tidied(self) -> HouseData:
        """Return a copy with typed text in NFC and without needless blanks."""
        return HouseData(
            tidied(self.fields), tuple(map(tidied, self.funders)), tuple(tidied(one) for one in self.milestones)
        )


@dataclass(frozen=True)
class LoadedHouse:
    """A house for its form; ``next_milestones`` are the events that may follow, ``missing`` is said to the user.

    ``progress`` and ``corrections`` come with the latest first; ``unfinished`` warns of an inspection before 100 %.
    """

    id: int
    row_version: int
    data: HouseData
    stage: str
    next_milestones: tuple[str, ...]
    money: HouseMoney
    payments: tuple[Payment, ...]
    missing: tuple[str, ...]
    progress: tuple[ProgressRow, ...] = ()
    photos: tuple[PhotoDay, ...] = ()
    corrections: tuple[HouseCorrection, ...] = ()
    norm_basis: str = ""
    unfinished: bool = False


def load_house(register: Register, house_id: int) -> LoadedHouse:
    """Return a house with all that hangs on it; NotFound when it is gone."""
    with register.reading() as session:
        house = house_of(session, house_id)
        rows = milestone_rows(session, house_id)
        money = money_of(session, house)
        milestones: dict[str, Milestone] = {code: as_milestone(row) for code, row in rows.items()}
        facts = facts_of(house, money.union_given)
        return LoadedHouse(
            id=house_id,
            row_version=house.row_version,
            data=data_of(session, house),
            stage=house.stage,
            next_milestones=next_milestones(days_of(rows)),
            money=money,
            payments=payments_of(session, house_id),
            missing=missing_in(sqlite_of(session), {house_id: (milestones, facts)})[house_id],
            progress=progress_of(session, house_id),
            photos=photo_days(session, house_id),
            corrections=corrections_of(session, house_id),
            norm_basis=house.norm_basis or "",
            unfinished=is_unfinished(milestones, house.progress),
        )


def data_of(session: Session, house: House) -> HouseData:
    """Return what is stored about a house the way it was typed; milestones by day."""
    house_id = cast(int, house.id)
    rows = session.exec(
        select(HouseMilestone)
        .where(HouseMilestone.house_id == house_id)
        .order_by(col(HouseMilestone.happened_on), col(HouseMilestone.id))
    )
    return HouseData(
        HouseFields.model_validate(house),
        tuple(HouseFunderFields.model_validate(row) for row in funder_rows(session, house_id)),
        tuple(HouseMilestoneFields.model_validate(row) for row in rows),
    )

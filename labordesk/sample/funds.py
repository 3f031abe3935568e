"""Write what the funds held when they were first followed, and what was carried into this year."""

from __future__ import annotations

from datetime import date
from typing import Final

from labordesk.model.programme import FundOpeningFields
from labordesk.sample.scene import Advance, Scene
from labordesk.services.fund_balances import balances
from labordesk.services.funds import save_opening
from labordesk.store.figures.fund_money import spent_by_fund

_FOLLOWED: Final = ("TCCD", "QMA", "QXH", "TLV")
_RESERVE: Final = {"TCCD": 12, "QMA": 4, "QXH": 16, "TLV": 30}
"""What is left today, in percent of what was spent since the fund was followed; the house fund is nearly used up."""

_LEAST: Final = 20_000_000
_INTEREST: Final = 2_350_000
"""Bank interest the register did not know of: the reason why a carried balance differs from it."""


def write_funds(scene: Scene, advance: Advance) -> None:
    """Write the openings of last year and of this one; the story of giving and raising must have been told."""
    last_year, this_year = date(scene.today.year - 1, 1, 1), date(scene.today.year, 1, 1)
    for code in _FOLLOWED:
        _open(scene, code, last_year, _needed(scene, code, last_year), "Biên bản kiểm quỹ cuối năm")
    with scene.register.looking() as connection:
        carried = {one.fund_id: one.left for one in balances(connection, date(last_year.year, 12, 31))}
    for code in _FOLLOWED:
        interest = _INTEREST if code == "QXH" else 0
        document = f"Quyết toán năm {last_year.year}" + (", gồm lãi tiền gửi" if interest else "")
        _open(scene, code, this_year, max(0, carried[scene.codes.funds[code]]) + interest, document)
    advance(1)


def _needed(scene: Scene, code: str, since: date) -> int:
    """Return with how much a fund must have begun to be left with its reserve today."""
    fund_id = scene.codes.funds[code]
    with scene.register.looking() as connection:
        spent = spent_by_fund(connection, {fund_id: since}, scene.today)[fund_id]
        [raised] = connection.execute(
            "SELECT coalesce(sum(cash + goods), 0) FROM contribution WHERE fund_id = ? AND received_on >= ?",
            (fund_id, since.isoformat()),
        ).fetchone()
    needed: int = max(_LEAST, spent * (100 + _RESERVE[code]) // 100 - raised)
    return -(-needed // 1_000_000) * 1_000_000


def _open(scene: Scene, code: str, day: date, amount: int, document: str) -> None:
    fields = FundOpeningFields(fund_id=scene.codes.funds[code], as_of=day, amount=amount, document=document)
    save_opening(scene.register, fields)

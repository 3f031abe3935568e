"""Identity, phone, card and account numbers that agree with their invented person and are given only once."""

from __future__ import annotations

import random
from typing import Final

from labordesk.vietnamese.citizen import read_citizen_id

_MOBILE: Final = ("096", "097", "098", "032", "033", "034", "035", "036", "037", "038", "039", "091", "094", "081",
                  "082", "083", "084", "085", "088", "090", "093", "070", "076", "077", "078", "079")  # fmt: skip
BANKS: Final = (("Agribank", 6), ("BIDV", 2), ("Vietcombank", 2), ("VietinBank", 1), ("LPBank", 1))


class Numbers:
    """Gives numbers, none of them twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def citizen_id(self, sex: str, birth_year: int, province: str) -> str:
        """Return 12 digits that say where, of which sex and in which year (1900-2099) somebody was born."""
        code = province + str(2 * (birth_year // 100 - 19) + (sex == "female")) + f"{birth_year % 100:02d}"
        while True:
            number = self._once(code, 6)
            if read_citizen_id(number, birth_year, sex).status == "ok":
                return number

    def old_id(self) -> str:
        """Return a CMND of 9 digits as it was issued in Hà Tĩnh."""
        return self._once(self._chance.choice(("183", "184")), 6)

    def phone(self) -> str:
        """Return a mobile number of 10 digits."""
        return self._once(self._chance.choice(_MOBILE), 7)

    def union_card(self) -> str:
        """Return a number of a member's card."""
        return self._once("HT-42", 7)

    def social_insurance(self) -> str:
        """Return a BHXH number of 10 digits."""
        return self._once("42", 8)

    def account(self) -> str:
        """Return a bank account of 13 digits."""
        return self._once("3", 12)

    def _once(self, beginning: str, digits: int) -> str:
        while True:
            number = f"{beginning}{self._chance.randrange(10**digits):0{digits}d}"
            if number not in self._given:
                self._given.add(number)
                return number

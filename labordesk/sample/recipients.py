"""Who is put on the list of a gift campaign, in the order an officer would choose: the known, the needy, the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from labordesk.sample.people import KNOWN
from labordesk.sample.rounds import Round
from labordesk.sample.scene import Scene

HARDEST: Final = ("BENH-HN", "TNLD", "BNN", "HOA-HOAN", "HO-NGHEO", "NHA-TAM")
_COUPLES: Final = 5
"""So many couples get two gifts of one Tết, which the program tells the officer."""
_TWICE: Final = 2
"""So many people registered twice are on one list twice without anybody noticing."""
_LISTED_TWICE: Final = 2
"""So many people of the commune's list are on the province's as well."""


def recipients(scene: Scene, one: Round, day: date) -> list[int]:
    """Return the places of those on the list, nobody twice, at most as many as there are packages."""
    choose = _CHOICES.get(one.programme, _in_need)
    if one.programme == "TET":
        choose = _of_province if one.level == "province" else _for_tet
    found = dict.fromkeys(choose(scene, f"recipients {one.programme} {one.first.year} {one.level}"))
    return [place for place in found if scene.unit_on(place, day) is not None][: scene.many(one.people)]


def _in_need(scene: Scene, part: str) -> Iterator[int]:
    """Yield members and workers: the known ones, then those in a hardship, then the others."""
    shuffled = scene.shuffled(part, "member", "worker")
    yield from (place for place in shuffled if place < len(KNOWN))
    yield from (place for place in shuffled if scene.drafts[place].hardships)
    yield from shuffled


def _for_tet(scene: Scene, part: str) -> Iterator[int]:
    """Yield first husband and wife, and people registered twice, then as for other gifts."""
    yield from range(min(len(KNOWN), len(scene.drafts)))
    couples = (
        (place, kin.place)
        for place, draft in enumerate(scene.drafts)
        for kin in draft.household
        if kin.relation == "spouse" and kin.place is not None
    )
    for _count, couple in zip(range(_COUPLES), couples, strict=False):
        yield from couple
    again = ((place, draft.same_as) for place, draft in enumerate(scene.drafts) if draft.same_as is not None)
    for _count, records in zip(range(_TWICE), again, strict=False):
        yield from records
    yield from _in_need(scene, part)


def _of_province(scene: Scene, part: str) -> Iterator[int]:
    """Yield two who are on the commune's list as well, then those in the hardest lot."""
    yield from range(min(len(KNOWN), len(scene.drafts)))[-_LISTED_TWICE:]
    for place in scene.shuffled(part, "member"):
        if place >= len(KNOWN) and any(scene.drafts[place].has(code) for code in HARDEST):
            yield place


def _without_hardship(scene: Scene, part: str) -> Iterator[int]:
    return (place for place in scene.shuffled(part, "member", "worker") if not scene.drafts[place].hardships)


def _from_far(scene: Scene, part: str) -> Iterator[int]:
    return (place for place in scene.shuffled(part, "member", "worker") if scene.drafts[place].has("XA-QUE"))


def _of_merit(scene: Scene, part: str) -> Iterator[int]:
    return (place for place in scene.shuffled(part, "relative", "member") if scene.drafts[place].has("CHINH-SACH"))


def _children(scene: Scene, part: str) -> Iterator[int]:
    return iter(scene.shuffled(part, "child"))


_CHOICES: Final[dict[str, Callable[[Scene, str], Iterator[int]]]] = {
    "CHO-TET": _without_hardship,
    "VE-TET": _from_far,
    "NGAY-27-7": _of_merit,
    "TRUNG-THU": _children,
}

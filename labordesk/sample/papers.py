"""Write the papers of the sample: nearly all handed in on the day of their step, photos and scans for some houses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from labordesk.model.paper import CasePaperFields
from labordesk.sample.pictures import Moment, house_picture, paper_scan
from labordesk.sample.scene import Scene
from labordesk.services.attachments import Owner, attach_file
from labordesk.services.paper_gaps import Lacking, lacking_papers
from labordesk.services.papers import Receipt, receive_papers, set_paper

_WHOLE: Final = ("settled", "paid", "closed")
"""Steps after which a file was put in order; only files under way lack papers."""

_LACKING: Final = 0.14
"""Share of papers of files under way that nobody has handed in yet."""

_PHOTOGRAPHED: Final = 4
_CAPTIONS: Final[Mapping[Moment, str]] = {
    "before": "Mặt trước nhà cũ, mái dột, tường nứt",
    "during": "Xây xong tường, đang dựng vì kèo",
    "after": "Nhà mới ngày bàn giao",
}
_WORDS: Final[Mapping[Moment, str]] = {"before": "trước", "during": "đang làm", "after": "sau"}
_KINDS: Final[Mapping[Moment, tuple[str, str]]] = {
    "before": ("photo_before", "surveyed"),
    "during": ("photo_during", "started"),
    "after": ("photo_after", "handed_over"),
}
"""Kind of the photo and the step on whose day it was taken."""


def write_papers(scene: Scene) -> None:
    """Write photos and scans first, since a photo is the proof of its paper, then what was handed in."""
    days = _Days(scene)
    with TemporaryDirectory(prefix="labordesk-") as folder:
        for owner in days.photographed():
            _attach_photos(scene, days, owner, Path(folder))
        _attach_scans(scene, days, Path(folder))
    _hand_in(scene, days)


class _Days:
    """The day of each step of each file, read once."""

    def __init__(self, scene: Scene) -> None:
        self._register = scene.register
        with scene.register.looking() as connection:
            houses = connection.execute("SELECT house_id, milestone, happened_on FROM house_milestone").fetchall()
            cases = connection.execute(
                "SELECT case_id, state, min(happened_on) FROM case_event GROUP BY 1, 2"
            ).fetchall()
            asked = connection.execute("SELECT id, 'received', requested_on FROM grant_case").fetchall()
        self._known: dict[Owner, dict[str, date]] = {}
        for kind, rows in (("house", houses), ("case", (*cases, *asked))):
            for found, step, day in rows:
                owner = Owner("house" if kind == "house" else "case", found)
                self._known.setdefault(owner, {})[step] = date.fromisoformat(day)

    def lacking(self) -> Iterator[tuple[Lacking, date]]:
        """Yield each paper awaited now with the day its step was done."""
        with self._register.looking() as connection:
            awaited = tuple(lacking_papers(connection))
        for one in awaited:
            steps = self._known[one.owner]
            yield one, steps.get(one.step) or max(steps.values())

    def of(self, owner: Owner) -> Mapping[str, date]:
        """Return the day of each step of a file."""
        return self._known[owner]

    def photographed(self) -> list[Owner]:
        """Return the houses with photos: those that came furthest, the one everybody knows first."""
        houses = [owner for owner in self._known if owner.kind == "house"]
        moments = [step for _kind, step in _KINDS.values()]
        reached = {owner: sum(step in self._known[owner] for step in moments) for owner in houses}
        first = min(houses, key=lambda owner: owner.id)
        others = sorted((one for one in houses if one != first), key=lambda one: (-reached[one], one.id))
        return [first, *others[: _PHOTOGRAPHED - 1]]


def _attach_photos(scene: Scene, days: _Days, owner: Owner, folder: Path) -> None:
    for moment, (kind, step) in _KINDS.items():
        day = days.of(owner).get(step)
        if day is not None:
            path = folder / f"nhà {owner.id} {_WORDS[moment]}.jpg"
            path.write_bytes(house_picture(moment, f"{scene.seed}/{owner.id}"))
            attach_file(scene.register, owner, path, kind=kind, caption=_CAPTIONS[moment], taken_on=day)


def _attach_scans(scene: Scene, days: _Days, folder: Path) -> None:
    """Attach scans of the first two papers of the house everybody knows."""
    owner = days.photographed()[0]
    wanted = [one for one, _day in days.lacking() if one.owner == owner][:2]
    for one in wanted:
        path = folder / f"{one.name[:40]}.pdf"
        path.write_bytes(
            paper_scan(one.name, ("Kính gửi: Ban Chấp hành Công đoàn xã", "Nội dung: hỗ trợ nhà ở Mái ấm"))
        )
        attach_file(scene.register, owner, path, taken_on=days.of(owner).get(one.step))
        path.unlink()


def _hand_in(scene: Scene, days: _Days) -> None:
    chance = scene.chance("papers")
    receipts = []
    waived = None
    for one, day in days.lacking():
        is_whole = any(step in _WHOLE for step in days.of(one.owner))
        if one.proof == "milestone" and one.step != "surveyed":
            continue  # minutes without a number are what the story leaves out
        if not is_whole and chance.random() < _LACKING:
            if waived is None and one.owner.kind == "house" and one.step == "surveyed":
                waived = one
            continue
        on = min(day + timedelta(days=chance.randint(0, 2)), scene.today)
        receipts.append(Receipt(one.owner, one.paper_type_id, on))
    receive_papers(scene.register, receipts)
    if waived is not None:
        fields = CasePaperFields(waived_reason="Đất của bố mẹ, đã có giấy xác nhận của xã")
        set_paper(scene.register, waived.owner, waived.paper_type_id, fields)

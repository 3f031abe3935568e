"""Reports of a house on a real register: dated, never falling unexplained, the latest is the progress of the house."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model.house import HouseProgressFields
from labordesk.services.attachments import Owner, attach_file
from labordesk.services.houses import (
    HouseData,
    add_milestone,
    delete_house,
    list_houses,
    load_house,
    remove_milestone,
    remove_progress,
    save_house,
    save_progress,
)
from tests.services.house_making import APPROVED, STARTED, house, milestone
from tests.services.picture_files import photo, save
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def report(percent: int, *day: int, note: str | None = None) -> HouseProgressFields:
    return HouseProgressFields(reported_on=date(*day), percent=percent, note=note)


def percents(office: Office, house_id: int) -> list[int]:
    return [one.fields.percent for one in load_house(office.register, house_id).progress]


@pytest.fixture
def house_id(office: Office) -> int:
    return save_house(office.register, house(office, *STARTED)).id


def test_the_latest_report_is_the_progress_of_the_house_whatever_the_order_typed(office: Office, house_id: int) -> None:
    save_progress(office.register, house_id, report(60, 2025, 7, 20))
    save_progress(office.register, house_id, report(20, 2025, 6, 1))
    assert percents(office, house_id) == [60, 20]
    [row] = list_houses(office.register).rows
    assert row.progress == 60
    assert load_house(office.register, house_id).data.fields.progress == 60


def test_a_fall_needs_a_note_also_when_an_earlier_report_is_changed(office: Office, house_id: int) -> None:
    save_progress(office.register, house_id, report(20, 2025, 6, 1))
    save_progress(office.register, house_id, report(60, 2025, 7, 20))
    with pytest.raises(InvalidInput) as refusal:
        save_progress(office.register, house_id, report(50, 2025, 8, 1))
    assert refusal.value.field == "note"
    save_progress(office.register, house_id, report(50, 2025, 8, 1, note="Bão làm tốc mái"))
    first = load_house(office.register, house_id).progress[-1]
    with pytest.raises(InvalidInput, match="thấp hơn"):
        save_progress(office.register, house_id, report(90, 2025, 6, 1), progress_id=first.id)
    assert percents(office, house_id) == [50, 60, 20]


@pytest.mark.parametrize(
    ("percent", "day", "field"),
    [(101, (2025, 6, 1), "percent"), (50, (2025, 5, 1), "reported_on"), (50, (2025, 7, 20), "reported_on")],
)
def test_a_report_that_cannot_be_is_refused_beside_its_field(
    office: Office, house_id: int, percent: int, day: tuple[int, int, int], field: str
) -> None:
    save_progress(office.register, house_id, report(60, 2025, 7, 20))
    with pytest.raises(InvalidInput) as refusal:
        save_progress(office.register, house_id, report(percent, *day))
    assert refusal.value.field == field
    assert percents(office, house_id) == [60]


def test_a_house_not_yet_approved_and_a_day_to_come_have_no_progress(office: Office, house_id: int) -> None:
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        save_progress(office.register, house_id, report(60, 2026, 4, 1))
    wanted = save_house(office.register, house(office, APPROVED[0], person_id=office.person("Lê Lan"))).id
    with pytest.raises(RuleBroken, match="chưa được duyệt"):
        save_progress(office.register, wanted, report(10, 2025, 6, 1))


def test_a_removed_report_leaves_the_one_before_it(office: Office, house_id: int) -> None:
    save_progress(office.register, house_id, report(20, 2025, 6, 1))
    save_progress(office.register, house_id, report(60, 2025, 7, 20))
    latest, first = load_house(office.register, house_id).progress
    remove_progress(office.register, latest.id)
    assert load_house(office.register, house_id).data.fields.progress == 20
    remove_progress(office.register, first.id)
    assert load_house(office.register, house_id).data.fields.progress is None
    with pytest.raises(NotFound):
        remove_progress(office.register, first.id)


def test_reports_of_an_approval_taken_back_can_still_be_removed(office: Office, house_id: int) -> None:
    for month in (6, 7):
        save_progress(office.register, house_id, report(20, 2025, month, 1))
    for code in ("started", "approved"):
        remove_milestone(office.register, house_id, code, "nhầm nhà")
    for one in load_house(office.register, house_id).progress:
        remove_progress(office.register, one.id)
    assert percents(office, house_id) == []


def test_a_report_changed_elsewhere_opens_the_choice(office: Office, house_id: int) -> None:
    save_progress(office.register, house_id, report(20, 2025, 6, 1))
    [one] = load_house(office.register, house_id).progress
    save_progress(office.register, house_id, report(30, 2025, 6, 1), progress_id=one.id, row_version=one.row_version)
    with pytest.raises(Conflict):
        save_progress(
            office.register, house_id, report(40, 2025, 6, 1), progress_id=one.id, row_version=one.row_version
        )


def test_saving_the_form_leaves_the_progress_alone(office: Office, house_id: int) -> None:
    save_progress(office.register, house_id, report(60, 2025, 7, 20))
    loaded = load_house(office.register, house_id)
    fields = loaded.data.fields.model_copy(update={"progress": None, "area": 6300})
    data = HouseData(fields, (), loaded.data.milestones)
    save_house(office.register, data, house_id=house_id, row_version=loaded.row_version)
    assert load_house(office.register, house_id).data.fields.progress == 60


def test_an_inspection_before_the_work_was_done_warns_and_does_not_block(office: Office, house_id: int) -> None:
    save_progress(office.register, house_id, report(80, 2025, 7, 20))
    assert not load_house(office.register, house_id).unfinished
    add_milestone(office.register, house_id, milestone("inspected", 2025, 8, 1))
    assert load_house(office.register, house_id).unfinished
    save_progress(office.register, house_id, report(100, 2025, 8, 1))
    assert not load_house(office.register, house_id).unfinished


def test_photos_stand_beside_the_reports_by_day_and_go_with_the_house(
    office: Office, house_id: int, tmp_path: Path
) -> None:
    for place, day in enumerate((date(2025, 7, 1), date(2025, 7, 1), date(2025, 7, 9))):
        picture = save(tmp_path / f"{place}.jpg", photo((80 + place, 60)))
        attach_file(office.register, Owner("house", house_id), picture, kind="photo_during", taken_on=day)
    photos = load_house(office.register, house_id).photos
    assert {(one.on, one.kind): one.count for one in photos} == {
        (date(2025, 7, 1), "photo_during"): 2,
        (date(2025, 7, 9), "photo_during"): 1,
    }
    save_progress(office.register, house_id, report(60, 2025, 7, 20))
    delete_house(office.register, house_id)
    with office.register.looking() as connection:
        left = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("attachment", "house_progress", "house_milestone")
        ]
    assert left == [0, 0, 0]

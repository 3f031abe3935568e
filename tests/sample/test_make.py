"""The sample register: sound, complete, the same again from the same seed, and never half made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from labordesk.errors import BadFile, InvalidInput
from labordesk.fields import kinds as clock
from labordesk.fields.choices import CASE_STATES, STAGES
from labordesk.sample import make_sample
from labordesk.sample.people import KNOWN
from labordesk.services.campaigns import list_campaigns
from labordesk.services.checking import check_register
from labordesk.services.gifts import campaign_progress, double_benefits
from labordesk.services.houses import list_houses, load_house
from labordesk.services.letterheads import letterhead_on
from labordesk.services.registers import open_register, register_info
from labordesk.services.unit_tree import unit_history_of, unit_tree
from labordesk.store import figures
from labordesk.store.figures import Scope
from labordesk.store.register import Register
from tests.sample.days import TODAY

YEARS = (2024, 2025, 2026)
SMALL = 40
"""People in a sample that only has to have its whole story."""


class Small(NamedTuple):
    """A small sample register, closed, and what was told while it was made."""

    path: Path
    told: list[tuple[int, int | None]]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    path, told = tmp_path_factory.mktemp("small") / "nhỏ.labordesk", list[tuple[int, int | None]]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: TODAY)
        make_sample(path, people=SMALL, today=TODAY, progress=lambda *step: told.append(step)).close()
    return Small(path, told)


def _rows(register: Register, sql: str, *values: object) -> list[tuple[object, ...]]:
    return register.connection().execute(sql, values).fetchall()


def _counts(register: Register) -> dict[str, object]:
    """Return how many rows each table has, and the sums that tell one story from another."""
    tables = [str(row[0]) for row in _rows(register, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts: dict[str, object] = {
        table: _rows(register, f"SELECT count(*) FROM {table}") for table in tables if "person_" not in table
    }
    counts["names"] = _rows(register, "SELECT full_name, birth, citizen_id, unit_id FROM person ORDER BY id")
    counts["money"] = _rows(
        register,
        "SELECT a.programme_id, a.campaign_id, a.unit_id, a.handover, a.paid_on, sum(l.amount) FROM award a"
        " JOIN award_line l ON l.award_id = a.id GROUP BY 1, 2, 3, 4, 5",
    )
    return counts


def test_nothing_is_wrong_with_the_register(sample: Register) -> None:
    assert check_register(sample).problems == ()


def test_it_is_marked_as_the_sample_and_has_as_many_people_as_asked(sample: Register) -> None:
    info = register_info(sample)
    assert (info.is_sample, info.people_count, info.unit_name) == (True, 1200, "Công đoàn xã Hương Sơn")
    assert info.superior == "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ TĨNH"


def test_the_same_seed_and_day_give_the_same_counts_and_sums(sample_template: Path, tmp_path: Path) -> None:
    with open_register(sample_template, read_only=True) as register:
        told = _counts(register)
    with make_sample(tmp_path / "hai.labordesk", people=200, seed=7, today=TODAY) as register:
        assert _counts(register) == told


def test_another_seed_gives_other_people(small: Small, tmp_path: Path) -> None:
    with open_register(small.path, read_only=True) as register:
        names = _counts(register)["names"]
    with make_sample(tmp_path / "ba.labordesk", people=SMALL, seed=12, today=TODAY) as register:
        assert _counts(register)["names"] != names


def test_the_commune_union_follows_the_district_and_leads_42_unions(sample: Register) -> None:
    own = register_info(sample).unit_id
    nodes = {node.id: node for node in unit_tree(sample, on=TODAY)}
    below = [node for node in nodes.values() if node.parent_id == own]
    assert len(below) == 42
    history = unit_history_of(sample)
    district = next(unit for unit in history.units.values() if unit.name == "Liên đoàn Lao động huyện Hương Sơn")
    assert (district.valid_to, district.successor_id) == (date(2025, 6, 30), own)
    eve = date(2025, 6, 30)
    older = [node for node in below if history.exists_on(node.id, eve)]
    assert len(older) == 39
    assert all(history.parent_on(node.id, eve) == district.id for node in older)
    ended = [unit for unit in history.units.values() if unit.valid_to == date(2025, 6, 30)]
    assert len(ended) == 7
    events = _rows(sample, "SELECT kind, count(*), count(decision_number) FROM unit_event GROUP BY kind ORDER BY kind")
    assert [row[0] for row in events] == ["closed", "founded", "merged", "renamed", "transferred"]
    assert all(row[1] == row[2] for row in events)


def test_papers_before_the_reorganisation_bear_the_district(sample: Register) -> None:
    assert letterhead_on(sample, date(2025, 6, 30)).issuing_body == "Liên đoàn Lao động huyện Hương Sơn"
    now = letterhead_on(sample, TODAY)
    assert (now.issuing_body, now.symbol, now.place) == ("Công đoàn xã Hương Sơn", "CĐX", "Hương Sơn")


def test_every_stage_of_a_house_and_every_state_of_a_grant_is_there(sample: Register) -> None:
    stages = {row[0] for row in _rows(sample, "SELECT DISTINCT stage FROM house")}
    assert stages == {code for code, _label in STAGES}
    states = {row[0] for row in _rows(sample, "SELECT DISTINCT state FROM grant_case")}
    assert states == {code for code, _label in CASE_STATES}
    [(refused,)] = _rows(sample, "SELECT count(*) FROM grant_case WHERE state = 'refused' AND refusal_reason IS NULL")
    assert refused == 0
    [(oldest,)] = _rows(
        sample, "SELECT min(requested_on) FROM grant_case WHERE state NOT IN ('paid', 'closed', 'refused')"
    )
    assert str(oldest) <= "2026-10-10"


def test_sources_of_every_approved_house_cover_its_estimate(sample: Register) -> None:
    loaded = [load_house(sample, int(str(row[0]))) for row in _rows(sample, "SELECT id FROM house")]
    approved = [house for house in loaded if house.data.fields.approved_amount]
    assert len(approved) >= 15
    assert all(house.money.short == 0 for house in approved)
    assert {funder.form for house in approved for funder in house.data.funders} == {"cash", "goods", "loan", "labour"}
    for house in loaded:
        if house.stage in ("handed_over", "settled"):
            assert house.money.union_given == house.data.fields.approved_amount
    assert any(house.missing for house in loaded)


def test_the_known_teacher_waits_for_an_overdue_house(sample: Register) -> None:
    late = [row for row in list_houses(sample, today=TODAY).rows if row.overdue_days > 0]
    assert [(row.owner, row.overdue_days) for row in late] == [(KNOWN[0].full_name, 23)]


def test_every_campaign_has_recipients_and_only_the_last_one_is_under_way(sample: Register) -> None:
    campaigns = list_campaigns(sample)
    assert {one.starts_on.year for one in campaigns} == {2023, *YEARS}
    assert all(one.progress.recipients > 0 for one in campaigns)
    latest = max(campaigns, key=lambda one: (one.starts_on, one.id)).progress
    assert min(latest.received, latest.proxy, latest.absent, latest.planned) > 0
    assert 0.4 < latest.given / latest.recipients < 0.8
    names = {one.name for one in campaigns}
    assert {"Tết Giáp Thìn 2024", "Tết Ất Tỵ 2025", "Tết Bính Ngọ 2026", "Tháng Công nhân 2026"} <= names
    assert all(one.progress.planned == 0 for one in campaigns if one.progress is not latest)


def test_one_tet_has_a_couple_twice_a_double_record_and_a_second_line_with_its_reason(sample: Register) -> None:
    tet = next(one for one in list_campaigns(sample) if one.name == "Tết Bính Ngọ 2026")
    listed = {row[0] for row in _rows(sample, "SELECT person_id FROM award WHERE campaign_id = ?", tet.id)}
    ids = dict(_rows(sample, "SELECT full_name, min(id) FROM person GROUP BY full_name"))
    wife, husband = int(str(ids[KNOWN[0].full_name])), int(str(ids[KNOWN[1].full_name]))
    assert {wife, husband} <= listed
    told = double_benefits(sample, tet.id, wife)
    assert any(warning.person_id == husband for warning in told)
    reasons = _rows(
        sample,
        "SELECT override_reason, norm_basis FROM award WHERE campaign_id = ? AND override_reason IS NOT NULL",
        tet.id,
    )
    assert sum(str(reason).startswith("Suất thứ hai") for reason, _basis in reasons) == 1
    assert all(basis for reason, basis in reasons if not str(reason).startswith("Suất thứ hai"))
    assert len(reasons) > 1
    assert campaign_progress(sample, tet.id).duplicates >= 4
    doubled = _rows(
        sample,
        "SELECT count(*) FROM award a JOIN person p ON p.id = a.person_id JOIN person q ON q.full_name = p.full_name"
        " AND q.id > p.id AND substr(q.birth, 1, 4) = substr(p.birth, 1, 4)"
        " JOIN award b ON b.person_id = q.id AND b.campaign_id = a.campaign_id WHERE a.campaign_id = ?",
        tet.id,
    )
    assert int(str(doubled[0][0])) >= 1


@pytest.mark.parametrize("year", YEARS)
def test_the_total_is_the_sum_of_the_programmes_and_of_the_units(sample: Register, year: int) -> None:
    with sample.looking() as connection:
        for scope in (
            Scope(date(year, 1, 1), date(year, 12, 31)),
            Scope(date(year, 1, 1), date(year, 6, 30)),
            Scope(date(year - 1, 12, 1), date(year, 2, 28), tet_year=year),
        ):
            totals = figures.totals(connection, scope)
            programmes = figures.by_programme(connection, scope)
            assert totals.total > 500_000_000
            assert totals.total == sum(one.total for one in programmes)
            assert totals.total == sum(one.total for one in figures.by_unit(connection, scope).values())
            assert totals.cash == sum(one.cash for one in programmes)
            assert totals.typed == sum(one.typed for one in programmes)


def test_more_was_promised_than_came_and_days_of_work_are_no_money(sample: Register) -> None:
    with sample.looking() as connection:
        raised = figures.contributions(connection, Scope(date(2026, 1, 1), TODAY))
    assert sum(one.pledged for one in raised) > sum(one.cash for one in raised if one.pledged)
    assert sum(one.labour_days for one in raised) > 300
    assert all(one.money == one.cash + one.goods for one in raised)


def test_new_members_are_just_over_their_target_and_training_is_far_below(sample: Register) -> None:
    own = register_info(sample).unit_id
    with sample.looking() as connection:
        found = figures.indicators(connection, Scope(date(2026, 1, 1), TODAY), own, {own: None})
    by_code = {one.code: one for one in found}
    assert (by_code["DV-MOI"].value, by_code["DV-MOI"].target) == (1_512, 1_500)
    training = by_code["TAP-HUAN"]
    assert training.target is not None
    assert training.value * 2 < training.target
    assert by_code["CDCS"].value == 42
    assert by_code["CDCS-DN"].value + by_code["CDCS-HCSN"].value == 42
    members = _rows(sample, "SELECT sum(member_count) FROM unit WHERE parent_id = ? AND valid_to IS NULL", own)
    assert by_code["DV"].value == members[0][0]


def test_typed_totals_stand_for_unions_without_rows(sample: Register) -> None:
    typed = {row[0] for row in _rows(sample, "SELECT DISTINCT unit_id FROM aggregate")}
    with_rows = {row[0] for row in _rows(sample, "SELECT DISTINCT unit_id FROM award")}
    assert len(typed) == 4
    assert not typed & with_rows


def test_progress_rises_to_the_end(small: Small) -> None:
    told = small.told
    assert [done for done, _all in told] == sorted(done for done, _all in told)
    assert len({total for _done, total in told}) == 1
    assert told[-1][0] == told[-1][1]


def test_a_sample_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, _all: int | None) -> None:
        if done > 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_sample(tmp_path / "s.labordesk", people=40, today=TODAY, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "s.labordesk"
    path.write_text("của người khác", encoding="utf-8")
    with pytest.raises(BadFile):
        make_sample(path, people=40, today=TODAY)
    assert path.read_text(encoding="utf-8") == "của người khác"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_computer_with_a_wrong_date_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="31/12/2025"):
        make_sample(tmp_path / "s.labordesk", people=40, today=date(2025, 12, 31))


@pytest.mark.parametrize(
    "day", [date(2026, 1, 1), date(2026, 2, 14), date(2026, 7, 1), date(2028, 2, 29), date(2030, 12, 31)]
)
def test_the_story_can_be_told_on_any_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)
    with make_sample(tmp_path / "s.labordesk", people=60, today=day) as register:
        campaigns = list_campaigns(register)
        assert max(one.ends_on for one in campaigns if one.tet_year is None).year == day.year
        assert {day.year - 2, day.year - 1, day.year} <= {one.ends_on.year for one in campaigns}
        assert {row[0] for row in _rows(register, "SELECT DISTINCT stage FROM house")} == dict(STAGES).keys()
        assert {row[0] for row in _rows(register, "SELECT DISTINCT state FROM grant_case")} == dict(CASE_STATES).keys()
        [(latest,)] = _rows(register, "SELECT max(paid_on) FROM award")
        assert str(latest) <= day.isoformat()


def test_a_tiny_sample_has_a_story_too(tmp_path: Path) -> None:
    with make_sample(tmp_path / "s.labordesk", people=20, today=TODAY) as register:
        assert check_register(register).problems == ()
        assert register_info(register).people_count == 20

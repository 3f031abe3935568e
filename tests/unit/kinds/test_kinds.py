"""The kinds of programmes: each indicator names the event whose date it counts, in a unit of count of its own."""

from __future__ import annotations

import pytest

from labordesk.fields.choices import CASE_STATES, COMPUTED, COUNT_UNITS, MILESTONES, WORKS
from labordesk.fields.choices import KINDS as CATALOGUE_KINDS
from labordesk.kinds import HOUSE, KINDS, Counting, EventSource, Kind, computed_by, counted_in, gives_awards, kind_of

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)


@each_kind
def test_a_kind_is_one_of_the_catalogue_and_found_by_its_code(kind: Kind) -> None:
    assert kind.code in dict(CATALOGUE_KINDS)
    assert kind.label == dict(CATALOGUE_KINDS)[kind.code]
    assert kind_of(kind.code) is kind


@each_kind
def test_every_indicator_names_an_event_of_its_kind_and_a_known_unit_of_count(kind: Kind) -> None:
    assert kind.indicators
    assert len({one.code for one in kind.indicators}) == len(kind.indicators)
    for indicator in kind.indicators:
        assert indicator.event in kind.events
        assert indicator.count_unit is None or indicator.count_unit in dict(COUNT_UNITS)
        assert indicator.work is None or indicator.work in dict(WORKS)
        assert (indicator.counting is Counting.MONEY) == (indicator.code == "amount")
    assert set(kind.count_units) <= set(dict(COUNT_UNITS))


@each_kind
def test_an_event_stands_where_its_source_can_hold_it(kind: Kind) -> None:
    codes = {EventSource.HOUSE_MILESTONE: dict(MILESTONES), EventSource.CASE_EVENT: dict(CASE_STATES)}
    for event in kind.events:
        if event.source in codes:
            assert event.code in codes[event.source]


def test_money_handed_over_and_the_house_handed_over_are_two_indicators() -> None:
    funded, handed_over = HOUSE.indicator("funded"), HOUSE.indicator("handed_over")
    assert funded.event.code == "funded"
    assert handed_over.event.code == "handed_over"
    assert funded.event is not handed_over.event
    with pytest.raises(KeyError):
        HOUSE.indicator("spent")


def test_money_raised_and_figures_typed_in_give_no_awards() -> None:
    given = {code for code, _label in CATALOGUE_KINDS if gives_awards(code)}
    assert given == {"gift", "grant", "house"}
    assert kind_of("contribution") is None


@pytest.mark.parametrize(("computed", "label"), COMPUTED)
def test_what_an_indicator_may_be_counted_from_is_an_indicator_of_a_kind(computed: str, label: str) -> None:
    rule = computed_by(computed)
    assert rule.event.day.startswith("ngày")
    assert counted_in(computed)
    assert label


def test_an_unknown_choice_is_no_indicator() -> None:
    for wrong in ("house.spent", "raised.money", ""):
        with pytest.raises(KeyError):
            computed_by(wrong)

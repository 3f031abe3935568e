"""The sums of a register: the one definition of every figure that a screen or a paper shows.

Everything here reads through the light connection, so that a first screen needs no ORM.
"""

from labordesk.store.figures.beside import ActivityFigure, ContributionFigure, activities, contributions
from labordesk.store.figures.building import HouseFigure, houses
from labordesk.store.figures.months import by_month
from labordesk.store.figures.scope import HANDED_OVER, Quantity, Scope
from labordesk.store.figures.spending import (
    ProgrammeFigure,
    Totals,
    UnitFigure,
    by_programme,
    by_unit,
    left_out,
    total_by_programme,
    totals,
)
from labordesk.store.figures.targets import (
    IndicatorFigure,
    indicator_target,
    indicators,
    programme_names,
    programme_targets,
    programmes_of_kind,
)
from labordesk.store.sum_tables import PERSON_UNITS

__all__ = [
    "HANDED_OVER",
    "PERSON_UNITS",
    "ActivityFigure",
    "ContributionFigure",
    "HouseFigure",
    "IndicatorFigure",
    "ProgrammeFigure",
    "Quantity",
    "Scope",
    "Totals",
    "UnitFigure",
    "activities",
    "by_month",
    "by_programme",
    "by_unit",
    "contributions",
    "houses",
    "indicator_target",
    "indicators",
    "left_out",
    "programme_names",
    "programme_targets",
    "programmes_of_kind",
    "total_by_programme",
    "totals",
]

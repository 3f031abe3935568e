"""The form of a house: its own fields, the sources of money and the milestones, typed in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.fields import Choice, Spec
from labordesk.fields.choices import MILESTONES
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.catalogue_lookups import fund_lookup, lookups_for, programme_lookup
from labordesk.gui.pages.parts.form_with_lines import FormWithLines
from labordesk.gui.pages.parts.line_rows import LineRows
from labordesk.gui.pages.parts.person_picker import person_lookup, take_unit_from_person
from labordesk.gui.pages.parts.ward_help import help_with_wards
from labordesk.i18n import N_, _
from labordesk.rules.house_approval import AFTER_DECISION
from labordesk.rules.house_money import LABOUR, HouseMoney, Share, add_up
from labordesk.rules.house_stages import milestone_label, next_milestones
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.houses import HouseData, LoadedHouse

FUNDERS, MILESTONE_ROWS = "funders", "milestones"
LAID_OUT_MS = 40
ROOM_FOR_NAMES = 640
"""Pixels below which the name of a fund stands above its figures, so that it is read whole."""
HOMES = {
    "fund_id": FUNDERS,
    "form": FUNDERS,
    "planned": FUNDERS,
    "received": FUNDERS,
    "labour_days": FUNDERS,
    "milestone": MILESTONE_ROWS,
    "happened_on": MILESTONE_ROWS,
    "document": MILESTONE_ROWS,
    "note": MILESTONE_ROWS,
}
"""Where a refusal of the service is shown; "note" is the reason a milestone asks for."""

_MONEY = ("planned", "received", "labour_days")
_TYPED = tuple(one for one in MILESTONES if one[0] != "funded")
"""The events one types; the day money was handed over comes from the payments."""
_SECTIONS = {
    N_("Hộ gia đình"): ("person_id", "unit_id", "programme_id", "work", "address", "ward_code", "area", "structure"),
    N_("Kinh phí và thời hạn"): ("estimate", "total_value", "due_on"),
    N_("Xét duyệt"): (
        "approved_amount",
        "decision_number",
        "decision_date",
        "decision_body",
        "decision_signer",
        "norm_reason",
        "note",
    ),
}


@dataclass(frozen=True)
class HouseSpecs:
    """The fields of a house and of what hangs on it, with the funds that hold the union's own money."""

    house: Mapping[str, Spec]
    funder: Mapping[str, Spec]
    milestone: Mapping[str, Spec]
    union_funds: frozenset[int]
    programme_id: int | None
    """The programme of houses, when there is only one."""


def load_house_specs(register: Any) -> HouseSpecs:
    """Return what the form is made of; a reading task, because it imports the model."""
    from labordesk.fields import specs_of
    from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
    from labordesk.services.catalogue import funds, programmes

    house = specs_of(HouseFields)
    programmes_of_houses = programmes(register, kind="house")
    return HouseSpecs(
        house={name: house[name].placed(section) for section, names in _SECTIONS.items() for name in names},
        funder=specs_of(HouseFunderFields),
        milestone=specs_of(HouseMilestoneFields),
        union_funds=frozenset(row.id for row in funds(register, active=None) if row.fields.union_money),
        programme_id=programmes_of_houses[0].id if len(programmes_of_houses) == 1 else None,
    )


class HouseForm(FormWithLines):
    """Fields, sources and milestones of one house; ``money()`` and ``next_steps()`` follow what is typed."""

    reason_wanted = Signal(str)
    """Something on record was changed: the sentence asks for the reason."""

    def __init__(self, context: Context, specs: HouseSpecs, values: Mapping[str, Any], *, union_given: int = 0) -> None:
        self._union_funds = specs.union_funds
        self._union_given = union_given
        funders = LineRows(
            _("Nguồn đóng góp"),
            specs.funder,
            ("fund_id", "form", "planned", "received", "labour_days"),
            work=context.work,
            lookups={"fund": fund_lookup(context.register)},
            add_text=_("Thêm nguồn"),
            start=lambda: {"form": "cash"},
            fixed=self._paid_by_union,
            lead_below=ROOM_FOR_NAMES,
        )
        milestones = _MilestoneRows(context, specs.milestone)
        lookups = lookups_for(
            context.register,
            ("person", "unit", "programme"),
            person=person_lookup(context),
            programme=programme_lookup(context.register, "house"),
        )
        super().__init__(
            specs.house,
            {FUNDERS: funders, MILESTONE_ROWS: milestones},
            values,
            homes=HOMES,
            lookups=lookups,
            work=context.work,
            advice={"decision_date": _decided_late},
        )
        funders.changed.connect(self._follow_funds)
        take_unit_from_person(self, context)
        self.ward_help = help_with_wards(self, context)

    def _paid_by_union(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """What the union gave is read from the payments, so it is not typed."""
        is_ours = values.get("fund_id") in self._union_funds and values.get("form") != LABOUR
        return ("received",) if is_ours else ()

    def _follow_funds(self) -> None:
        rows = self.lines[FUNDERS]
        for number in range(rows.count()):
            values = {name: rows.input(number, name).state() for name in ("fund_id", "form")}
            rows.input(number, "received").set_read_only(bool(self._paid_by_union(values)))

    def money(self) -> HouseMoney:
        """Return the sums of what is typed; labour stays days, and the union's money is what was paid."""
        typed = self.current()
        shares = [
            Share(
                line["form"] or "cash",
                line["planned"] or 0,
                line["received"] or 0,
                line["labour_days"] or 0,
                line["fund_id"] in self._union_funds and line["form"] in ("cash", "goods"),
            )
            for line in typed[FUNDERS]
        ]
        return add_up(
            shares,
            union_given=self._union_given,
            approved=typed.get("approved_amount"),
            estimate=typed.get("estimate"),
        )

    def days(self) -> dict[str, date]:
        """Return the day of each milestone typed so far."""
        return milestone_days(self.lines[MILESTONE_ROWS].current())

    def next_steps(self) -> tuple[str, ...]:
        """Return the milestones that may come next after those typed."""
        return next_milestones(self.days())

    def add_milestone(self, code: str, on: date) -> None:
        """Offer the line of an event, its day filled in and marked to be typed over.

        A second pause is typed over the first one, and the day the work went on goes.
        """
        rows = self.lines[MILESTONE_ROWS]
        if code == "suspended":
            self._forget("resumed")
        place = self._place_of(code)
        if place is None:
            rows.add_line({"milestone": code, "happened_on": on})
            place = rows.count() - 1
        else:
            rows.input(place, "happened_on").set_value(on)
        rows.focus_line(place, "happened_on")
        # The line has its place only after the layouts around it have run.
        QTimer.singleShot(LAID_OUT_MS, self, lambda: self.reached.emit(rows.add_link))

    def _place_of(self, code: str) -> int | None:
        rows = self.lines[MILESTONE_ROWS]
        return next((place for place in range(rows.count()) if rows.input(place, "milestone").state() == code), None)

    def _forget(self, code: str) -> None:
        place = self._place_of(code)
        if place is not None:
            self.lines[MILESTONE_ROWS].remove_line(place)

    def show_error(self, error: LabordeskError) -> bool:
        if isinstance(error, InvalidInput) and error.field == "correction_reason":
            self.reason_wanted.emit(str(error))
            return True
        return super().show_error(error)


class _MilestoneRows(LineRows):
    """The events of a house; the day money was first handed over comes from the payments."""

    def __init__(self, context: Context, specs: Mapping[str, Spec]) -> None:
        offered = replace(specs["milestone"], kind=Choice(options=_TYPED))
        super().__init__(
            _("Các mốc"),
            {**specs, "milestone": offered},
            ("milestone", "happened_on", "document", "note"),
            work=context.work,
            add_text=_("Thêm mốc"),
            start=lambda: {"happened_on": context.today()},
            fixed=lambda values: ("milestone", "happened_on") if values.get("milestone") == "funded" else (),
        )

    def specs_for(self, values: Mapping[str, Any]) -> Mapping[str, Spec]:
        if values.get("milestone") != "funded":
            return self._specs
        return {**self._specs, "milestone": replace(self._specs["milestone"], kind=Choice(options=MILESTONES))}


def milestone_days(lines: Iterable[Mapping[str, Any]]) -> dict[str, date]:
    """Return the day of each milestone among lines, unfinished ones left out."""
    return {
        line["milestone"]: line["happened_on"] for line in lines if line.get("milestone") and line.get("happened_on")
    }


def _decided_late(values: Mapping[str, Any]) -> str:
    """Say while one types that a step is dated before the decision; saving it is refused."""
    decided, days = values.get("decision_date"), milestone_days(values.get(MILESTONE_ROWS, ()))
    early = next((code for code in AFTER_DECISION if decided and code in days and days[code] < decided), None)
    if early is None:
        return ""
    return _("Sau ngày “{milestone}” ({day}); hãy xem lại.").format(
        milestone=milestone_label(early), day=short(days[early])
    )


def form_values(loaded: LoadedHouse) -> dict[str, Any]:
    """Return a stored house as the form shows it; an amount of nothing is an empty field."""
    data = loaded.data
    return {
        **data.fields.model_dump(),
        FUNDERS: [
            {name: value or None if name in _MONEY else value for name, value in one.model_dump().items()}
            for one in data.funders
        ],
        MILESTONE_ROWS: [one.model_dump() for one in data.milestones],
    }


def house_data(values: Mapping[str, Any]) -> HouseData:
    """Return what was typed as the service takes it; runs on the write thread."""
    from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
    from labordesk.services.houses import HouseData

    own = {name: value for name, value in values.items() if name not in (FUNDERS, MILESTONE_ROWS)}
    return HouseData(
        HouseFields(**own),
        tuple(HouseFunderFields(**{**line, **{name: line[name] or 0 for name in _MONEY}}) for line in values[FUNDERS]),
        tuple(HouseMilestoneFields(**line) for line in values[MILESTONE_ROWS]),
    )

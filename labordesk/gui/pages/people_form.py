"""The form of a person in the order of the paper, household and circumstances as lines, health behind a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from labordesk.errors import InvalidInput
from labordesk.fields import Day, Reference, Spec
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for
from labordesk.gui.pages.parts.form_with_lines import FormWithLines
from labordesk.gui.pages.parts.line_rows import LineRows, Values
from labordesk.gui.pages.parts.person_picker import person_lookup
from labordesk.gui.pages.parts.ward_help import help_with_wards
from labordesk.gui.pages.people_name import ProperCaseOffer
from labordesk.gui.pages.people_reading import FormFacts
from labordesk.gui.pages.people_saving import form_values
from labordesk.i18n import N_, _

RELATIVE = Spec(N_("Hồ sơ trong sổ"), Reference(target="person"))
_MOVED_ON = Spec(N_("Chuyển đơn vị từ ngày"), Day(), hint=N_("Chỉ ghi khi đổi đơn vị; để trống là từ hôm nay"))
_HEALTH_SECTION = N_("Sức khỏe")
_HOMES = {
    "household": "household",
    "relative_id": "household",
    "relation": "household",
    "circumstance_id": "circumstances",
    "since": "circumstances",
    "until": "circumstances",
}
"""Under which lines a refusal of the service is shown."""


class CircumstanceRows(LineRows):
    """Lines that can name their circumstance in a sentence, for the choice after a conflict."""

    def __init__(self, context: Context, specs: Mapping[str, Spec], names: Mapping[int, str]) -> None:
        super().__init__(
            _("Hoàn cảnh"),
            specs,
            ("circumstance_id", "since", "until", "note"),
            work=context.work,
            lookups=lookups_for(context.register, ("circumstance",)),
            add_text=_("Thêm hoàn cảnh"),
        )
        self._names = names

    def show_lines(self, lines: Sequence[Values | object]) -> str:
        return "\n".join(
            " · ".join(part for part in (self._name(line), super(CircumstanceRows, self).show_lines([line])) if part)
            for line in lines
        )

    def _name(self, line: Values | object) -> str:
        wanted = line.get("circumstance_id") if isinstance(line, Mapping) else getattr(line, "circumstance_id", None)
        return self._names.get(wanted, "") if isinstance(wanted, int) else ""


class PersonForm(FormWithLines):
    """Made from the specs of ``PersonFields``; ``name`` and ``unit_id`` are offered for a new person."""

    def __init__(self, context: Context, facts: FormFacts, *, name: str = "", unit_id: int | None = None) -> None:
        self._health: str | None = None
        lines = {
            "household": _household_rows(context, facts.household_specs),
            "circumstances": CircumstanceRows(context, facts.circumstance_specs, facts.circumstances),
        }
        start: dict[str, Any] = {"standing": "member", "full_name": name, "unit_id": unit_id}
        super().__init__(
            form_specs(facts),
            lines,
            start if facts.loaded is None else form_values(facts.loaded),
            homes=_HOMES,
            lookups=lookups_for(context.register, ("unit",)),
            work=context.work,
            advice={"citizen_id": self._about_number},
        )
        self.case_offer = ProperCaseOffer(self.input("full_name"), self.input("birth").editor())
        self.ward_help = help_with_wards(self, context)

    def set_health(self, detail: str | None) -> None:
        """Show what the register knows about health, unless something was typed there before."""
        self._health = detail
        box = self.input("health")
        if box.is_empty():
            box.set_value(detail)
        self._start["health"] = box.kind.show(detail)

    def set_values(self, values: Values | object | None) -> None:
        super().set_values(values)
        self.set_health(self._health)  # the file the form was opened with does not hold it

    def set_drafts(self, drafts: Mapping[str, str]) -> None:
        if "health" in drafts:
            self.show_sensitive()
        super().set_drafts(drafts)

    def go_to(self, part: str) -> None:
        """Put the cursor into the lines of a part, or into the first field."""
        rows = self.lines.get(part)
        if rows is None:
            self.focus_first()
            return
        rows.add_line()
        self.reached.emit(rows)

    def _about_number(self, values: Values) -> str:
        """Say live what the citizen number says against birth and sex, or how many digits are missing."""
        text = str(self.input("citizen_id").state())
        digits = sum(letter.isdigit() for letter in text)
        if 0 < digits < 12 and "citizen_id" not in values:
            return _("còn thiếu {n} chữ số").format(n=12 - digits)
        return number_note(values)


def number_note(values: Values) -> str:
    """Return what the citizen number denies of the birth or the sex typed, "" when nothing."""
    from labordesk.model.person import PersonFields
    from labordesk.services.person_review import number_notes

    known = {name: values.get(name) for name in ("citizen_id", "birth", "sex")}
    try:
        return " ".join(number_notes(PersonFields.model_validate({"full_name": "", **known})))
    except InvalidInput:
        return ""


def form_specs(facts: FormFacts) -> dict[str, Spec]:
    """Return the fields of the form: those of the model, the day of a move, health at the end."""
    specs: dict[str, Spec] = {}
    for name, spec in facts.specs.items():
        # "Là" always has a value in the register; the form must not offer an empty one.
        specs[name] = replace(spec, required=True) if name == "standing" else spec
        if name == "unit_id" and facts.loaded is not None:
            specs["moved_on"] = _MOVED_ON.placed(spec.section)
    specs["health"] = facts.health.placed(_HEALTH_SECTION)
    return specs


def _household_rows(context: Context, specs: Mapping[str, Spec]) -> LineRows:
    return LineRows(
        _("Thành viên hộ gia đình"),
        {**specs, "relative_id": RELATIVE},
        ("full_name", "relation", "birth", "occupation", "relative_id", "dependant"),
        work=context.work,
        lookups={"person": replace(person_lookup(context), create=None)},
        add_text=_("Thêm thành viên"),
        start=lambda: {"relation": "spouse"},
        keep=("id", "note"),
    )

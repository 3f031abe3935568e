"""The forms of dated records: what is filled in at first, what follows the programme, what a refusal offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from labordesk.errors import LabordeskError
from labordesk.fields import Reference, Spec, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.pages.activities_filter import Wanted
from labordesk.gui.pages.activities_kinds import ACTIVITIES, AGGREGATES, RecordKind
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.gui.pages.parts.row_hands import FormStart, edit_panel
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.services.catalogue import ProgrammeRow
    from labordesk.store.register import Register

REASON = "override_reason"
COVER_PAUSE_MS = 200
HOUSE_FIELDS = ("new_houses", "repaired_houses")
ASK_REASON = N_("Vì sao vẫn ghi dòng tổng hợp này?")


def load_start(register: Register, kind: RecordKind, record_id: int | None, wanted: Wanted, today: date) -> FormStart:
    """Read what the form needs; for the reading pool."""
    service = kind.service()
    specs = specs_of(service.form)
    if record_id is not None:
        row = service.load(register, record_id)
        return FormStart(service.form, _without_zeros(row.fields.model_dump(), specs), row.id, row.row_version)
    values = dict.fromkeys(specs) | service.form.model_construct().model_dump()
    values["programme_id"] = wanted.programme_id
    if kind is AGGREGATES:
        # The period looked at is the one reported, its last day only once it has come.
        values["starts_on"] = wanted.start
        values["ends_on"] = wanted.end if wanted.end is not None and wanted.end <= today else None
    else:
        from labordesk.services.unit_tree import root_unit

        with register.looking() as connection:
            values["unit_id"] = root_unit(connection)
        values["happened_on" if "happened_on" in values else "received_on"] = today
    return FormStart(service.form, _without_zeros(values, specs))


def record_panel(context: Context, kind: RecordKind, start: FormStart) -> FormPanel:
    """Return the form of a record with its buttons."""
    service = kind.service()
    has_reason = start.row_id is not None and start.values.get(REASON)
    panel = edit_panel(
        context,
        start,
        title=_(kind.edit_title) if start.row_id is not None else _(kind.add),
        key=kind.key,
        save=service.save,
        load=service.load,
        lookups=_lookups(context.register, kind, specs_of(service.form)),
        only=[name for name in kind.fields if name != REASON or has_reason],
        make=AggregatePanel if kind is AGGREGATES else FormPanel,
    )
    follow_programme(panel.form, context)
    if kind is ACTIVITIES:
        CoverWatch(context, panel)
    return panel


class CoverWatch(QObject):
    """Says above the form of an activity when a typed total of the same unit and days counts it already."""

    def __init__(self, context: Context, panel: FormPanel) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._said = ""
        self._later = QTimer(self, interval=COVER_PAUSE_MS, singleShot=True)
        self._later.timeout.connect(self._look)
        panel.form.changed.connect(self._later.start)

    def _look(self) -> None:
        typed, register = self._panel.form.current(), self._context.register
        unit_id, programme_id, day = (typed.get(name) for name in ("unit_id", "programme_id", "happened_on"))
        count_unit = typed.get("count_unit")
        if not (unit_id and programme_id and day):
            return

        def read() -> str:
            from labordesk.services.aggregate_cover import covered_by

            with register.looking() as connection:
                return covered_by(connection, unit_id, programme_id, None, day, count_unit=count_unit)

        self._context.work.read(read, self._say, latest=("covered", id(self)), owner=self)

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._panel.show_notice(sentence)


class AggregatePanel(FormPanel):
    """Typed totals: what would be counted twice is refused with a way to go on, giving the reason."""

    def _was_refused(self, error: LabordeskError) -> None:
        from labordesk.services.aggregates import COUNTED_TWICE

        if error.sentence == COUNTED_TWICE:
            self.show_notice(str(error), (_("Vẫn ghi, nêu lý do"), self.save_with_reason))
        else:
            super()._was_refused(error)

    def save_with_reason(self) -> None:
        """Ask why the total is no repetition and save it with that sentence."""
        if REASON in self.form.names():
            self.form.input(REASON).setFocus()
            return
        reason = self._context.notify.ask_text(_(ASK_REASON), _("Lý do"), explain=self.notice(), yes=_("Vẫn ghi"))
        if reason:
            self._submit(partial(self._save_because, reason))

    def _save_because(self, reason: str, values: dict[str, Any]) -> Any:
        return self._save({**values, REASON: reason})


def follow_programme(form: FieldForm, context: Context) -> None:
    """Fill the unit of count with the programme's own, unless the officer chose another; close what it cannot have."""
    filled = form.current().get("count_unit") if form.current().get("programme_id") is None else None

    def programme_chosen() -> None:
        from labordesk.services.catalogue import programme

        programme_id = form.current().get("programme_id")
        if isinstance(programme_id, int):
            read: Callable[[], ProgrammeRow] = lambda: programme(context.register, programme_id)  # noqa: E731
            context.work.read(read, follow, latest=("programme of", id(form)), owner=form)

    def follow(row: ProgrammeRow) -> None:
        nonlocal filled
        if "count_unit" in form.names() and form.current().get("count_unit") == filled:
            filled = row.fields.count_unit
            form.input("count_unit").set_value(filled)
        if "new_houses" in form.names():
            _close_impossible(form, row.fields.kind)

    form.input("programme_id").changed.connect(programme_chosen)
    programme_chosen()


def _close_impossible(form: FieldForm, kind: str) -> None:
    """Let only those figures of a typed total be filled in that its programme can have."""
    for name in HOUSE_FIELDS:
        form.input(name).set_read_only(kind not in ("house", "all"))
    form.input("quantity").set_read_only(kind == "house")


def _without_zeros(values: Mapping[str, Any], specs: Mapping[str, Spec]) -> dict[str, Any]:
    """Return the values with empty fields instead of the zeros nobody typed, so that none has to be deleted first."""
    return {name: value for name, value in values.items() if value != 0 or specs[name].required}


def _lookups(register: Register, kind: RecordKind, specs: Mapping[str, Spec]) -> dict[str, Lookup]:
    targets = {spec.kind.target for spec in specs.values() if isinstance(spec.kind, Reference)}
    return lookups_for(register, targets, programme=_programmes(register, *kind.programmes))


def _programmes(register: Register, usual: str, *others: str) -> Lookup:
    """Return how programmes are found, those of the usual kind first."""
    first, rest = programme_lookup(register, usual), programme_lookup(register, *others)
    return Lookup(lambda text: [*first.find(text), *rest.find(text)], programme_lookup(register).name)

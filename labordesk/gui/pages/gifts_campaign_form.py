"""The form of a campaign: the programme first, which fills the rest with what is usual for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from labordesk.fields import Spec, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.pages.gifts_norms import say_rates
from labordesk.gui.pages.gifts_reading import KINDS
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for, programme_lookup
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.model.programme import CampaignFields
    from labordesk.services.campaigns import CampaignLabel, LoadedCampaign
    from labordesk.services.saved import Saved

PROGRAMME = "programme_id"
DAYS = ("starts_on", "ends_on")
Shown = Callable[[FormDialog], None]


def ask_new_campaign(context: Context, programme_id: int | None, show: Shown) -> None:
    """Make the form of a new campaign and hand it to ``show``; a programme given is filled in at once."""
    context.work.read(_campaign_specs, lambda specs: show(_new_dialog(context, specs, programme_id)), owner=context)


def ask_campaign(context: Context, campaign_id: int, show: Shown) -> None:
    """Make the form of a campaign there is and hand it to ``show``."""
    register = context.register

    def read() -> tuple[dict[str, Spec], LoadedCampaign]:
        from labordesk.services.campaigns import load_campaign

        return _campaign_specs(), load_campaign(register, campaign_id)

    context.work.read(read, lambda found: show(_edit_dialog(context, *found)), owner=context)


def _campaign_specs() -> dict[str, Spec]:
    from labordesk.model.programme import CampaignFields

    return specs_of(CampaignFields)


def _new_dialog(context: Context, specs: dict[str, Spec], programme_id: int | None) -> FormDialog:
    register = context.register
    form = _form(context, specs, {"level": "upper"})

    def save(values: dict[str, Any]) -> Saved:
        from labordesk.services.campaigns import save_campaign

        return save_campaign(register, _fields(values))

    Suggestion(context, form)
    panel = FormPanel(context, _("Lập đợt tặng quà"), form, save, draft_key="gift-campaign:new")
    if programme_id is not None and not form.dirty:
        form.input(PROGRAMME).set_value(programme_id)
    return FormDialog(panel, width=820, height=620)


def _edit_dialog(context: Context, specs: dict[str, Spec], loaded: LoadedCampaign) -> FormDialog:
    register, version = context.register, loaded.row_version
    fixed = (PROGRAMME,) if loaded.progress.lines else ()

    def save(values: dict[str, Any]) -> Saved:
        from labordesk.services.campaigns import save_campaign

        return save_campaign(register, _fields(values), campaign_id=loaded.id, row_version=version)

    def renew() -> None:
        from labordesk.services.campaigns import load_campaign

        nonlocal version
        version = load_campaign(register, loaded.id).row_version

    form = _form(context, specs, loaded.fields, fixed=fixed)
    key = f"gift-campaign:{loaded.id}"
    panel = FormPanel(context, _("Sửa đợt tặng quà"), form, save, draft_key=key, renew=renew)
    return FormDialog(panel, width=820, height=620)


def _form(context: Context, specs: dict[str, Spec], values: Any, *, fixed: tuple[str, ...] = ()) -> FieldForm:
    lookups = lookups_for(context.register, ("unit", "fund"))
    lookups["programme"] = programme_lookup(context.register, *KINDS)
    form = FieldForm(specs, values, lookups=lookups, work=context.work, only=_in_pairs(specs), fixed=fixed)
    say_rates(context, form)
    return form


def _in_pairs(specs: dict[str, Spec]) -> tuple[str, ...]:
    """Return the fields in the order of the form: the first and the last day stand beside each other."""
    names = [name for name in specs if specs[name].in_form and name != "tet_year"]
    names.insert(names.index("ends_on") + 1, "tet_year")
    return tuple(names)


def _fields(values: dict[str, Any]) -> CampaignFields:
    """Return the fields typed; an empty amount is none, as the model's own start says."""
    from labordesk.model.programme import CampaignFields

    return CampaignFields(**{name: value for name, value in values.items() if value is not None})


class Suggestion(QObject):
    """Fills a new campaign once its programme is chosen, leaving alone what the officer has typed."""

    def __init__(self, context: Context, form: FieldForm) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._for: int | None = None
        self._filled: dict[str, Any] = {}
        form.input(PROGRAMME).changed.connect(self._chosen)
        for name in DAYS:
            form.input(name).changed.connect(self._dated)

    def _chosen(self) -> None:
        programme_id = self._form.input(PROGRAMME).state()
        if not isinstance(programme_id, int) or programme_id == self._for:
            return
        self._for = programme_id
        register, today = self._context.register, self._context.today()

        def read() -> CampaignFields:
            from labordesk.services.campaigns import suggest_campaign

            return suggest_campaign(register, programme_id, today=today)

        self._context.work.read(read, self._fill, latest=("campaign suggestion", id(self._form)), owner=self._form)

    def _dated(self) -> None:
        """Name the campaign after the lunar year of the days typed, unless it was given another name."""
        values = self._form.current()
        starts_on, ends_on = (values.get(name) for name in DAYS)
        programme_id, register = self._form.input(PROGRAMME).state(), self._context.register
        if not self._filled or not isinstance(programme_id, int) or starts_on is None or ends_on is None:
            return
        if ends_on < starts_on:
            return

        def read() -> CampaignLabel | None:
            from labordesk.services.campaigns import label_campaign

            return label_campaign(register, programme_id, starts_on, ends_on)

        self._context.work.read(read, self._label, latest=("campaign label", id(self._form)), owner=self._form)

    def _label(self, label: CampaignLabel | None) -> None:
        if label is None:
            return
        for name, value in (("name", label.name), ("tet_year", label.tet_year)):
            one = self._form.input(name)
            if (one.is_empty() or self._filled.get(name, _NOTHING) == one.state()) and not _is_same(one, value):
                one.set_value(value)
                self._filled[name] = one.state()

    def _fill(self, fields: CampaignFields) -> None:
        for name, value in fields.model_dump().items():
            if name == PROGRAMME:
                continue
            one = self._form.input(name)
            if one.is_empty() or self._filled.get(name, _NOTHING) == one.state():
                one.set_value(value)
                self._filled[name] = one.state()
                editor = one.editor()
                if isinstance(editor, QLineEdit) and editor.hasFocus():
                    editor.selectAll()  # the cursor came before the words: typing replaces them


def _is_same(one: FieldInput, value: Any) -> bool:
    """Say whether an input shows a value already: writing it again would disturb what has the cursor."""
    return one.text() == one.kind.show(value)


_NOTHING = object()

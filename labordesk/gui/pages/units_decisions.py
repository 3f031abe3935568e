"""Decisions about a unit: what each asks for, and what it writes. All take effect on a day and rest on a paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labordesk.fields import Flag, Reference, Spec, Text, specs_of
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.pages import units_writing as writing
from labordesk.gui.pages.parts.catalogue_lookups import lookups_for
from labordesk.gui.pages.parts.form_with_lines import FormWithLines
from labordesk.gui.pages.parts.line_rows import LineRows
from labordesk.gui.pages.units_decision_panel import DecisionPanel
from labordesk.gui.pages.units_writing import Preview, Values, Write
from labordesk.i18n import N_, NC_, _

if TYPE_CHECKING:
    from labordesk.services.unit_tree import UnitNode


TAKE_RECORDS = Spec(
    N_("Chuyển cả bản ghi và việc chưa xong"),
    Flag(),
    hint=N_("Người và đơn vị trực thuộc luôn được chuyển; bản ghi trước ngày có hiệu lực vẫn thuộc đơn vị cũ."),
)
STAYS = N_("Người và công việc ở lại đơn vị này; ghi xong, chọn những người chuyển sang đơn vị mới.")
FIRST_TAKES = N_("Đơn vị mới ghi đầu tiên nhận tất cả; ghi xong, chọn những người chuyển sang các đơn vị mới khác.")
UNIT = Reference(target="unit")
PAPER = ("happened_on", "decision_number", "decision_date")


@dataclass(frozen=True)
class LinesPart:
    """Rows below the form: several units at once."""

    name: str
    title: str
    add: str
    specs: Mapping[str, Spec]
    homes: Mapping[str, str]
    is_needed: bool = False
    """A first row is offered at once."""


@dataclass(frozen=True)
class DecisionKind:
    """One kind of decision; ``title`` has a place for the unit's name, texts are msgids."""

    key: str
    action: str
    title: str
    save: str
    specs: Mapping[str, Spec]
    write: Write
    lines: LinesPart | None = None
    start: Callable[[UnitNode], Values] = lambda _node: {}
    height: int = 420
    preview: Preview | None = None
    """What it would move, for the reading pool."""
    note: Callable[[Values], str] = lambda _values: ""
    """Something to know beside the preview."""


def decision_panel(context: Context, kind: DecisionKind, node: UnitNode) -> FormPanel:
    """Return the form of a decision about a unit; the model must be loaded already (``load_model``)."""
    from labordesk.model.unit import UnitEventFields

    register = context.register
    paper = specs_of(UnitEventFields)
    specs = {**kind.specs, **{name: paper[name] for name in PAPER}}
    if "take_records" in specs:
        specs["take_records"] = specs.pop("take_records")  # asked for once the day is known
    specs["note"] = paper["note"]
    form = _form(context, kind, specs, lookups_for(register, ("unit",)), kind.start(node))
    title = _(kind.title).format(unit=node.label)
    key = f"unit/{kind.key}/{node.id}"
    if kind.preview is not None:
        return DecisionPanel(
            context,
            title,
            form,
            lambda values: kind.write(register, node.id, values),
            preview=kind.preview,
            note=kind.note,
            unit_id=node.id,
            draft_key=key,
            save_text=_(kind.save),
        )
    return FormPanel(
        context,
        title,
        form,
        lambda values: kind.write(register, node.id, values),
        draft_key=key,
        save_text=_(kind.save),
    )


def load_model() -> None:
    """Load what the forms are made from; for the reading pool, so that the screen never waits for it."""
    import labordesk.model.unit
    import labordesk.services.unit_preview  # noqa: F401


def _form(
    context: Context, kind: DecisionKind, specs: Mapping[str, Spec], lookups: Mapping[str, Lookup], values: Values
) -> FieldForm:
    if kind.lines is None:
        return FieldForm(specs, values, lookups=lookups, work=context.work)
    part = kind.lines
    rows = LineRows(
        _(part.title),
        part.specs,
        list(part.specs),
        work=context.work,
        lookups=lookups,
        add_text=_(part.add),
    )
    form = FormWithLines(specs, {part.name: rows}, values, homes=part.homes, lookups=lookups, work=context.work)
    if part.is_needed:
        rows.add_line()
    return form


RENAME = DecisionKind(
    "rename",
    N_("Đổi tên"),
    N_("Đổi tên “{unit}”"),
    N_("Đổi tên"),
    {
        "name": Spec(N_("Tên mới"), Text(), required=True, hint=N_("Các kỳ trước ngày có hiệu lực vẫn mang tên cũ")),
        "short_name": Spec(N_("Tên ngắn mới"), Text(longest=60), hint=N_("Để trống thì giữ tên ngắn đang dùng")),
    },
    writing.rename,
    start=lambda node: {"name": node.name},
)
TRANSFER = DecisionKind(
    "transfer",
    N_("Chuyển đơn vị"),
    N_("Chuyển “{unit}” về nơi khác quản lý"),
    N_("Chuyển đơn vị"),
    {"parent_id": Spec(N_("Trực thuộc đơn vị mới"), UNIT, required=True)},
    writing.transfer,
    preview=writing.preview_transfer,
)
MERGE = DecisionKind(
    "merge",
    N_("Sáp nhập"),
    N_("Sáp nhập “{unit}”"),
    N_("Sáp nhập"),
    {
        "successor_id": Spec(N_("Sáp nhập vào đơn vị"), UNIT),
        "name": Spec(N_("hoặc lập đơn vị mới tên là"), Text()),
        "take_records": TAKE_RECORDS,
    },
    writing.merge,
    LinesPart(
        "sources",
        N_("Cùng được sáp nhập"),
        N_("Thêm đơn vị được sáp nhập"),
        {"unit_id": Spec(N_("Đơn vị"), UNIT, required=True)},
        {"sources": "sources"},
    ),
    start=lambda _node: {"take_records": True},
    height=660,
    preview=writing.preview_merge,
)
SPLIT = DecisionKind(
    "split",
    N_("Chia, tách"),
    N_("Chia, tách “{unit}”"),
    N_("Chia, tách"),
    {
        "goes_on": Spec(
            N_("Đơn vị này vẫn hoạt động (tách)"),
            Flag(),
            hint=N_("Bỏ chọn nếu chia hết: đơn vị mới ghi đầu tiên sẽ kế tục người và đơn vị trực thuộc."),
        ),
        "take_records": TAKE_RECORDS,
    },
    writing.split,
    LinesPart(
        "parts",
        N_("Các đơn vị mới"),
        N_("Thêm đơn vị mới"),
        {
            "name": Spec(N_("Tên đơn vị mới"), Text(), required=True),
            "short_name": Spec(N_("Tên ngắn"), Text(longest=60)),
        },
        {"name": "parts", "parts": "parts"},
        is_needed=True,
    ),
    start=lambda _node: {"goes_on": True, "take_records": True},
    height=660,
    preview=writing.preview_split,
    note=lambda values: _(STAYS if values.get("goes_on") else FIRST_TAKES),
)
CLOSE = DecisionKind(
    "close",
    NC_("step", "Kết thúc hoạt động"),
    N_("Kết thúc hoạt động của “{unit}”"),
    NC_("step", "Kết thúc hoạt động"),
    {
        "successor_id": Spec(N_("Đơn vị kế tục"), UNIT, hint=N_("Để trống nếu không có đơn vị nào kế tục")),
        "take_records": TAKE_RECORDS,
    },
    writing.close,
    start=lambda _node: {"take_records": True},
    height=560,
    preview=writing.preview_close,
)
FORMER_NAME = DecisionKind(
    "former-name",
    N_("Ghi tên trước đây"),
    N_("Tên trước đây của “{unit}”"),
    N_("Ghi"),
    {"name": Spec(N_("Tên đến hết ngày hôm trước"), Text(), required=True)},
    writing.former_name,
)
FORMER_PARENT = DecisionKind(
    "former-parent",
    N_("Ghi nơi trực thuộc trước đây"),
    N_("Nơi trực thuộc trước đây của “{unit}”"),
    N_("Ghi"),
    {"parent_id": Spec(N_("Trực thuộc đến hết ngày hôm trước"), UNIT, required=True)},
    writing.former_parent,
)

DECISIONS = (RENAME, TRANSFER, MERGE, SPLIT, CLOSE)
LOOKING_BACK = (FORMER_NAME, FORMER_PARENT)

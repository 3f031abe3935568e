"""How a page finds units while one types: name, short name and former names, each with where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labordesk.gui.context import Context
from labordesk.gui.inputs.reference import Lookup, ReferencePicker
from labordesk.gui.suggestions import Found
from labordesk.i18n import _
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.unit_tree import UnitNode
    from labordesk.store.register import Register


def unit_lookup(register: Register, *, include_closed: bool = False) -> Lookup:
    """Return how units of today are found, in tree order; closed ones only when asked."""

    def find(text: str) -> list[Found]:
        from labordesk.services.unit_tree import find_units

        return [_found(node) for node in find_units(register, text, include_closed=include_closed)]

    def name(unit_id: int) -> str:
        from labordesk.services.unit_tree import unit_label

        return unit_label(register, unit_id)

    return Lookup(find, name, where=_("Thêm đơn vị ở trang Đơn vị (Alt+9)."))


def unit_picker(context: Context, name: str = "", *, include_closed: bool = False) -> ReferencePicker:
    """Return an input for one unit outside a form, for example above a list."""
    lookup = unit_lookup(context.register, include_closed=include_closed)
    return ReferencePicker(lookup, context.work, name or _("Đơn vị"))


def _found(node: UnitNode) -> Found:
    """Show the unit below which it stands, and when it ended."""
    parts = [node.path[-2]] if len(node.path) > 1 else []
    if node.valid_to is not None:
        parts.append(_("đã kết thúc ngày {day}").format(day=short(node.valid_to)))
    return Found(node.id, node.name, " · ".join(parts))

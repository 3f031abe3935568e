"""Columns of files meant to come back: their headings are those by which the import knows a field best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from labordesk.exchange.list_fields import Content, ListField, list_fields
from labordesk.exchange.list_plan import ListColumn
from labordesk.fields import Count, Day, Kind, Money, PartialDay, PersonName, Reference, Text, Year
from labordesk.fields.choices import COUNT_UNITS, INSTALMENTS, LEVELS, METHODS, WORKS
from labordesk.fields.kinds import Choice

_KINDS: Final[Mapping[Content, Kind]] = {
    "name": PersonName(),
    "money": Money(low=0),
    "count": Count(),
    "serial": Count(),
    "day": Day(),
    "birth": PartialDay(),
    "year": Year(),
}
_CHOICES: Final[Mapping[str, Choice]] = {
    "level": Choice(options=LEVELS),
    "method": Choice(options=METHODS),
    "instalment": Choice(options=INSTALMENTS),
    "count_unit": Choice(options=COUNT_UNITS),
    "new_build": Choice(options=WORKS),
}
_HEADINGS: Final[Mapping[str, str]] = {
    "number": "STT",
    "new_build": "Loại (xây mới/sửa chữa)",
    "total_value": "Tổng giá trị công trình",
    "amount": "Số tiền",
    "circumstance": "Hoàn cảnh",
    "unit": "Đơn vị",
    "goods": "Trị giá hiện vật",
    "paid": "Ngày trao",
}
"""Headings that say more to an officer than the first name of the field."""
_WIDTHS: Final[Mapping[str, int]] = dict.fromkeys(("unit", "parent", "programme", "indicator", "address"), 34)
_ADDED_UP: Final = frozenset({"amount", "cash", "goods", "total_value", "estimate"})


def field_column(name: str, heading: str = "") -> ListColumn:
    """Return the column of a field of a list, in the kind it is stored as."""
    field = list_fields()[name]
    shown = heading or _HEADINGS.get(name) or field.headings[0]
    kind = _kind(name, field)
    return ListColumn(shown[:1].upper() + shown[1:], kind, _WIDTHS.get(name, kind.width), name in _ADDED_UP)


def money_column(heading: str) -> ListColumn:
    """Return a column of đồng that is added up, such as that of one funder."""
    return ListColumn(heading, Money(low=0), Money.width, added_up=True)


def house_column(name: str) -> ListColumn:
    """Return the column of a field of a list of houses, where the address is that of the house."""
    return field_column(name, "Địa chỉ nhà" if name == "address" else "")


def _kind(name: str, field: ListField) -> Kind:
    if name in _CHOICES:
        return _CHOICES[name]
    if field.spec is None:
        return _KINDS.get(field.content, Text())
    return Text() if isinstance(field.spec.kind, Reference) else field.spec.kind

"""Cells whose words stand for an entry of a fixed table: how a recipient is related, which ward an address lies in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from labordesk.errors import InvalidInput
from labordesk.exchange.cells import CellValue
from labordesk.exchange.taken import NOTHING, Taken, problem
from labordesk.exchange.values_choices import shown
from labordesk.fields import Spec, Ward
from labordesk.fields.choices import RELATIONS
from labordesk.i18n import _
from labordesk.vietnamese.fold import plain_key

_LABELS: Final = {plain_key(label): code for code, label in RELATIONS} | {code: code for code, _label in RELATIONS}
_SAID: Final = (
    (re.compile(r"(?:vo|chong)\b.*"), "spouse"),
    (re.compile(r"con\b.*"), "child"),
    (re.compile(r"(?:bo|me|cha|ba ma|tia|ma|u|thay|phu huynh|bo me|cha me)(?: (?:de|ruot|chong|vo|nuoi))?"), "parent"),
    (re.compile(r"(?:anh|chi|em)\b.*"), "sibling"),
    (re.compile(r"(?:ong|ba|ong ba)(?: (?:noi|ngoai))?"), "grandparent"),
    (re.compile(r"chau(?: (?:noi|ngoai|ruot))?"), "grandchild"),
    (re.compile(r".*giam ho.*"), "guardian"),
    (re.compile(r".*(?:dong nghiep|dai dien|cong doan|to truong|ct cdcs|chu tich|can bo|ke toan).*"), "colleague"),
)


def read_relation(cell: CellValue) -> Taken:
    """Read "Vợ", "bố đẻ", "Đồng nghiệp" as a code of RELATIONS; other words are "other", and are told of."""
    text = shown(cell)
    key = plain_key(text).strip(". ")
    if not key:
        return NOTHING
    if key in _LABELS:
        return Taken({"relation": _LABELS[key]})
    if text.casefold() == "ba":  # the father of the south; "bà", the grandmother, has the same letters
        return Taken({"relation": "parent"})
    for pattern, relation in _SAID:
        if pattern.fullmatch(key):
            return Taken({"relation": relation})
    told = problem("relation", "warning", _("chưa rõ quan hệ “{text}”; ghi là “Khác”").format(text=text))
    return Taken({"relation": "other"}, told.problems)


def ward_reader(field: str, spec: Spec) -> Callable[[CellValue], Taken]:
    """Return a reader of wards by name or code; what names none, or several, is told of and left out."""
    assert isinstance(spec.kind, Ward)

    def read(cell: CellValue) -> Taken:
        text = shown(cell)
        try:
            code = spec.kind.parse(text)
        except InvalidInput as refused:
            return problem(field, "warning", f"“{text}”: {refused}")
        return Taken({field: code}) if code else NOTHING

    return read

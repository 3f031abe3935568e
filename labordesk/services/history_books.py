"""Settings changed, users, prints and views in words: what the keeper reads when he asks who did what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from labordesk.errors import InvalidInput
from labordesk.fields import Spec, specs_of
from labordesk.fields.choices import ACCESSES
from labordesk.i18n import N_, _
from labordesk.rules.roles import role_name
from labordesk.store.history_undo import Change
from labordesk.store.rights import KEEPER_ID

if TYPE_CHECKING:
    from labordesk.services.history_deeds import Deed

_NUMBERS: Final = "next_document_number_"
_NAMED: Final = 3
_OF_OFFICER: Final = {
    "pin_hash": N_("Đặt mã PIN của “{name}”"),
    "failed_attempts": N_("Gõ mã PIN của “{name}”: {tries}"),
    "active": N_("“{name}” {state}"),
    "role": N_("Đổi vai trò của “{name}” từ “{before}” thành “{after}”"),
}


def book_words(deed: Deed) -> str:
    """Return the sentence of settings, users, papers printed or data looked at; empty for everything else."""
    tables = {table for table, _kind in deed.rows}
    if tables <= {"register_setting"}:
        return _settings(deed)
    if tables <= {"officer", "register_setting"}:
        return _officer(deed)
    return {
        frozenset(("paper_print",)): _print,
        frozenset(("access_note",)): _access,
        frozenset(("frozen_report",)): _frozen,
    }.get(frozenset(tables), lambda _deed: "")(deed)


def _settings(deed: Deed) -> str:
    """Return the choices in words, each with what it was and is."""
    told = []
    for one in deed.changes:
        key, before, after = _setting(deed, one)
        spec = _specs().get(key)
        if key == KEEPER_ID:
            told.append(
                _("giao quản lý sổ cho “{name}”").format(name=deed.name("officer", after))
                if after
                else _("bỏ người quản lý sổ")
            )
        elif key.startswith(_NUMBERS):
            told.append(_("số văn bản tiếp theo của năm {year}: {n}").format(year=key.removeprefix(_NUMBERS), n=after))
        elif spec is not None:
            frame = _("{label} từ “{before}” thành “{after}”") if before else _("{label}: “{after}”")
            told.append(frame.format(label=_(spec.label), before=_shown(spec, before), after=_shown(spec, after)))
    if not told:
        return ""
    more = _(" và {n} lựa chọn khác").format(n=len(told) - _NAMED) if len(told) > _NAMED else ""
    return _("Đổi cài đặt: {what}").format(what="; ".join(told[:_NAMED]) + more)


def _setting(deed: Deed, one: Change) -> tuple[str, Any, Any]:
    """Return key, value before and value after; a key put in is told with the value it has."""
    if one.kind == "i":
        key = str(one.content.get("key", ""))
        row = deed.connection.execute("SELECT value FROM register_setting WHERE key = ?", (key,)).fetchone()
        return key, None, row[0] if row else None
    value = one.content.get("value")
    before, after = value if isinstance(value, list) else (value, None)
    return str(one.key or ""), before, after


@cache
def _specs() -> Mapping[str, Spec]:
    """Return the specs of all choices a register keeps, by key."""
    from labordesk.services.attachment_options import AttachmentOptions
    from labordesk.services.handling_time import HandlingTime
    from labordesk.services.prints import PrintOptions
    from labordesk.services.register_settings import RegisterChoices
    from labordesk.services.retention import Retention
    from labordesk.services.two_persons import TwoPersons

    forms = (RegisterChoices, TwoPersons, Retention, PrintOptions, AttachmentOptions, HandlingTime)
    return {name: spec for form in forms for name, spec in specs_of(form).items()}


def _shown(spec: Spec, value: Any) -> str:
    if value is None:
        return ""
    try:
        return spec.kind.show(spec.kind.parse(str(value)))
    except InvalidInput:
        return str(value)


def _officer(deed: Deed) -> str:
    one = next((each for each in deed.changes if each.table == "officer"), None)
    if one is None:
        return ""
    name = deed.names.of("officer", one.row_id)
    if one.kind == "i":
        return _("Thêm người dùng sổ “{name}”").format(name=name)
    column = next((each for each in ("active", "role", "pin_hash", "failed_attempts") if each in one.content), "")
    if one.kind != "u" or not column:
        return ""
    before, after = one.content[column]
    return _(_OF_OFFICER[column]).format(
        name=name,
        before=role_name(str(before)),
        after=role_name(str(after)),
        state=_("dùng sổ trở lại") if after else _("ngừng dùng sổ"),
        tries=_("sai {n} lần").format(n=after) if after else _("đúng"),
    )


def _print(deed: Deed) -> str:
    row = deed.put_in("paper_print")
    if not row:
        return ""
    subject = _(" – {subject}").format(subject=row["subject"]) if row["subject"] else ""
    return _("In, lưu “{title}”{subject}").format(title=row["title"], subject=subject)


def _access(deed: Deed) -> str:
    row = deed.put_in("access_note")
    if not row:
        return ""
    kind = _(dict(ACCESSES).get(row["kind"], row["kind"]))
    person = deed.name("person", row["row_id"]) if row["subject"] == "person" else ""
    what = person or row["detail"] or ""
    return _("{kind}: “{what}”").format(kind=kind, what=what) if what else kind


def _frozen(deed: Deed) -> str:
    row = deed.put_in("frozen_report")
    if row:
        return _("Chốt báo cáo “{title}”").format(title=row["title"])
    one = deed.changes[0]
    if one.kind == "u" and "dropped_on" in one.content:
        return _("Bỏ bản chốt “{title}”").format(title=deed.names.of("frozen_report", one.row_id))
    return ""

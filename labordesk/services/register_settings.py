"""Choices kept inside a register and shared by all who open it: words on paper, document numbers."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from labordesk.errors import InvalidInput
from labordesk.fields import Choice, Flag, Spec, specs_of
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.changes import Changes
from labordesk.services.registers import SAMPLE
from labordesk.store.register import Register

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlmodel import Session

Options = TypeVar("Options", bound="DataclassInstance")

_NUMBER = "next_document_number_{year}"
_HIGHEST_NUMBER = 99_999


def _words(*choices: str) -> Choice:
    """Return a choice between words that are stored and shown alike."""
    return Choice(options=tuple((word, word) for word in choices))


@dataclass(frozen=True)
class RegisterChoices:
    """How the house writes numbers on paper (domain.md 4.2, 6.4; vietnamese.md 1)."""

    linh: Annotated[str, Spec(N_("Đọc “một trăm … năm” (105)"), _words("linh", "lẻ"))] = "linh"
    tu: Annotated[str, Spec(N_("Đọc “hai mươi …” (24)"), _words("tư", "bốn"))] = "tư"
    nghin: Annotated[str, Spec(N_("Đọc 1.000"), _words("nghìn", "ngàn"))] = "nghìn"
    ty: Annotated[str, Spec(N_("Viết 1.000.000.000"), _words("tỷ", "tỉ"))] = "tỷ"
    even: Annotated[bool, Spec(N_("Thêm chữ “chẵn” sau số tiền bằng chữ"), Flag())] = False


@dataclass(frozen=True)
class SettingsKept:
    """What saving choices touched."""

    changes: Changes


def read_choices(register: Register) -> RegisterChoices:
    """Return the choices of a register; what was never chosen, or is damaged, has its default."""
    return read_options(register, RegisterChoices)


def save_choices(register: Register, choices: RegisterChoices) -> SettingsKept:
    """Keep all choices; InvalidInput names the field that is not one of its options."""
    return save_options(register, choices)


def read_options(register: Register, form: type[Options]) -> Options:
    """Return a dataclass of options with specs as the register keeps them, each under the name of its field."""
    with register.looking() as connection:
        stored = dict(connection.execute("SELECT key, value FROM register_setting").fetchall())
    specs = specs_of(form)
    return form(
        **{
            one.name: _value(specs[one.name], stored[one.name], one.default)
            for one in fields(form)
            if one.name in stored
        }
    )


def save_options(register: Register, options: DataclassInstance) -> SettingsKept:
    """Keep every option of a dataclass; InvalidInput names the field that cannot be taken, NotAllowed who may."""
    texts = {name: _stored(name, spec, getattr(options, name)) for name, spec in specs_of(type(options)).items()}
    with register.writing(right=Right.SETTINGS) as session:
        for name, text in texts.items():
            _put(session, name, text)
    return SettingsKept(Changes(settings=True))


def is_sample(register: Register) -> bool:
    """Tell whether this is the sample register, whose people are invented."""
    with register.looking() as connection:
        return _text(connection, SAMPLE) == "1"


def next_document_number(register: Register, year: int) -> int:
    """Return the number the next paper of a year gets; numbers start at 1 every year (NĐ 30/2020, Phụ lục I)."""
    with register.looking() as connection:
        return int(_text(connection, _NUMBER.format(year=year)) or 1)


def take_document_number(register: Register, year: int) -> int:
    """Return the next number of a year and keep it for the paper that asked: nobody else gets it."""
    from labordesk.model import RegisterSetting

    key = _NUMBER.format(year=year)
    with register.writing(right=Right.LOOK) as session:  # a paper may be printed by who writes nothing
        kept = session.get(RegisterSetting, key)
        number = int(kept.value) if kept else 1
        _put(session, key, str(number + 1))
    return number


def set_next_document_number(register: Register, year: int, number: int) -> SettingsKept:
    """Let the numbers of a year go on from ``number`` (1 to 99.999), as the office's own book does."""
    if not 1 <= number <= _HIGHEST_NUMBER:
        raise InvalidInput(N_("Số văn bản phải từ 1 đến 99.999; hãy kiểm tra lại."), field="next_document_number")
    with register.writing() as session:
        _put(session, _NUMBER.format(year=year), str(number))
    return SettingsKept(Changes(settings=True))


def _stored(name: str, spec: Spec, value: Any) -> str:
    """Return the code kept for a value, the same in every language of the screen."""
    text = ("1" if value else "0") if isinstance(value, bool) else str(value)
    try:
        spec.kind.parse(text)
    except InvalidInput as error:
        raise InvalidInput(error.sentence, field=name, **error.details) from None
    return text


def _value(spec: Spec, text: str, default: Any) -> Any:
    try:
        return spec.kind.parse(text)
    except InvalidInput:
        return default


def _text(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM register_setting WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _put(session: Session, key: str, value: str) -> None:
    from labordesk.model import RegisterSetting

    session.merge(RegisterSetting(key=key, value=value))

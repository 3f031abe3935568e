"""What is wrong or doubtful about a person before the file is saved: refused, warned of, or shown beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields import specs_of
from labordesk.i18n import N_, _
from labordesk.model.person import PersonCircumstanceFields, PersonFields
from labordesk.rules.happened_days import check_happened
from labordesk.services.duplicates import DuplicateHint, similar_in
from labordesk.services.field_checks import check_fields
from labordesk.services.person_records import PersonData
from labordesk.store.register import Register
from labordesk.vietnamese.accounts import read_bank_account
from labordesk.vietnamese.citizen import read_citizen_id
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.partial_date import PartialDate

YOUNGEST_MEMBER = 15
"""Years of age from which one may work (Bộ luật Lao động 2019, art. 3) and so join a union."""

BEFORE_BIRTH = N_("“{label}” không thể trước ngày sinh; hãy xem lại hai ngày.")
ENDS_BEFORE = N_("Hoàn cảnh kết thúc trước khi bắt đầu; hãy xem lại hai ngày.")


@dataclass(frozen=True)
class Review:
    """What to tell before saving: ``warnings`` are sentences, ``duplicates`` people who may be the same."""

    warnings: tuple[str, ...]
    duplicates: tuple[DuplicateHint, ...]


def review_person(register: Register, data: PersonData, exclude_id: int | None = None) -> Review:
    """Look at a form before it is saved; nothing is refused here."""
    data = data.tidied()
    with register.looking() as connection:
        return Review(
            (
                *number_notes(data.fields),
                *_account_notes(data.fields),
                *_card_notes(connection, data.fields, exclude_id),
                *_gaps(data.fields),
            ),
            similar_in(connection, data.fields, exclude_id),
        )


def check_person(data: PersonData) -> None:
    """Refuse (InvalidInput beside the field) what cannot be: missing, malformed, or dates against each other."""
    check_person_fields(data.fields)
    for entry in data.household:
        check_fields(entry.fields)
    for circumstance in data.circumstances:
        check_fields(circumstance)
        check_circumstance(circumstance)


def check_person_fields(fields: PersonFields) -> None:
    """Refuse what cannot be in a person's own fields."""
    check_fields(fields)
    today = clock.today()
    for name in ("citizen_id_issued_on", "consent_on"):
        if (day := getattr(fields, name)) is not None:
            _check_not_ahead(name, day, today)
    birth = PartialDate.from_iso(fields.birth).first() if fields.birth else None
    issued = fields.citizen_id_issued_on
    joined = PartialDate.from_iso(fields.joined_on).last() if fields.joined_on else None
    for name, last in (("citizen_id_issued_on", issued), ("joined_on", joined)):
        if birth is not None and last is not None and last < birth:
            raise InvalidInput(BEFORE_BIRTH, field=name, label=_(specs_of(PersonFields)[name].label))


def _check_not_ahead(field: str, day: date, today: date) -> None:
    try:
        check_happened(day, today)
    except RuleBroken as error:
        raise InvalidInput(error.sentence, field=field, **error.details) from None


def check_circumstance(fields: PersonCircumstanceFields) -> None:
    """Refuse a hardship that ends before it begins."""
    if fields.since and fields.until:
        since, until = PartialDate.from_iso(fields.since), PartialDate.from_iso(fields.until)
        if until.last() < since.first():
            raise InvalidInput(ENDS_BEFORE, field="until")


def number_notes(fields: PersonFields) -> Iterator[str]:
    """Yield what the citizen number says against the form: a warning, because old papers keep wrong numbers."""
    if not fields.citizen_id:
        return
    year = int(fields.birth[:4]) if fields.birth else None
    read = read_citizen_id(fields.citizen_id, year, fields.sex)
    if read.notes:
        yield _("Số CCCD: {notes}; hãy đối chiếu với thẻ.").format(notes="; ".join(read.notes))


def _account_notes(fields: PersonFields) -> Iterator[str]:
    notes = read_bank_account(fields.bank_account).notes
    if notes:
        yield _("Số tài khoản: {notes}; hãy hỏi lại số tài khoản.").format(notes="; ".join(notes))


def _card_notes(connection: sqlite3.Connection, fields: PersonFields, exclude_id: int | None) -> Iterator[str]:
    if not fields.union_card:
        return
    holder = connection.execute(
        "SELECT full_name FROM person WHERE union_card = ? AND id IS NOT ?", (fields.union_card, exclude_id)
    ).fetchone()
    if holder:
        yield _("Số thẻ đoàn viên này đang ghi cho {name}; hãy đối chiếu với thẻ.").format(name=holder[0])


def _gaps(fields: PersonFields) -> Iterator[str]:
    if fields.consent and fields.consent_on is None:
        yield _("Đã ghi đồng ý cung cấp dữ liệu nhưng chưa có ngày đồng ý.")
    if fields.standing == "member" and fields.birth and fields.joined_on:
        age = int(fields.joined_on[:4]) - int(fields.birth[:4])
        if age < YOUNGEST_MEMBER:
            yield _("Vào công đoàn khi {age} tuổi; hãy xem lại ngày sinh và ngày vào công đoàn.").format(age=age)
    if fields.citizen_id_issued_on and fields.citizen_id_issued_on < date(2016, 1, 1) and fields.citizen_id:
        yield _("Ngày cấp {day} trước khi có thẻ căn cước công dân (01/01/2016).").format(
            day=short(fields.citizen_id_issued_on)
        )

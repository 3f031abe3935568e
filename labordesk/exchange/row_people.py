"""The person of a row as a whole: name in two columns, sex from all sides, CCCD against birth and sex."""

from __future__ import annotations

import re
from typing import Final

from labordesk.exchange.drafts import Draft
from labordesk.exchange.taken import About
from labordesk.exchange.values_days import birth_reader, has_two_digit_year
from labordesk.exchange.values_names import read_name
from labordesk.fields import kinds
from labordesk.i18n import _
from labordesk.vietnamese.citizen import coded_in, read_citizen_id
from labordesk.vietnamese.fold import clean, plain_key, search_key
from labordesk.vietnamese.names import proper_case

BESIDE_NAME: Final = "Ghi cạnh họ tên: {beside}"
"""Goes into a note, which is always Vietnamese."""
_DEPARTMENT: Final = re.compile(
    r"(?:to|phan xuong|px|xuong|bo phan|day chuyen|chuyen|doi|phong|ban|khoa|khoi|ca|lop)\b(?! chuc| hop).*"
)
_DEAD: Final = re.compile(r"\b(?:da mat|mat|da chet|chet|tu vong|qua doi|tu nan)\b")


def settle_person(draft: Draft) -> None:
    """Put the parts of a person together and compare what they say of each other."""
    _whole_name(draft)
    _born_in_parts(draft)
    _born_by_sex(draft)
    _born_beside_name(draft)
    _beside_name(draft)
    _sex_said(draft)
    _citizen(draft)
    _standing_said(draft)
    _receives_alone(draft)
    if "name" not in draft.values and not draft.is_blocked("name"):
        draft.wrong("name", "error", _("thiếu họ tên"))


def settle_department(draft: Draft, sender: str) -> None:
    """Take "Tổ mẫu giáo" in a list a grassroots union sent for a part of that union, not for a unit of its own."""
    values = draft.values
    written = str(values.get("unit") or "")
    if not written or not _DEPARTMENT.fullmatch(plain_key(written)):
        return
    values["unit"] = sender
    values.setdefault("department", written)
    told = _("hiểu “{written}” là tổ, bộ phận của “{sender}”")
    draft.wrong("unit", "warning", told.format(written=written, sender=sender))


def _whole_name(draft: Draft) -> None:
    values = draft.values
    family, given = values.pop("family_name", ""), values.pop("given_name", "")
    if not family and not given:
        return
    whole = clean(f"{family} {given}")
    draft.raw["name"] = whole
    if not given or not family:
        draft.wrong("name", "warning", _("chỉ có một phần họ tên"))
    if (family and proper_case(family) != family) or (given and proper_case(given) != given):
        whole = f"{proper_case(family)} {proper_case(given)}"
    draft.take(read_name(whole))


def _born_by_sex(draft: Draft) -> None:
    """Take the year of birth from the column of the sex it stands under."""
    values = draft.values
    male, female = values.pop("born_male", None), values.pop("born_female", None)
    for one in ("born_male", "born_female"):
        if one in draft.raw:
            draft.raw.setdefault("born", draft.raw[one])
    draft.problems = [
        type(one)("born", one.kind, one.reason, one.candidates) if one.field in ("born_male", "born_female") else one
        for one in draft.problems
    ]
    if male and female:
        draft.wrong("born", "ask", _("có năm sinh ở cả cột Nam và cột Nữ"), (male, female))
    elif male or female:
        values.setdefault("born", male or female)
        values.setdefault("sex", "male" if male else "female")


def _born_in_parts(draft: Draft) -> None:
    """Put day, month and year of birth in columns of their own together; what is missing is not known."""
    values = draft.values
    day, month, year = (values.pop(f"born_{part}", None) for part in ("day", "month", "year"))
    parts = [draft.raw[one] for one in ("born_day", "born_month", "born_year") if draft.raw.get(one)]
    if not parts:
        return
    draft.raw.setdefault("born", "/".join(parts))
    if draft.is_blocked("born") or "born" in values:
        return
    if year is None:
        draft.wrong("born", "error", _("thiếu năm sinh"))
        return
    typed = "/".join(str(part) for part in (day if month else None, month, year) if part)
    if day and not month:
        draft.wrong("born", "warning", _("không rõ tháng sinh: chỉ ghi năm"))
    draft.take(birth_reader("born", About(kinds.today(), "people"))(typed))


def _born_beside_name(draft: Draft) -> None:
    """Take the birth written behind the name where no column has it; warn where the column says another."""
    said = draft.values.pop("born_said", None)
    if said is None:
        return
    taken = birth_reader("born", About(kinds.today(), "people"))(said)
    born = draft.values.get("born")
    if born is None and not draft.is_blocked("born"):
        draft.raw.setdefault("born", said)
        draft.take(taken)
    elif born is not None and (other := taken.values.get("born")) and other[:4] != born[:4]:
        draft.wrong("born", "warning", _("năm sinh ghi cạnh họ tên là {year}").format(year=other[:4]))


def _beside_name(draft: Draft) -> None:
    """Keep what stands in brackets behind a name; of somebody who died, somebody else receives."""
    beside = draft.values.get("alias")
    if not beside:
        return
    note = draft.values.get("note")
    said = BESIDE_NAME.format(beside=beside)
    draft.values["note"] = f"{note}; {said}" if note else said
    if _DEAD.search(plain_key(beside)) and not draft.values.get("recipient"):
        draft.wrong("name", "warning", _("danh sách ghi người này đã mất; hãy kiểm tra người nhận"))


def _receives_alone(draft: Draft) -> None:
    """Drop a recipient who is the person: nobody else receives."""
    values = draft.values
    if values.get("recipient") and search_key(values["recipient"]) == search_key(values.get("name", "")):
        values.pop("recipient")
        values.pop("relation", None)


def _sex_said(draft: Draft) -> None:
    """Let "Ông", "Chị" before the name tell the sex where nothing else does."""
    values = draft.values
    said = values.pop("sex_said", None)
    if said is None:
        return
    if values.setdefault("sex", said) != said:
        draft.wrong("sex", "warning", _("cách xưng hô trước tên khác cột giới tính"))


def _citizen(draft: Draft) -> None:
    """Compare the CCCD with birth and sex: a number with zeros put back must fit, a whole one is warned of."""
    values = draft.values
    filled = values.pop("cccd_filled", False)
    number = values.get("cccd")
    if number is None:
        return
    year, sex = coded_in(number)
    born = values.get("born")
    if born is not None and int(born[:4]) - year == 100 and has_two_digit_year(draft.raw.get("born", "")):
        born = values["born"] = f"{year}{born[4:]}"
    stated = values.get("sex")
    known_year = int(born[:4]) if born else None
    if known_year == year and stated in (None, sex):
        values["sex"] = sex
        return
    if known_year is None and stated is None:
        values["sex"] = sex
        if filled:
            draft.wrong("cccd", "warning", _("đã bù số 0 đầu; không có năm sinh, giới tính để đối chiếu"))
        return
    plain = read_citizen_id(number).notes
    differs = [note for note in read_citizen_id(number, known_year, stated).notes if note not in plain]
    if not differs:
        values.setdefault("sex", sex)
        return
    if filled and known_year != year:
        del values["cccd"]
        reason = _("số CCCD thiếu chữ số 0 ở đầu, bù vào thì không khớp: {differs}")
        draft.wrong("cccd", "ask", reason.format(differs="; ".join(differs)), (number,))
    else:
        draft.wrong("cccd", "warning", _("không khớp số CCCD: {differs}").format(differs="; ".join(differs)))


def _standing_said(draft: Draft) -> None:
    """Take what is no standing ("Bệnh hiểm nghèo" under "Đối tượng") for the circumstance, or keep it as a note."""
    values = draft.values
    said = values.pop("standing_said", None)
    if said is None:
        return
    if values.setdefault("circumstance", said) != said:
        note = values.get("note")
        values["note"] = f"{note}; {said}" if note else said

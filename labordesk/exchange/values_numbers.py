"""Numbers of a person in lists: CCCD and CMND, phone, BHXH, account; lost zeros put back, lost digits refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, TypeGuard

from labordesk.exchange.cells import CellValue
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import NOTHING, Taken, problem
from labordesk.i18n import N_, _
from labordesk.vietnamese.accounts import read_bank_account, read_social_insurance
from labordesk.vietnamese.citizen import read_citizen_id
from labordesk.vietnamese.digit_cells import EXACT_DIGITS, read_cell
from labordesk.vietnamese.fold import clean, plain_key
from labordesk.vietnamese.phones import read_phones

ID_DIGITS: Final = N_("CCCD có 12 chữ số, CMND cũ có 9")
INSURANCE_DIGITS: Final = N_("mã số BHXH có 10 chữ số")
ACCOUNT_DIGITS: Final = N_("số tài khoản có 6 đến 19 chữ số")
_BANK_BEHIND: Final = re.compile(r"^([0-9A-Z][0-9A-Z .\-]{4,}[0-9])\s*[-–,(:;]?\s*([^\W\d].*)$")


_HIDDEN: Final = re.compile(r"[•●∙·*xX]{3,}")
_LABEL: Final = re.compile(
    r"^(?:số\s+)?(?:thẻ\s+)?(?:cccd|cmnd|cmtnd|cmt|căn cước(?:\s+công dân)?|chứng minh(?:\s+(?:nhân dân|thư))?"
    r"|định danh(?:\s+cá nhân)?|đdcn|bhxh|mã số bhxh|stk|tk|số tk|số tài khoản|tài khoản|đt|sđt|số đt|tel"
    r"|điện thoại|mã số|số)"
    r"\s*[:.\-/]?\s*(?=[0-9+'])",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\s*[,;(\-–]?\s*(?:(?:ngày\s+)?cấp|nơi cấp|do|ca|công an|cục|hết hạn|hh)\b.*$|\s*\([^)]*\)\s*$", re.IGNORECASE
)
_NONE: Final = re.compile(
    r"(?:k|ko|kh|khong|chua|dang)\.?\s*(?:co|lam|cap|ro|nho|nop|cung cap|dung|su dung)\b.*|mat|that lac|khong|chua|k|ko"
)
_SHORTEST: Final = 8
"""From so many digits on a number is neither 0 nor 000, which say that there is none."""
_PLACE_HOLDERS: Final = frozenset({"0", "0.0", "x", "/", "00", "000"})
_SEVERAL: Final = re.compile(
    r"\s*(?:[,;/\n]|\s[-–]\s|\bvà\b|(?=\b(?:cccd|cmnd|cmt|số cũ)\b)|[(])\s*(?:số\s+)?(?:cũ|mới)?\s*[:.]?\s*",
    re.IGNORECASE,
)


def _told(notes: Iterable[str], cell: CellValue, wanted: str) -> str:
    """Return what is wrong with a number in words an officer knows; ``wanted`` says how many digits it has."""
    count = sum(map(str.isdigit, str(cell)))
    plainly = {
        _("{count} chữ số").format(count=count): _("có {count} chữ số; {wanted}").format(count=count, wanted=wanted),
        _("có ký tự lạ"): _("có chữ hoặc ký tự lạ giữa các số; hãy kiểm tra lại"),
        _("dạng 1,2E+11: mất chữ số, phải nhập lại"): _("Excel đã đổi sang dạng 1,2E+11 và làm mất số; hãy nhập lại"),
        _("độ dài/ký tự"): _("độ dài hoặc ký tự không đúng; {wanted}").format(wanted=wanted),
        _("không phải số điện thoại VN"): _("không phải số điện thoại Việt Nam"),
        _("6 số cuối đáng ngờ"): _("6 số cuối giống số điền tạm; hãy kiểm tra lại"),
    }
    return "; ".join(plainly.get(note, note) for note in notes)


def _says_none(cell: CellValue) -> bool:
    """Tell a cell that says there is no number: "không có", "chưa làm", 0, "x"."""
    if str(cell).strip().lower() in _PLACE_HOLDERS:
        return True
    return isinstance(cell, str) and not any(map(str.isdigit, cell)) and bool(_NONE.fullmatch(plain_key(cell).strip()))


def _bare(cell: CellValue) -> CellValue:
    """Return a number without its label and what stands behind it: "CCCD: 042… (cấp 2021)"."""
    return _BEHIND.sub("", _LABEL.sub("", clean(cell))).strip() if isinstance(cell, str) else cell


def _hidden(field: str, cell: CellValue) -> Taken | None:
    """Return what a number yields that a posted list shows in part only: nothing, and that it is so; else None."""
    if not isinstance(cell, str) or not _HIDDEN.search(cell) or not any(map(str.isdigit, cell)):
        return None
    return problem(field, "warning", _("số đã che bớt, không ghi được"))


def read_citizen(cell: CellValue) -> Taken:
    """Read a CCCD into ``cccd``, a CMND into ``old_id``; ``cccd_filled`` when zeros were put back.

    What a number says against the birth and the sex is for the row to tell (``row_checks``).
    """
    return _read_id(cell, "cccd")


def read_old_id(cell: CellValue) -> Taken:
    """Read the column of old CMND; a number of 12 digits in it is the CCCD."""
    return _read_id(cell, "old_id")


def _is_bare(cell: CellValue) -> TypeGuard[str]:
    """Tell quickly what nearly all cells are: the digits of a number and nothing else."""
    return isinstance(cell, str) and len(cell) >= _SHORTEST and cell.isascii() and cell.isdecimal()


def _read_id(cell: CellValue, field: str) -> Taken:
    if _is_bare(cell):
        return _read_one_id(cell, field)
    hidden = _hidden(field, cell)
    if hidden is not None:
        return hidden
    if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
        return problem(field, "error", _("không phải số định danh"))
    if _says_none(cell):
        return NOTHING
    if not isinstance(cell, str) or cell.isdecimal():
        return _read_one_id(cell, field)
    if (both := _two_ids(cell, field)) is not None:
        return both
    bare = _bare(cell)
    assert isinstance(bare, (str, int, float))
    return _read_one_id(bare, field)


def _two_ids(cell: str, field: str) -> Taken | None:
    """Read "042085000017, CMND 183456789": both numbers of one person; None when the cell has not one of each."""
    parts = [part for part in _SEVERAL.split(cell) if any(map(str.isdigit, part))]
    if len(parts) < 2:
        return None
    read = [_read_one_id(str(_bare(part.strip(" )"))), field) for part in parts]
    kinds = [{"cccd", "old_id"} & one.values.keys() for one in read]
    if len(read) != 2 or not all(kinds) or kinds[0] == kinds[1]:
        return None
    noted = tuple(one for taken in read for one in taken.problems if "cccd" in taken.values)
    return Taken({**read[0].values, **read[1].values}, noted)


def _read_one_id(cell: str | int | float, field: str) -> Taken:
    reading = read_citizen_id(cell)
    if reading.status == "empty" or reading.kind is None or reading.value is None:
        return (
            NOTHING if reading.status == "empty" else problem(field, "error", _told(reading.notes, cell, _(ID_DIGITS)))
        )
    if reading.kind == "cmnd":
        warned = () if field == "old_id" else (Problem(field, "warning", "; ".join(reading.notes)),)
        return Taken({"old_id": reading.value}, warned)
    if cell == reading.value and not reading.notes:
        return Taken({"cccd": reading.value})
    typed = read_cell(cell).joined(r"\s.\-'")
    values: dict[str, Any] = {"cccd": reading.value}
    notes = reading.notes
    if len(typed) < len(reading.value):
        values["cccd_filled"] = True
        notes = notes[1:]  # the first one says so; whether it is right the row can tell
    return Taken(values, tuple(Problem(field, "warning", _told((note,), cell, _(ID_DIGITS))) for note in notes))


def _says_no_phone(cell: CellValue) -> bool:
    return _says_none(cell) or (isinstance(cell, str) and not any(map(str.isdigit, cell)) and len(clean(cell)) < 4)


def read_phone(cell: CellValue) -> Taken:
    """Read a phone number; a second one in the same cell is kept as ``other_phone``."""
    if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
        return problem("phone", "error", _("không phải số điện thoại"))
    if not _is_bare(cell):
        hidden = _hidden("phone", cell)
        if hidden is not None or _says_no_phone(cell):
            return hidden or NOTHING
    phones = read_phones(cell)
    sound = [phone for phone in phones if phone.status != "error"]
    if not sound:
        return problem("phone", "error", _told(phones[0].notes, cell, "")) if phones else NOTHING
    values = {"phone": sound[0].value}
    if len(phones) == 1:
        return Taken(values)
    if len(sound) > 1:
        values["other_phone"] = "; ".join(phone.value for phone in sound[1:])
    return Taken(values, (Problem("phone", "warning", _("ô có nhiều số; lấy số thứ nhất đúng")),))


def read_insurance(cell: CellValue) -> Taken:
    """Read a mã số BHXH."""
    hidden = _hidden("social_insurance", cell)
    if hidden is not None:
        return hidden
    if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
        return problem("social_insurance", "error", _("không phải mã số BHXH"))
    if _says_none(cell):
        return NOTHING
    bare = _bare(cell)
    assert isinstance(bare, (str, int, float))
    reading = read_social_insurance(bare)
    if reading.value is None:
        return (
            NOTHING
            if reading.status == "empty"
            else problem("social_insurance", "error", _told(reading.notes, cell, _(INSURANCE_DIGITS)))
        )
    return Taken({"social_insurance": reading.value})


def read_account(cell: CellValue) -> Taken:
    """Read a bank account, also "0123456789 - Agribank"; beyond 15 digits a number cell has lost its tail."""
    hidden = _hidden("bank_account", cell)
    if hidden is not None:
        return hidden
    if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
        return problem("bank_account", "error", _("không phải số tài khoản"))
    if _says_none(cell):
        return NOTHING
    bank = ""
    cell = _LABEL.sub("", clean(cell)) if isinstance(cell, str) else cell
    if isinstance(cell, str) and (behind := _BANK_BEHIND.match(clean(cell))):
        cell, bank = behind[1], behind[2].strip(" ()")
    typed = read_cell(cell)
    reading = read_bank_account(cell)
    if reading.value is None:
        return (
            NOTHING
            if reading.status == "empty"
            else problem("bank_account", "error", _told(reading.notes, cell, _(ACCOUNT_DIGITS)))
        )
    if typed.is_number and len(reading.value) > EXACT_DIGITS:
        return problem("bank_account", "error", _told(reading.notes, cell, _(ACCOUNT_DIGITS)))
    values = {"bank_account": reading.value} | ({"bank_name": bank} if bank else {})
    return Taken(values, tuple(Problem("bank_account", "warning", note) for note in reading.notes))

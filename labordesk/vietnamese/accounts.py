"""Social-insurance codes (mã số BHXH) and bank accounts as they stand in lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from labordesk.i18n import _
from labordesk.vietnamese.digit_cells import EXACT_DIGITS, read_cell

_ACCOUNT: Final = re.compile(r"(?=.*[0-9])[0-9A-Z]{6,19}")
_ATM_CARD: Final = re.compile(r"9704(?:[0-9]{12}|[0-9]{15})")
_CREDIT_CARD: Final = re.compile(r"4[0-9]{12}(?:[0-9]{3}){0,2}|5[1-5][0-9]{14}|2[2-7][0-9]{14}")


@dataclass(frozen=True, slots=True)
class AccountReading:
    """``value`` without blanks; ``notes`` say what was mended or looks wrong."""

    status: Literal["ok", "warn", "error", "empty"]
    value: str | None = None
    notes: tuple[str, ...] = ()


def read_social_insurance(cell: str | int | float | None) -> AccountReading:
    """Read a mã số BHXH: 10 digits, or the 12 of the citizen number that replaces it from 1/8/2025."""
    read = read_cell(cell)
    digits = read.joined(r"\s.\-'")
    if not digits:
        return AccountReading("empty")
    if read.is_exponent:
        return AccountReading("error", notes=(_("dạng 1,2E+11: mất chữ số, phải nhập lại"),))
    if not (digits.isascii() and digits.isdecimal()):
        return AccountReading("error", notes=(_("có ký tự lạ"),))
    if len(digits) in (10, 12):
        return AccountReading("ok", digits)
    if len(digits) in (9, 11) and not digits.startswith("0"):
        return AccountReading("warn", f"0{digits}", (_("đã bù số 0 đầu"),))
    return AccountReading("error", notes=(_("{count} chữ số").format(count=len(digits)),))


def read_bank_account(cell: str | int | float | None) -> AccountReading:
    """Read a bank account of 6 to 19 digits and capitals; accounts have no check digit, cards in their place do."""
    read = read_cell(cell)
    account = read.joined(r"\s.\-'").upper()
    if not account:
        return AccountReading("empty")
    if read.is_exponent or not _ACCOUNT.fullmatch(account):
        return AccountReading("error", notes=(_("độ dài/ký tự"),))
    notes: list[str] = []
    if read.is_number and len(account) > EXACT_DIGITS:
        notes.append(_("quá 15 chữ số: Excel làm mất số cuối"))
    if read.is_number:
        notes.append(_("ô dạng số: có thể đã mất số 0 đầu"))
    if _ATM_CARD.fullmatch(account):
        notes.append(_("giống SỐ THẺ ATM, không phải số tài khoản"))
    elif _CREDIT_CARD.fullmatch(account) and _passes_luhn(account):
        notes.append(_("giống số thẻ Visa/Mastercard"))
    return AccountReading("warn" if notes else "ok", account, tuple(notes))


def _passes_luhn(digits: str) -> bool:
    """Check the digit all payment cards end with (ISO/IEC 7812-1)."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0

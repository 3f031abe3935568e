"""Kinds of the numbers a person has: read by the rules of ``vietnamese``, stored as digits without blanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Kind
from labordesk.i18n import N_
from labordesk.vietnamese.accounts import read_bank_account, read_social_insurance
from labordesk.vietnamese.citizen import read_citizen_id
from labordesk.vietnamese.phones import read_phones


@dataclass(frozen=True)
class PersonNumber(Kind):
    """A number that is stored as its rule reads it, however it was typed."""


@dataclass(frozen=True)
class CitizenId(PersonNumber):
    """Số định danh / CCCD, 12 digits; lost zeros are put back (NĐ 137/2015 art. 13; domain.md 5.2)."""

    width: ClassVar[int] = 14

    def parse_text(self, text: str) -> Any:
        read = read_citizen_id(text)
        if read.value is None or len(read.value) != 12:
            raise InvalidInput(N_("Số CCCD có 12 chữ số; hãy kiểm tra lại trên thẻ."))
        return read.value


@dataclass(frozen=True)
class OldId(PersonNumber):
    """Số CMND cũ, 9 digits; not valid since 1/1/2025 but kept to recognise a person."""

    width: ClassVar[int] = 11

    def parse_text(self, text: str) -> Any:
        digits = text.replace(" ", "").replace(".", "")
        if not (digits.isdecimal() and digits.isascii() and len(digits) == 9):
            raise InvalidInput(N_("Số CMND có 9 chữ số; hãy kiểm tra lại."))
        return digits


@dataclass(frozen=True)
class Phone(PersonNumber):
    """A Vietnamese phone number, 10 or 11 digits with its leading zero; old prefixes are converted."""

    width: ClassVar[int] = 13

    def parse_text(self, text: str) -> Any:
        read = read_phones(text)
        if len(read) != 1 or read[0].status == "error" or not read[0].value:
            raise InvalidInput(N_("Số điện thoại chưa đúng; ghi một số, ví dụ 0912345678."))
        return read[0].value


@dataclass(frozen=True)
class SocialInsuranceId(PersonNumber):
    """Mã số BHXH, 10 digits, or the 12 of the citizen number that replaces it from 1/8/2025."""

    width: ClassVar[int] = 13

    def parse_text(self, text: str) -> Any:
        read = read_social_insurance(text)
        if read.value is None:
            raise InvalidInput(N_("Mã số BHXH có 10 chữ số, hoặc 12 nếu là số định danh; hãy kiểm tra lại."))
        return read.value


@dataclass(frozen=True)
class BankAccount(PersonNumber):
    """Số tài khoản, 6 to 19 digits and capitals; a card's number is taken but warned of (services.person_review)."""

    width: ClassVar[int] = 18

    def parse_text(self, text: str) -> Any:
        read = read_bank_account(text)
        if read.value is None:
            raise InvalidInput(N_("Số tài khoản có 6 đến 19 chữ số, chữ in hoa; hãy kiểm tra lại."))
        return read.value

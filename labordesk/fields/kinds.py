"""The kinds of field: how a typed text becomes a value, how a value is shown, how it is aligned.

Every kind keeps ``parse(show(value)) == value``. ``parse`` raises ``InvalidInput`` with a sentence for the user;
an empty text is ``None``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, Literal

from labordesk.errors import InvalidInput
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import PartialDate, parse_date, short, show_partial
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.money import editable_money, parse_money
from labordesk.vietnamese.numbers import number

Align = Literal["left", "right", "center"]


class Ambiguous(InvalidInput):
    """A text with several readings: ``candidates`` are the values to choose from, best first."""

    sentence = N_("Ô này có thể hiểu nhiều cách; hãy chọn một cách hoặc ghi rõ đơn vị.")

    def __init__(self, candidates: tuple[int, ...], notes: tuple[str, ...] = ()) -> None:
        super().__init__(None)
        self.candidates = candidates
        self.notes = notes


@dataclass(frozen=True)
class Kind:
    """The base kind; concrete kinds override ``parse_text`` and ``show_value``."""

    width: ClassVar[int] = 18
    align: ClassVar[Align] = "left"

    def parse(self, text: str | None) -> Any:
        """Return the value typed, ``None`` when the field is empty; InvalidInput when it cannot be taken."""
        text = clean(text or "") if not self.keeps_lines else (text or "").strip()
        return self.parse_text(text) if text else None

    keeps_lines: ClassVar[bool] = False

    def show(self, value: Any) -> str:
        """Return the text a person reads and may type back; an empty value is an empty text."""
        return "" if value is None else self.show_value(value)

    def parse_text(self, text: str) -> Any:
        """Turn a cleaned, non-empty text into a value."""
        return text

    def show_value(self, value: Any) -> str:
        """Turn a value that is not None into text."""
        return str(value)


@dataclass(frozen=True)
class Text(Kind):
    """One line of text, NFC, kept as typed but for outer blanks; ``longest`` in characters."""

    longest: int = 200

    def parse(self, text: str | None) -> Any:
        """Keep the officer's own dots and commas: only blanks and the Unicode form are normalised."""
        tidy = " ".join(_nfc(text or "").split())
        return self.parse_text(tidy) if tidy else None

    def parse_text(self, text: str) -> Any:
        if len(text) > self.longest:
            raise InvalidInput(N_("Nội dung dài quá {longest} ký tự; hãy viết ngắn lại."), longest=self.longest)
        return text


@dataclass(frozen=True)
class LongText(Kind):
    """Several lines of text, NFC."""

    width: ClassVar[int] = 40
    keeps_lines: ClassVar[bool] = True

    def parse(self, text: str | None) -> Any:
        lines = [line.rstrip() for line in _nfc(text or "").splitlines()]
        return "\n".join(lines).strip() or None


@dataclass(frozen=True)
class PersonName(Kind):
    """A person's name: blanks and Unicode form are normalised, the spelling never is."""

    width: ClassVar[int] = 26

    def parse_text(self, text: str) -> Any:
        if not any(letter.isalpha() for letter in text):
            raise InvalidInput(N_("Họ và tên phải có chữ; hãy ghi như trên giấy tờ."))
        if any(letter.isdigit() for letter in text):
            raise InvalidInput(N_("Họ và tên không có chữ số; hãy kiểm tra lại."))
        if len(text) > 100:
            raise InvalidInput(N_("Họ và tên dài quá 100 ký tự; hãy kiểm tra lại."))
        return text


@dataclass(frozen=True)
class PartialDay(Kind):
    """A date known to the day, the month or the year: ISO text ("1985", "1985-03", "1985-03-12")."""

    width: ClassVar[int] = 11
    earliest: int = 1900
    births: bool = True

    def parse_text(self, text: str) -> Any:
        return _read_day(text, births=self.births, earliest=self.earliest).iso()

    def show_value(self, value: Any) -> str:
        return show_partial(PartialDate.from_iso(str(value)))


@dataclass(frozen=True)
class Day(Kind):
    """A date known to the day; "5-1" takes this year."""

    width: ClassVar[int] = 11
    earliest: int = 1945

    def parse_text(self, text: str) -> Any:
        read = _read_day(text, births=False, earliest=self.earliest)
        if read.precision != "day":
            raise InvalidInput(N_("Cần đủ ngày, tháng, năm, ví dụ 05/01/2026."))
        return read.first()

    def show_value(self, value: Any) -> str:
        return short(value if isinstance(value, date) else date.fromisoformat(str(value)))


@dataclass(frozen=True)
class Money(Kind):
    """Whole đồng between ``low`` and ``high``; an ambiguous amount raises ``Ambiguous`` (vietnamese.md 2)."""

    width: ClassVar[int] = 14
    align: ClassVar[Align] = "right"
    low: int = 10_000
    high: int = 200_000_000_000

    def parse(self, text: str | None) -> Any:
        """Read the text as typed: without its first dot ".5 tr" would be five millions."""
        return self.parse_text(text or "")

    def parse_text(self, text: str) -> Any:
        read = parse_money(text, lo=self.low, hi=self.high)
        if read.status == "ok" and read.value is not None:
            return read.value
        if read.status == "empty":
            return None
        if read.status == "ask":
            if len(read.candidates) == 1 and not self.low <= read.candidates[0] <= self.high:
                raise InvalidInput(
                    N_("Số tiền phải từ {low} đến {high} đồng; hãy kiểm tra lại."),
                    low=number(self.low),
                    high=number(self.high),
                )
            raise Ambiguous(read.candidates, read.notes)
        raise InvalidInput(N_("Chưa hiểu số tiền này; hãy ghi như 500.000 hoặc 1,5 triệu."))

    def show_value(self, value: Any) -> str:
        return editable_money(value)


_WHOLE: Final = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:[. ][0-9]{3})+)")


@dataclass(frozen=True)
class Count(Kind):
    """A whole number from ``low`` to ``high``."""

    width: ClassVar[int] = 9
    align: ClassVar[Align] = "right"
    low: int = 0
    high: int = 10_000_000

    def parse_text(self, text: str) -> Any:
        if not _WHOLE.fullmatch(text):  # "1.5" must not become 15
            raise InvalidInput(N_("Ô này cần một số nguyên, ví dụ 120."))
        value = int(re.sub("[. ]", "", text))
        if not self.low <= value <= self.high:
            raise InvalidInput(
                N_("Số phải từ {low} đến {high}; hãy kiểm tra lại."), low=number(self.low), high=number(self.high)
            )
        return value

    def show_value(self, value: Any) -> str:
        return number(value)


@dataclass(frozen=True)
class Year(Count):
    """A calendar year: never grouped, so that it does not read as a number of things."""

    width: ClassVar[int] = 6
    low: int = 2000
    high: int = 2100

    def show_value(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Percent(Count):
    """A whole percentage of progress, 0 to 100."""

    high: int = 100

    def parse_text(self, text: str) -> Any:
        return super().parse_text(text.removesuffix("%").strip())

    def show_value(self, value: Any) -> str:
        return f"{number(value)}%"


@dataclass(frozen=True)
class Area(Kind):
    """A floor area kept in whole square decimetres, shown in m² ("59,8")."""

    width: ClassVar[int] = 8
    align: ClassVar[Align] = "right"

    def parse_text(self, text: str) -> Any:
        plain = text.lower().removesuffix("m²").removesuffix("m2").strip().replace(",", ".")
        whole, _dot, part = plain.partition(".")
        if not whole.isdecimal() or not (part == "" or (part.isdecimal() and len(part) <= 2)) or len(whole) > 5:
            raise InvalidInput(N_("Diện tích ghi bằng m², ví dụ 63 hoặc 59,8."))
        return int(whole) * 100 + int((part + "00")[:2])

    def show_value(self, value: Any) -> str:
        whole, part = divmod(int(value), 100)
        return f"{whole},{part:02d}".rstrip("0").rstrip(",")


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    width: ClassVar[int] = 6
    align: ClassVar[Align] = "center"

    def parse_text(self, text: str) -> Any:
        lowered = text.casefold()
        if lowered in {"có", "x", "1", "đúng", "yes"}:
            return True
        if lowered in {"không", "0", "sai", "no"}:
            return False
        raise InvalidInput(N_("Ghi “có” hoặc “không”."))

    def show_value(self, value: Any) -> str:
        return _("có") if value else _("không")


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed set: ``options`` maps the stored code to its Vietnamese label (msgid)."""

    options: tuple[tuple[str, str], ...] = ()

    def parse_text(self, text: str) -> Any:
        wanted = text.casefold()
        for code, label in self.options:
            if wanted in (code.casefold(), label.casefold(), _(label).casefold()):
                return code
        raise InvalidInput(
            N_("Hãy chọn một trong các mục: {options}."), options=", ".join(_(label) for _code, label in self.options)
        )

    def show_value(self, value: Any) -> str:
        return next((_(label) for code, label in self.options if code == value), str(value))


@dataclass(frozen=True)
class Reference(Kind):
    """A row of another table, by its id; the form offers ``target`` ("unit", "person", "programme" …) to pick."""

    target: str = ""
    width: ClassVar[int] = 24

    def parse_text(self, text: str) -> Any:
        if not text.isdecimal():
            raise InvalidInput(N_("Hãy chọn trong danh sách."))
        return int(text)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _read_day(text: str, *, births: bool, earliest: int) -> PartialDate:
    read = parse_date(text, today=today(), births=births)
    if read.value is None or read.status not in ("ok", "warn"):
        raise InvalidInput(N_("Ngày chưa đúng; hãy ghi như 05/01/2026 hoặc chỉ ghi năm."))
    if not earliest <= read.value.year <= 2100 or (births and read.value.first() > today()):
        raise InvalidInput(N_("Năm {year} nằm ngoài khoảng hợp lý; hãy kiểm tra lại."), year=read.value.year)
    return read.value


today: Callable[[], date] = date.today

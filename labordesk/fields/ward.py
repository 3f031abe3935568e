"""The kind of a commune, ward or special zone: stored as its official code, typed and shown by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Kind
from labordesk.i18n import N_

UNKNOWN_CODE: Final = N_("Không có xã, phường mang mã {code}; hãy chọn trong danh sách gợi ý.")
UNKNOWN_NAME: Final = N_("Chưa rõ là xã, phường nào; hãy chọn trong danh sách gợi ý hoặc ghi thêm huyện, tỉnh.")


@dataclass(frozen=True)
class Ward(Kind):
    """Xã, phường, đặc khu: five digits of the General Statistics Office; ``old`` means a ward before 1/7/2025."""

    width: ClassVar[int] = 22
    old: bool = False

    def parse_text(self, text: str) -> Any:
        """Take a code, or a name that only one ward bears: "Phường Ea Kao (Đắk Lắk)", "p tan loi bmt"."""
        from labordesk.vietnamese.wards import old_ward_of, ward_labelled, ward_of, wards_named

        if re.fullmatch(r"[0-9]{5}", text):
            if (old_ward_of if self.old else ward_of)(text) is None:
                raise InvalidInput(UNKNOWN_CODE, code=text)
            return text
        labelled = ward_labelled(text, old=self.old)
        if labelled is not None:
            return labelled.code
        named = wards_named(text, old=self.old)
        if len(named) != 1:
            raise InvalidInput(UNKNOWN_NAME)
        return named[0].code

    def show_value(self, value: Any) -> str:
        """Return the ward's name with its province; a code that is none stays what it is."""
        from labordesk.vietnamese.wards import old_ward_of, ward_of

        ward = (old_ward_of if self.old else ward_of)(str(value))
        return ward.label if ward is not None else str(value)

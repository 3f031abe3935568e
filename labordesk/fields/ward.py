"""The kind of a commune, ward or special zone: stored as its official code, typed and shown by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Kind
from labordesk.i18n import N_


@dataclass(frozen=True)
class Ward(Kind):
    """Xã, phường, đặc khu: five digits of the General Statistics Office; ``old`` means a ward before 1/7/2025."""

    width: ClassVar[int] = 22
    old: bool = False

    def parse_text(self, text: str) -> Any:
        """Take a code; names are looked up by who offers the suggestions."""
        if not re.fullmatch(r"\d{5}", text):
            raise InvalidInput(N_("Hãy chọn xã, phường trong danh sách gợi ý."))
        return text

"""What may be attached in this register: how large, and whether scans of identity cards are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from labordesk.fields import Count, Flag, Spec
from labordesk.i18n import N_

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class AttachmentOptions:
    """Limits in megabytes of the file as it is chosen; a picture is made smaller afterwards.

    Scans of cards are sensitive personal data (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP; domain.md 3.5).
    """

    largest_picture: Annotated[int, Spec(N_("Dung lượng ảnh tối đa (MB)"), Count(low=1, high=200))] = 20
    largest_pdf: Annotated[int, Spec(N_("Dung lượng tệp PDF tối đa (MB)"), Count(low=1, high=100))] = 20
    card_scans: Annotated[bool, Spec(N_("Cho phép lưu ảnh thẻ căn cước"), Flag())] = False

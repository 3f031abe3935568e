"""Photos of a file on its reports: two side by side, with what they show and the day they were taken."""

from __future__ import annotations

from collections.abc import Sequence

from labordesk.documents.model import Block, Picture, Pictures
from labordesk.fields.choices import ATTACHMENT_KINDS
from labordesk.reports.forms.base import label_of, text_of
from labordesk.store.photo_files import PhotoFile

_SINGLE_MM = 110.0


def photo_rows(photos: Sequence[PhotoFile]) -> list[Block]:
    """Return the photos in their order, numbered."""
    numbered = [Picture(one.content, _caption(place, one)) for place, one in enumerate(photos, start=1)]
    return [
        Pictures(pair, 0 if len(pair) == 2 else _SINGLE_MM)
        for pair in (tuple(numbered[place : place + 2]) for place in range(0, len(numbered), 2))
    ]


def _caption(place: int, photo: PhotoFile) -> str:
    what = photo.caption or label_of(ATTACHMENT_KINDS, photo.kind)
    day = f" ({text_of(photo.taken_on)})" if photo.taken_on else ""
    return f"Ảnh {place}. {what}{day}"

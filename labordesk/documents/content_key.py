"""What a paper says as one short key, the same however often, on whatever day and under whatever number it is made."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import Any

from labordesk.documents.model import Document, Row

_OF_THE_DAY = frozenset({"number", "place_date", "signed_at", "attached_to", "copy_mark", "counts"})
"""Day and number of a paper and what repeats them, the mark of a copy, and what is never printed."""


def content_key(document: Document) -> str:
    """Return the SHA-256 (hex) of everything a paper says but its day and number."""
    digest = hashlib.sha256()
    _add(digest, document)
    return digest.hexdigest()


def _add(digest: Any, part: object) -> None:
    match part:
        case Row(cells=cells, kind=kind):
            digest.update(repr((kind.value, cells)).encode())
        case bytes():
            digest.update(hashlib.sha256(part).digest())
        case tuple():
            digest.update(b"(%d" % len(part))
            for one in part:
                _add(digest, one)
        case _ if is_dataclass(part):
            digest.update(type(part).__name__.encode())
            for field in fields(part):
                if field.name not in _OF_THE_DAY:
                    _add(digest, getattr(part, field.name))
        case _:
            digest.update(repr(part).encode() + b";")

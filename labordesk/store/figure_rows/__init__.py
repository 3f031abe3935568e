"""The rows behind a figure: the same conditions as its sum in ``store.figures``, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import assert_never

from labordesk.store.figure_rows.beside import done_parts, raised_parts
from labordesk.store.figure_rows.building import listed_parts, reached_parts
from labordesk.store.figure_rows.campaigns import campaign_parts
from labordesk.store.figure_rows.given import given_parts
from labordesk.store.figure_rows.goals import aimed_parts, told_parts
from labordesk.store.figure_rows.meaning import (
    Aimed,
    Done,
    Gifts,
    Given,
    Listed,
    Missed,
    OnList,
    Planned,
    Raised,
    Reached,
    Records,
    Rows,
    Several,
    Shared,
    Told,
)
from labordesk.store.figure_rows.parts import Part


def parts_of(connection: sqlite3.Connection, asked: Rows) -> list[Part]:
    """Return the queries whose rows come to a figure, in the order they are shown."""
    return list(_parts(connection, asked))


def _parts(connection: sqlite3.Connection, asked: Rows) -> Iterable[Part]:
    match asked:
        case Given():
            return given_parts(asked)
        case Reached():
            return reached_parts(asked)
        case Listed():
            return listed_parts(connection, asked)
        case Done():
            return done_parts(asked)
        case Raised():
            return raised_parts(asked)
        case Told():
            return told_parts(connection, asked)
        case Aimed():
            return aimed_parts(connection, asked)
        case Gifts() | Planned() | Shared() | Missed() | OnList() | Records():
            return campaign_parts(asked)
        case Several(parts=parts):
            return (one for part in parts for one in _parts(connection, part))
        case _:
            assert_never(asked)

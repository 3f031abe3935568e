"""Danh sách ký nhận in the order and with the numbers of the list on the screen, to be followed line by line."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.signing_list import list_to_sign


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the list by unit and number; NotFound when the campaign is not there."""
    return list_to_sign(connection, request, paper, by_name=False)


REPORT = Report(
    name="ky-nhan-theo-so",
    title=N_("Danh sách ký nhận theo số thứ tự"),
    summary=N_("Như danh sách ký nhận, giữ số thứ tự của danh sách trên màn hình."),
    compose=compose,
    group="lists",
    needs_campaign=True,
)

"""Nhật ký: every unit of work with the rows it changed, chained by hashes; written by the store, never by services."""

from sqlalchemy import Column, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from labordesk.model.base import index


class Operation(SQLModel, table=True):
    """Một lần ghi: who, when, from where; ``at`` is UTC to the millisecond.

    ``origin`` is the screen or command ("people", "import", "cli"), ``undoes_id`` the operation this one took back.
    Its row changes are ``changes`` rows of ``row_change`` from ``first_change`` on: there is one writer, so the ids of
    one operation have no gaps. ``digest`` covers the row changes, ``chain`` the digest with everything else and the
    chain before (hex SHA-256).
    """

    __tablename__ = "operation"
    __table_args__ = (index("operation", "undoes_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: str
    officer_id: int | None = None
    origin: str = ""
    undoes_id: int | None = Field(default=None, foreign_key="operation.id")
    first_change: int | None = None
    changes: int = 0
    digest: str = ""
    chain: str = ""


class RowChange(SQLModel, table=True):
    """Một dòng bị đổi: ``kind`` i(nserted), u(pdated), d(eleted), e(rased); ids rise in the order of the changes.

    ``content`` is JSON: for u ``{column: [before, after]}``, for d the whole row, for i empty: what was put in is the
    row as it stands, taken back through the later changes.
    """

    __tablename__ = "row_change"
    __table_args__ = (
        index("row_change", "table_name", "row_id"),
        # Few of all changes: what the trash shows.
        index("row_change", "kind", "table_name", where=text("kind = 'd'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    operation_id: int
    table_name: str
    row_id: int
    kind: str
    content: str | None = Field(default=None, sa_column=Column(Text))


class KeptContent(SQLModel, table=True):
    """Nội dung tệp đã xóa, kept for taking the deletion back until the bin is emptied."""

    __tablename__ = "kept_content"
    __table_args__ = (index("kept_content", "row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    operation_id: int
    row_id: int
    thumbnail: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class HistoryNow(SQLModel, table=True):
    """The one row that tells the triggers which operation is under way; NULL while nothing is recorded."""

    __tablename__ = "history_now"

    id: int = Field(default=1, primary_key=True)
    operation_id: int | None = Field(default=None, sa_column=Column(Integer))

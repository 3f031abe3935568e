"""Nhập danh sách: which file was taken in when, what each of its rows became, and headings once corrected."""

from typing import Annotated

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from labordesk.fields import Choice, Spec
from labordesk.fields.choices import LIST_KINDS
from labordesk.i18n import N_
from labordesk.model.base import Row, index


class ImportBatch(Row, table=True):
    """Một lần nhập một tệp; taken back as one through ``operation_id`` (model/history.py).

    ``sha256`` is of the file's bytes; counts are rows; ``undone_at`` is UTC ISO text once it was taken back.
    """

    __tablename__ = "import_batch"
    __table_args__ = (index("import_batch", "sha256"),)

    file_name: str
    sha256: str
    kind: Annotated[str, Spec(N_("Loại danh sách"), Choice(options=LIST_KINDS))]
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id", ondelete="SET NULL")
    programme_id: int | None = Field(default=None, foreign_key="programme.id", ondelete="SET NULL")
    officer_id: int | None = None
    operation_id: int | None = None
    written: int = 0
    rejected: int = 0
    total: int | None = None
    file_total: int | None = None
    undone_at: str | None = None


class ImportedRow(SQLModel, table=True):
    """Một dòng đã nhập: where it stood, what it became; ``fingerprint`` recognises it in a file sent again.

    ``raw`` is JSON of the cells as the officer wrote them, kept because a typed value may be read anew later.
    """

    __tablename__ = "imported_row"
    __table_args__ = (index("imported_row", "batch_id"), index("imported_row", "fingerprint"))

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", ondelete="CASCADE")
    sheet: str
    row: int
    fingerprint: str
    table_name: str
    row_id: int
    person_id: int | None = None
    raw: str | None = Field(default=None, sa_column=Column(Text))


class ImportMapping(Row, table=True):
    """Cách hiểu tiêu đề đã sửa: ``pattern`` is the key of a row of headings, ``choices`` JSON (column -> field)."""

    __tablename__ = "import_mapping"

    pattern: str = Field(unique=True)
    choices: str = Field(sa_column=Column(Text, nullable=False))

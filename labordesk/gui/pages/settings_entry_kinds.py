"""The lists one edits in the settings: letterheads and the five catalogues, each told once.

The data layer is imported by ``service``, which runs in a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.pages.parts.catalogue_lookups import circumstance_lookup
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.saved import Saved
    from labordesk.store.register import Register


class Entry(Protocol):
    """A row of such a list as the services return it."""

    @property
    def id(self) -> int:
        """Return the row's id."""

    @property
    def row_version(self) -> int:
        """Return the version it was read at."""

    @property
    def fields(self) -> Any:
        """Return the values of its form."""


@dataclass(frozen=True)
class EntryService:
    """The functions of one list: ``save(register, fields, id | None, row_version | None)``."""

    form: type
    rows: Callable[[Register], Sequence[Entry]]
    save: Callable[[Register, Any, int | None, int | None], Saved]
    delete: Callable[[Register, int], Changes]


State = Callable[[Entry, Sequence[Entry], date], tuple[str, Tone]]


@dataclass(frozen=True)
class EntryKind:
    """One list; texts are msgids.

    ``shown`` are the fields of the table with their width in letters; ``widest`` of them takes the room left, and
    ``more`` columns read what the rows say beside their fields.
    """

    key: str
    icon: str
    title: str
    hint: str
    add: str
    new_title: str
    edit_title: str
    shown: Mapping[str, int]
    widest: str
    service: Callable[[], EntryService]
    state: State
    can_retire: bool = True
    starts_from_last: bool = False
    more: tuple[Column, ...] = ()
    lookups: Callable[[Register], Mapping[str, Lookup]] | None = None


def in_use(entry: Entry, _all: Sequence[Entry], _today: date) -> tuple[str, Tone]:
    """Tell an entry in use from one that was retired."""
    return (_("Đang dùng"), "good") if entry.fields.active else (_("Ngừng dùng"), "neutral")


def _in_force(entry: Entry, every: Sequence[Entry], today: date) -> tuple[str, Tone]:
    """Tell whether a letterhead stands on papers of today: the latest one that has begun does."""
    begun = [one.fields.valid_from for one in every if one.fields.valid_from <= today]
    if entry.fields.valid_from > today:
        return _("Chưa đến ngày"), "info"
    return (_("Đang dùng"), "good") if entry.fields.valid_from == max(begun) else (_("Trước đây"), "neutral")


def _letterheads() -> EntryService:
    from labordesk.model.letterhead import LetterheadFields
    from labordesk.services import letterheads as services

    return EntryService(
        LetterheadFields,
        services.letterheads,
        lambda register, fields, found, version: services.save_letterhead(
            register, fields, letterhead_id=found, row_version=version
        ),
        services.delete_letterhead,
    )


def _programmes() -> EntryService:
    from labordesk.model.programme import ProgrammeFields
    from labordesk.services import catalogue

    return EntryService(
        ProgrammeFields,
        lambda register: catalogue.programmes(register, active=None),
        lambda register, fields, found, version: catalogue.save_programme(
            register, fields, programme_id=found, row_version=version
        ),
        catalogue.delete_programme,
    )


def _funds() -> EntryService:
    from labordesk.model.programme import FundFields
    from labordesk.services import catalogue

    return EntryService(
        FundFields,
        lambda register: catalogue.funds(register, active=None),
        lambda register, fields, found, version: catalogue.save_fund(
            register, fields, fund_id=found, row_version=version
        ),
        catalogue.delete_fund,
    )


def _circumstances() -> EntryService:
    from labordesk.model.person import CircumstanceFields
    from labordesk.services import catalogue

    return EntryService(
        CircumstanceFields,
        lambda register: catalogue.circumstances(register, active=None),
        lambda register, fields, found, version: catalogue.save_circumstance(
            register, fields, circumstance_id=found, row_version=version
        ),
        catalogue.delete_circumstance,
    )


def _unit_types() -> EntryService:
    from labordesk.model.unit import UnitTypeFields
    from labordesk.services import catalogue

    return EntryService(
        UnitTypeFields,
        lambda register: catalogue.unit_types(register, active=None),
        lambda register, fields, found, version: catalogue.save_unit_type(
            register, fields, unit_type_id=found, row_version=version
        ),
        catalogue.delete_unit_type,
    )


def _indicators() -> EntryService:
    from labordesk.model.indicator import IndicatorFields
    from labordesk.services import catalogue

    return EntryService(
        IndicatorFields,
        lambda register: catalogue.indicators(register, active=None),
        lambda register, fields, found, version: catalogue.save_indicator(
            register, fields, indicator_id=found, row_version=version
        ),
        catalogue.delete_indicator,
    )


LETTERHEADS = EntryKind(
    key="letterheads",
    icon="file-text",
    title=N_("Đơn vị và đầu văn bản"),
    hint=N_("Tên cơ quan, địa danh, người ký trên giấy. Đổi người ký thì thêm bản mới; giấy cũ vẫn như cũ."),
    add=N_("Thêm đầu văn bản"),
    new_title=N_("Đầu văn bản mới"),
    edit_title=N_("Đầu văn bản"),
    shown={"valid_from": 14, "issuing_body": 22, "signer_name": 21},
    widest="issuing_body",
    service=_letterheads,
    state=_in_force,
    can_retire=False,
    starts_from_last=True,
)

CATALOGUES = (
    EntryKind(
        key="programmes",
        icon="gift",
        title=NC_("list", "Chương trình"),
        hint=N_("Các chương trình chăm lo, theo thứ tự trong báo cáo."),
        add=N_("Thêm chương trình"),
        new_title=N_("Chương trình mới"),
        edit_title=N_("Chương trình"),
        shown={"code": 12, "name": 26, "kind": 17},
        widest="name",
        service=_programmes,
        state=in_use,
        lookups=lambda register: {"circumstance": circumstance_lookup(register)},
    ),
    EntryKind(
        key="funds",
        icon="banknote",
        title=N_("Quỹ, nguồn kinh phí"),
        hint=N_("Tiền lấy từ đâu; “tiền của công đoàn” tính vào số công đoàn hỗ trợ."),
        add=N_("Thêm quỹ, nguồn"),
        new_title=N_("Quỹ, nguồn mới"),
        edit_title=N_("Quỹ, nguồn"),
        shown={"code": 12, "name": 24, "source": 22},
        widest="name",
        service=_funds,
        state=in_use,
    ),
    EntryKind(
        key="circumstances",
        icon="hand-heart",
        title=NC_("list", "Hoàn cảnh"),
        hint=N_("Lý do khó khăn; mục thuộc sức khỏe là thông tin nhạy cảm, không hiện trong danh sách."),
        add=N_("Thêm hoàn cảnh"),
        new_title=N_("Hoàn cảnh mới"),
        edit_title=N_("Hoàn cảnh"),
        shown={"code": 14, "name": 26, "health": 15},
        widest="name",
        service=_circumstances,
        state=in_use,
    ),
    EntryKind(
        key="unit_types",
        icon="building-2",
        title=NC_("list", "Loại đơn vị"),
        hint=N_("Các loại tổ chức công đoàn, từ cấp trên xuống; chữ viết tắt dùng làm ký hiệu văn bản."),
        add=N_("Thêm loại đơn vị"),
        new_title=N_("Loại đơn vị mới"),
        edit_title=N_("Loại đơn vị"),
        shown={"rank": 11, "name": 26, "abbreviation": 12},
        widest="name",
        service=_unit_types,
        state=in_use,
    ),
    EntryKind(
        key="indicators",
        icon="target",
        title=NC_("list", "Chỉ tiêu"),
        hint=N_("Chỉ tiêu tổ chức nhập tay, không tính từ các khoản chăm lo."),
        add=N_("Thêm chỉ tiêu"),
        new_title=N_("Chỉ tiêu mới"),
        edit_title=NC_("catalogue", "Chỉ tiêu"),
        shown={"code": 14, "name": 26, "measure": 18},
        widest="name",
        service=_indicators,
        state=in_use,
    ),
)

"""Write the rates of the sample: invented ones, of an invented regulation, raised once when the commune union began."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from labordesk.model.norm import NormFields
from labordesk.sample.rounds import YEARS
from labordesk.sample.scene import Scene
from labordesk.sample.units import REORGANISED
from labordesk.services.norms import renew_norm, save_norm

_FIRST: Final = "Quy chế mẫu số 01/QC-LĐLĐ"
_SECOND: Final = "Quy chế mẫu số 02/QC-CĐX ngày 01/7/2025"
_INVENTED: Final = "Mức bịa ra cho sổ mẫu; sổ thật ghi theo văn bản đang có hiệu lực."

_M: Final = 1_000_000

_RATES: Final[tuple[tuple[str, int, int, dict[str, Any]], ...]] = (
    ("BENH-HN", 3 * _M, 3 * _M, {"times_per_year": 1}),
    ("TNLD", 2 * _M, 2 * _M, {}),
    ("TNLD", 5 * _M, 5 * _M, {"circumstance": "TNLD-TV"}),
    ("BNN", 2 * _M, 3 * _M, {}),
    ("THIEN-TAI", 5 * _M, 5 * _M, {"low": _M}),
    ("MO-COI", 1 * _M, 2 * _M, {}),
    ("DOT-XUAT", 2 * _M, 2 * _M, {}),
    ("THAM-HOI", 1 * _M, 1 * _M, {"level": "grassroots", "times_per_year": 2}),
    ("THAM-HOI", 1 * _M, 1_500_000, {"level": "upper", "times_per_year": 2}),
    ("TU-VONG", 3 * _M, 3 * _M, {}),
    ("MAT-VIEC", 2 * _M, 2 * _M, {}),
    ("TET", 1_500_000, 1_500_000, {"audience": "member", "count_unit": "package"}),
    ("TET", 800_000, 800_000, {"audience": "other", "level": "upper", "count_unit": "package"}),
)
"""Programme, rate until and since the commune union began (đồng), conditions."""

_HOUSES: Final = (("new", 50 * _M, 60 * _M), ("repair", 20 * _M, 30 * _M))


def write_norms(scene: Scene) -> None:
    """Write the rates before anything is decided by them."""
    since = date(scene.today.year - YEARS, 1, 1)
    for code, before, after, conditions in _RATES:
        _write(scene, code, before, after, since, REORGANISED, **conditions)
    for work, before, after in _HOUSES:
        # Support for houses rose with the year before this one (``houses._promised``).
        raised = date(scene.today.year - 1, 1, 1)
        _write(scene, "MAI-AM", before, after, since, raised, work=work, count_unit="house")


def _write(
    scene: Scene, code: str, before: int, after: int, since: date, raised: date, *, circumstance: str = "", **more: Any
) -> None:
    fields = NormFields(
        programme_id=scene.codes.programmes[code],
        circumstance_id=scene.codes.circumstances.get(circumstance),
        high=before,
        valid_from=since,
        basis=_FIRST,
        note=_INVENTED,
        **more,
    )
    norm = save_norm(scene.register, fields)
    if raised > since:
        second = _SECOND if raised == REORGANISED else _FIRST.replace("01/", "01a/")
        new = fields.model_copy(update={"high": after, "valid_from": raised, "basis": second})
        renew_norm(scene.register, norm.id, new)

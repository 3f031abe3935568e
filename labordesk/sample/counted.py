"""Write the indicators that the register counts by itself, and what they are to reach."""

from __future__ import annotations

from typing import Final

from labordesk.model.indicator import IndicatorFields, TargetFields
from labordesk.sample.scene import Advance, Scene
from labordesk.services.catalogue import save_indicator
from labordesk.services.targets import save_target

_COUNTED: Final = (
    ("NHA-BG", "Mái ấm công đoàn được bàn giao", "house", "house.handed_over", "bàn giao {n} Mái ấm công đoàn", 8),
    ("TL-DV", "Đoàn viên sử dụng thỏa thuận phúc lợi", "turn", "agreement.members", None, 1_200),
)
"""Code, name, unit of count, what it is counted from, its sentence, and the target of this year."""


def write_counted(scene: Scene, advance: Advance) -> None:
    """Write indicators and targets; the records they count may come before or after."""
    for position, (code, name, count_unit, computed, phrase, target) in enumerate(_COUNTED, start=60):
        indicator = save_indicator(
            scene.register,
            IndicatorFields(
                code=code, name=name, count_unit=count_unit, computed=computed, phrase=phrase, position=position
            ),
        ).id
        save_target(
            scene.register,
            TargetFields(
                unit_id=scene.units.own,
                year=scene.today.year,
                indicator_id=indicator,
                value=scene.many(target),
                basis=f"Chương trình công tác năm {scene.today.year}",
            ),
        )
    advance(1)

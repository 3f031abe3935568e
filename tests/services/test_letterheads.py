"""Which letterhead stands on a paper of a day."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model.letterhead import LetterheadFields
from labordesk.model.unit import UnitFields
from labordesk.services.letterheads import delete_letterhead, letterhead_on, letterheads, save_letterhead
from labordesk.services.units import save_unit
from labordesk.store.register import Register

FIRST = date(2026, 1, 1)


def head(valid_from: date, chair: str = "Trần Văn Quí") -> LetterheadFields:
    return LetterheadFields(valid_from=valid_from, issuing_body="Công đoàn xã Hương Sơn", signer_name=chair)


def test_a_new_register_has_the_letterhead_of_its_own_unit(register: Register) -> None:
    fields = letterhead_on(register, date(2026, 3, 2))
    assert fields.issuing_body == "Công đoàn xã Hương Sơn"
    assert fields.superior_body == "Liên đoàn Lao động tỉnh Hà Tĩnh"
    assert fields.symbol == "CĐX"


def test_a_new_chair_signs_from_the_first_day_of_the_new_letterhead(register: Register) -> None:
    save_letterhead(register, head(date(2026, 4, 1)))
    assert letterhead_on(register, date(2026, 3, 31)).signer_name is None
    assert letterhead_on(register, date(2026, 4, 1)).signer_name == "Trần Văn Quí"


def test_a_paper_older_than_the_first_letterhead_takes_the_first_one(register: Register) -> None:
    assert letterhead_on(register, date(2019, 5, 1)).place == "Hương Sơn"


def test_a_unit_without_its_own_letterhead_takes_the_registers(register: Register) -> None:
    unit = save_unit(register, UnitFields(name="CĐCS May", parent_id=1)).id
    assert letterhead_on(register, FIRST, unit).issuing_body == "Công đoàn xã Hương Sơn"
    save_letterhead(register, head(FIRST).model_copy(update={"issuing_body": "CĐCS May"}), unit_id=unit)
    assert letterhead_on(register, FIRST, unit).issuing_body == "CĐCS May"
    assert letterhead_on(register, FIRST).issuing_body == "Công đoàn xã Hương Sơn"


def test_two_letterheads_from_one_day_are_refused(register: Register) -> None:
    with pytest.raises(InvalidInput, match="01/01/2026") as refused:
        save_letterhead(register, head(FIRST))
    assert refused.value.field == "valid_from"
    own = letterheads(register)[0]
    later = save_letterhead(register, head(date(2026, 2, 1)))
    with pytest.raises(InvalidInput):
        save_letterhead(register, head(FIRST), letterhead_id=later.id)
    save_letterhead(register, own.fields.model_copy(update={"place": "Sơn Giang"}), letterhead_id=own.id)
    assert letterhead_on(register, FIRST).place == "Sơn Giang"


def test_a_signers_name_with_a_digit_and_a_missing_body_are_refused(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_letterhead(register, head(date(2026, 5, 1), "Trần 1"))
    assert refused.value.field == "signer_name"
    with pytest.raises(InvalidInput) as refused:
        save_letterhead(register, LetterheadFields(valid_from=date(2026, 5, 1), issuing_body=""))
    assert refused.value.field == "issuing_body"


def test_a_name_is_never_respelled(register: Register) -> None:
    save_letterhead(register, head(date(2026, 4, 1), "Nguyễn Văn Quí"))
    assert letterhead_on(register, date(2026, 4, 1)).signer_name == "Nguyễn Văn Quí"


def test_a_stale_letterhead_is_refused(register: Register) -> None:
    own = letterheads(register)[0]
    save_letterhead(register, own.fields.model_copy(update={"place": "A"}), letterhead_id=own.id, row_version=1)
    with pytest.raises(Conflict):
        save_letterhead(register, own.fields.model_copy(update={"place": "B"}), letterhead_id=own.id, row_version=1)


def test_the_last_letterhead_stays(register: Register) -> None:
    own = letterheads(register)[0]
    with pytest.raises(RuleBroken):
        delete_letterhead(register, own.id)
    later = save_letterhead(register, head(date(2026, 2, 1)))
    delete_letterhead(register, own.id)
    assert [row.id for row in letterheads(register)] == [later.id]
    with pytest.raises(NotFound):
        delete_letterhead(register, own.id)


def test_a_letterhead_of_an_ended_unit_is_refused(register: Register) -> None:
    unit = save_unit(register, UnitFields(name="LĐLĐ huyện", valid_to=date(2025, 6, 30))).id
    with pytest.raises(InvalidInput, match="30/06/2025"):
        save_letterhead(register, head(FIRST), unit_id=unit)

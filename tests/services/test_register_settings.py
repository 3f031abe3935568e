"""Choices kept in the register: words on paper, document numbers."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from labordesk.errors import InvalidInput
from labordesk.i18n import set_language
from labordesk.services.register_settings import (
    RegisterChoices,
    is_sample,
    next_document_number,
    read_choices,
    save_choices,
    set_next_document_number,
    take_document_number,
)
from labordesk.store.register import Register


def test_a_new_register_writes_as_the_schoolbook_does(register: Register) -> None:
    assert read_choices(register) == RegisterChoices("linh", "tư", "nghìn", "tỷ", even=False)
    assert not is_sample(register)


def test_choices_are_kept_in_the_register(register: Register) -> None:
    southern = RegisterChoices("lẻ", "bốn", "ngàn", "tỉ", even=True)
    assert save_choices(register, southern).changes.settings
    assert read_choices(register) == southern


def test_choices_do_not_depend_on_the_language_of_the_screen(register: Register) -> None:
    set_language("en", Path("resources/locale"))
    save_choices(register, RegisterChoices("lẻ", even=True))
    set_language("vi", Path("resources/locale"))
    assert read_choices(register) == RegisterChoices("lẻ", even=True)


def test_a_word_that_is_no_choice_is_refused_and_nothing_is_written(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_choices(register, RegisterChoices(linh="lẻ", ty="tỵ"))
    assert refused.value.field == "ty"
    assert read_choices(register).linh == "linh"


def test_a_damaged_choice_falls_back_to_its_default(register: Register) -> None:
    save_choices(register, RegisterChoices("lẻ", even=True))
    with register.writing() as session:
        session.connection().exec_driver_sql("UPDATE register_setting SET value = '?' WHERE key IN ('even', 'linh')")
    assert read_choices(register) == RegisterChoices()


def test_document_numbers_start_at_one_every_year_and_are_given_once(register: Register) -> None:
    assert [take_document_number(register, 2025) for _ in range(3)] == [1, 2, 3]
    assert next_document_number(register, 2025) == 4
    assert next_document_number(register, 2026) == 1


def test_document_numbers_go_on_from_the_offices_own_book(register: Register) -> None:
    set_next_document_number(register, 2026, 58)
    assert take_document_number(register, 2026) == 58
    assert take_document_number(register, 2026) == 59
    with pytest.raises(InvalidInput):
        set_next_document_number(register, 2026, 0)


def test_two_papers_at_once_do_not_get_one_number(register: Register) -> None:
    taken: list[int] = []
    threads = [threading.Thread(target=lambda: taken.append(take_document_number(register, 2026))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [1, 2, 3, 4, 5, 6]

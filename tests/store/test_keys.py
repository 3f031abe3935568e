"""The key, how secrets wrap it, the recovery key as it is typed, and the block in which the wrapped key is kept."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from labordesk.errors import InvalidInput
from labordesk.store import recovery_key
from labordesk.store.data_key import DataKey, Slot, unwrap, wrap
from labordesk.store.key_block import SIZE, KeyBlock, read_block
from labordesk.store.unlocking import letters, new_keys

RECOVERY = bytes(range(16))


def made_block() -> tuple[DataKey, KeyBlock]:
    key = DataKey.new()
    return key, KeyBlock.of(key).with_secret(key, "recovery", RECOVERY)


def test_only_the_right_secret_unwraps_the_key() -> None:
    key = DataKey.new()
    slot = wrap(key, "password", letters("con mèo xanh"))
    found = unwrap(slot, letters("con mèo xanh"), key.key_id)
    assert found is not None
    assert found.spec() == key.spec()
    assert unwrap(slot, letters("con mèo đen"), key.key_id) is None


def test_the_same_password_is_wrapped_differently_each_time() -> None:
    key = DataKey.new()
    first, second = (wrap(key, "recovery", RECOVERY) for _time in range(2))
    assert first.salt != second.salt
    assert first.wrapped != second.wrapped


def test_password_is_the_same_whether_its_marks_are_composed_or_not() -> None:
    password = "Bếp nhà ấm"
    assert letters(unicodedata.normalize("NFD", password)) == letters(password)


def test_a_wiped_key_opens_nothing_and_a_copy_lives_on() -> None:
    key = DataKey.new()
    before, copy = key.spec(), key.copy()
    key.wipe()
    assert key.is_wiped
    with pytest.raises(RuntimeError):
        key.spec()
    assert copy.spec() == before


def test_a_key_is_shown_and_written_nowhere() -> None:
    keys = new_keys("con mèo xanh")
    secret = keys.connect.key.spec()[2:66]
    for thing in (keys, keys.connect, keys.connect.key, keys.connect.block, keys.connect.block.slots[0]):
        for text in (repr(thing), str(thing), f"{thing}"):
            assert secret not in text
            assert keys.recovery not in text
            assert keys.connect.block.slots[0].wrapped.hex() not in text
    with pytest.raises(TypeError):
        pickle.dumps(keys.connect.key)


def test_other_files_of_the_register_get_keys_that_tell_nothing_of_its_own() -> None:
    key = DataKey.new()
    assert key.derived("journal") == key.copy().derived("journal")
    assert key.derived("journal") != key.derived("exchange")
    assert key.derived("journal").hex() not in key.spec()


@given(some.binary(min_size=16, max_size=16))
def test_recovery_key_is_read_as_it_was_shown(key: bytes) -> None:
    text = recovery_key.shown(key)
    assert len(text) == 8 * 6 + 7
    assert recovery_key.parse(text) == key
    assert recovery_key.parse(text.replace("-", " ")) == key
    assert recovery_key.parse(text.replace("-", "")) == key


@given(some.binary(min_size=16, max_size=16), some.integers(0, 47), some.integers(1, 9))
def test_one_wrong_digit_is_found_in_its_group(key: bytes, place: int, change: int) -> None:
    digits = recovery_key.shown(key).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    with pytest.raises(InvalidInput) as refused:
        recovery_key.parse(wrong)
    assert f"Nhóm số thứ {place // 6 + 1} " in str(refused.value)


@given(some.binary(min_size=16, max_size=16), some.integers(0, 46))
def test_two_swapped_neighbours_are_found(key: bytes, place: int) -> None:
    digits = recovery_key.shown(key).replace("-", "")
    if place % 6 == 5 or digits[place] == digits[place + 1]:
        return
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    with pytest.raises(InvalidInput):
        recovery_key.parse(swapped)


@given(some.binary(min_size=16, max_size=16), some.permutations(range(8)))
def test_groups_in_another_order_are_found(key: bytes, order: list[int]) -> None:
    groups = recovery_key.shown(key).split("-")
    if list(order) == list(range(8)):
        return
    with pytest.raises(InvalidInput):
        recovery_key.parse("-".join(groups[place] for place in order))


@pytest.mark.parametrize("text", ["", "con mèo xanh", "012345", "0" * 47, "0" * 49, "٠" * 48, "a" * 48])
def test_what_is_no_recovery_key_is_taken_for_a_password(text: str) -> None:
    assert recovery_key.parse(text) is None


def test_block_is_one_page_and_read_as_it_was_written() -> None:
    key, block = made_block()
    data = block.to_bytes()
    again = read_block(data)
    assert len(data) == SIZE
    assert again == block
    assert again is not None
    opened = again.opened("recovery", RECOVERY)
    assert opened is not None
    assert opened.spec() == key.spec()
    assert again.opened("password", RECOVERY) is None


@given(some.integers(0, SIZE * 8 - 1))
def test_block_with_one_wrong_bit_is_no_block(place: int) -> None:
    data = bytearray(made_block()[1].to_bytes())
    data[place // 8] ^= 1 << place % 8
    assert read_block(bytes(data)) is None


@given(some.integers(0, SIZE - 1))
def test_block_cut_anywhere_is_no_block(size: int) -> None:
    assert read_block(made_block()[1].to_bytes()[:size]) is None


def test_a_new_password_takes_the_place_of_the_old_one_and_leaves_the_recovery_key() -> None:
    key, block = made_block()
    first = block.with_secret(key, "password", letters("mật khẩu một"))
    second = first.with_secret(key, "password", letters("mật khẩu hai"))
    assert second.generation == first.generation + 1
    assert second.opened("password", letters("mật khẩu một")) is None
    assert second.opened("password", letters("mật khẩu hai")) is not None
    assert second.opened("recovery", RECOVERY) is not None


def test_a_made_up_file_cannot_ask_for_all_the_memory() -> None:
    key, block = made_block()
    greedy = Slot("password", 30, b"s" * 16, b"w" * 32, b"t" * 32)
    assert read_block(KeyBlock(key.key_id, 1, (*block.slots, greedy)).to_bytes()) is None

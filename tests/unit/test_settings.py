"""The settings of a user: what was saved comes back, and nothing in the file can keep the program from opening."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.settings import Settings, load_settings, save_settings

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "mới" / "settings.json"
    chosen = Settings(language="en", theme="dark", text_size=16, column_widths={"people": [120, 90]})
    chosen.remember_register(Path("/sổ/Hương Sơn.labordesk"))
    assert save_settings(chosen, path)
    assert load_settings(path) == chosen
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\ufeff{}"])
def test_a_missing_or_damaged_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    assert load_settings(path) == Settings()
    path.write_text(content, encoding="utf-8")
    assert load_settings(path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "purple"),
        ("text_size", "13"),
        ("text_size", True),
        ("language", None),
        ("recent_registers", [1]),
        ("column_widths", {"people": "wide"}),
        ("hidden_columns", {"people": [3]}),
    ],
)
def test_a_value_of_the_wrong_type_is_left_out_and_the_others_kept(tmp_path: Path, name: str, value: Any) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"last_register": "a.labordesk", name: value, "unknown": 1}), encoding="utf-8")
    assert load_settings(path) == Settings(last_register="a.labordesk")


@given(stored=st.dictionaries(st.sampled_from([*asdict(Settings())]), ANYTHING))
def test_whatever_is_in_the_file_the_settings_can_be_used(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-settings.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    settings = load_settings(path)
    assert settings.theme in ("system", "light", "dark")
    assert all(isinstance(one, str) for one in settings.recent_registers)
    assert all(isinstance(one, int) for widths in settings.column_widths.values() for one in widths)


def test_the_last_eight_registers_are_remembered_the_latest_first() -> None:
    settings = Settings()
    for number in (*range(10), 4):
        settings.remember_register(Path(f"{number}.labordesk"))
    assert settings.last_register == "4.labordesk"
    assert [one[0] for one in settings.recent_registers] == ["4", "9", "8", "7", "6", "5", "3", "2"]


def full(_target: Path) -> NoReturn:
    raise OSError(28, "No space left on device")


def test_a_place_that_cannot_be_written_is_told_and_keeps_the_old_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    assert save_settings(Settings(text_size=15), path)
    with monkeypatch.context() as patch:
        patch.setattr("labordesk.settings.beside", full)
        assert not save_settings(Settings(text_size=20), path)
    assert load_settings(path).text_size == 15
    assert not save_settings(Settings(), path / "folder" / "settings.json")

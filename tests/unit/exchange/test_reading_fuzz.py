"""Mangled files of every format: read or refused in one sentence, never a crash, never for long."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import BadFile
from labordesk.exchange.compound_file import CompoundFile, container_of
from labordesk.exchange.layout import find_layout
from labordesk.exchange.workbook import read_workbook
from tests.effort import not_held_up
from tests.unit.exchange.mutations import mutated, mutated_parts

KINDS = ("xlsx", "ods", "xls", "csv")
ROWS: list[list[Any]] = [
    ["LIÊN ĐOÀN LAO ĐỘNG TỈNH"],
    ["DANH SÁCH TẶNG QUÀ TẾT SUM VẦY 2026"],
    ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Số tiền"],
    ["I", "CĐCS Công ty May Sông Lam"],
    *[[i, f"Nguyễn Thị Hoà {i}", 1980 + i % 20, f"0421{i:08d}", 500000 if i % 3 else "500.000đ"] for i in range(1, 40)],
    [None, "Tổng cộng", None, None, "=SUM(E5:E43)"],
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return one list in each format; .xls and .ods as LibreOffice writes them."""
    folder = tmp_path_factory.mktemp("lành")
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in ROWS:
        page.append(row)
    page.merge_cells("A2:E2")
    book.save(folder / "ds.xlsx")
    text = "\r\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in ROWS)
    found = {"xlsx": (folder / "ds.xlsx").read_bytes(), "csv": text.encode()}
    office = shutil.which("soffice")
    for kind in ("xls", "ods") if office else ():
        command = [str(office), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        command += ["--outdir", str(folder), str(folder / "ds.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        found[kind] = (folder / f"ds.{kind}").read_bytes()
    return found


def mangled(content: bytes, kind: str, chance: random.Random) -> bytes:
    """Return a file mangled as a whole, or inside where no checksum guards it."""
    if chance.random() < 0.5:
        return mutated(content, chance)
    if content.startswith(b"PK"):
        return mutated_parts(content, chance)
    if kind == "xls":
        return container_of("Workbook", mutated(CompoundFile(content).stream("Workbook"), chance))
    return mutated(content, chance)


def assert_read_or_refused(path: Path) -> bool:
    """Read a file and find its tables; True when it could be read."""
    try:
        with not_held_up():
            for sheet in read_workbook(path).sheets:
                find_layout(sheet)
        is_read = True
    except BadFile as error:
        sentence = str(error)
        assert sentence.endswith("."), sentence
        assert not set("\n{}") & set(sentence), sentence
        is_read = False
    return is_read


@pytest.mark.parametrize("kind", KINDS)
def test_sound_files_are_read(sound: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    if kind not in sound:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / f"ds.{kind}"
    path.write_bytes(sound[kind])
    layout = find_layout(read_workbook(path).sheets[0])
    assert layout is not None
    assert sum(row.kind == "row" for row in layout.body) == 39


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_mangled_file_is_read_or_refused(sound: dict[str, bytes], kind: str, tmp_path: Path, seed: int) -> None:
    if kind not in sound:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / f"ds.{kind}"
    path.write_bytes(mangled(sound[kind], kind, random.Random(seed)))
    assert_read_or_refused(path)


@pytest.mark.parametrize("kind", KINDS)
def test_file_cut_off_anywhere_is_read_or_refused(sound: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    if kind not in sound:
        pytest.skip("LibreOffice is not installed")
    content = sound[kind]
    path = tmp_path / f"ds.{kind}"
    for part in range(20):
        path.write_bytes(content[: len(content) * part // 20])
        is_read = assert_read_or_refused(path)
        assert kind == "csv" or not is_read


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_mangled_files_are_read_or_refused(sound: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    if kind not in sound:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / f"ds.{kind}"
    refused = 0
    for seed in range(3000):
        path.write_bytes(mangled(sound[kind], kind, random.Random(seed)))
        refused += not assert_read_or_refused(path)
    assert kind == "csv" or refused > 300

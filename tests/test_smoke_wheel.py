"""The wheel carries resources and migrations inside the package, and makes and prints a register with them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from labordesk.assets import asset_bytes, assets_root
print(assets_root())
print(len(asset_bytes("locale/qtbase_vi.qm")), len(asset_bytes("fonts/LiberationSerif-Regular.ttf")))
"""
RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from labordesk.cli import main
main(sys.argv[2:])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("labordesk-*.whl"))


def test_an_installed_wheel_finds_its_resources(tmp_path: Path, wheel: Path) -> None:
    unpacked = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
        names = archive.namelist()
    # -I: neither the checkout nor its editable install may answer in the wheel's place.
    done = subprocess.run(
        [sys.executable, "-I", "-c", ASK, unpacked], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    root, sizes = done.stdout.splitlines()
    assert Path(root) == unpacked / "labordesk" / "resources"
    assert all(int(size) > 10_000 for size in sizes.split())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert {f"labordesk/{name}" for name in shipped} <= set(names)
    assert any(name.endswith("licenses/THIRD-PARTY.md") for name in names)


def test_an_installed_wheel_makes_a_register_and_prints_from_it(tmp_path: Path, wheel: Path) -> None:
    unpacked, register, paper = tmp_path / "site", tmp_path / "sổ.labordesk", tmp_path / "báo cáo.pdf"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    for command in (
        ["new", register, "--unit", "Công đoàn xã Hương Sơn"],
        ["report", register, "tong-hop", "--period", "2025", "--out", paper],
        ["check", register],
    ):
        # The wheel's own folder answers first; the dependencies come from the environment of the tests.
        done = subprocess.run([sys.executable, "-I", "-c", RUN, unpacked, *command], cwd=tmp_path, check=False)
        assert done.returncode == 0
    assert paper.read_bytes().startswith(b"%PDF")

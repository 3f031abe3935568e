"""The wheel carries the resources inside the package, and finds them there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from labordesk.assets import asset_bytes, assets_root
print(assets_root())
print(len(asset_bytes("locale/qtbase_vi.qm")), len(asset_bytes("fonts/LiberationSerif-Regular.ttf")))
"""


def test_an_installed_wheel_finds_its_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wheel = next(tmp_path.glob("labordesk-*.whl"))
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

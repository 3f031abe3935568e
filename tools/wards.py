"""Makes ``resources/wards.json.gz``: the wards of today, the old ones and what became of them on 1/7/2025.

``python tools/wards.py`` downloads the MIT-licensed data set vietnamadminunits once (or takes ``--wheel FILE``) and
writes the table and its licence; ``--check`` only says whether the files in ``resources`` are still those. The same
data set gives the same bytes, so a second run changes nothing. The program itself never needs the network.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TABLE = RESOURCES / "wards.json.gz"
LICENCE = RESOURCES / "wards-LICENSE.txt"
PACKAGE = "vietnamadminunits==1.0.4"
SHA256 = "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
"""Of the wheel on PyPI: another file under the same name is refused."""
COUNTS = {"provinces": 34, "wards": 3321, "old_provinces": 63, "districts": 696, "old_wards": 10040, "divided": 471}


def main() -> int:
    """Write or check; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="a wheel downloaded before")
    parser.add_argument("--check", action="store_true", help="change nothing, fail when the files are other ones")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = asked.wheel or downloaded(Path(folder))
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
            print(f"{wheel.name}: not the file that was looked at", file=sys.stderr)
            return 1
        made = {TABLE: packed(converted(wheel)), LICENCE: licence_of(wheel)}
    if asked.check:
        stale = [path.name for path, content in made.items() if not path.exists() or path.read_bytes() != content]
        print(f"stale: {', '.join(stale)}" if stale else "up to date")
        return 1 if stale else 0
    for path, content in made.items():
        path.write_bytes(content)
        print(f"{path.name}: {len(content)} bytes")
    return 0


def downloaded(folder: Path) -> Path:
    """Fetch the wheel alone, without the libraries it would run with."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, "--dest", folder, PACKAGE], check=True)
    return next(folder.glob("*.whl"))


def converted(wheel: Path) -> dict[str, Any]:
    """Return the table; rows stand in the order of their codes and name their province or district by its place."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        database = archive.extract("vietnamadminunits/data/dataset.db", folder)
        changes = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
        connection = sqlite3.connect(database)
        try:
            new = connection.execute(NEW).fetchall()
            old = connection.execute(OLD).fetchall()
        finally:
            connection.close()
    targets = targets_by_key(changes, {(row[4], row[5]): row[0] for row in new})
    # Island districts had no wards: such a district stands for itself, under the number kept free for it.
    old = sorted((row[0] or targets[row[6]][0], row[1] or row[3], *row[2:]) for row in old)
    provinces = sorted({(row[2], row[3]) for row in new})
    old_provinces = sorted({(row[4], row[5]) for row in old})
    districts = sorted({(row[2], row[3], old_provinces.index((row[4], row[5]))) for row in old})
    places = {code: place for place, (code, _name, _province) in enumerate(districts)}
    table = {
        "source": PACKAGE,
        "provinces": provinces,
        "wards": [(row[0], row[1], provinces.index((row[2], row[3]))) for row in new],
        "old_provinces": old_provinces,
        "districts": districts,
        "old_wards": [(row[0], row[1], places[row[2]], targets[row[6]]) for row in old],
    }
    ensure_whole(table)
    return table


NEW = "SELECT wardCode, ward, provinceCode, province, provinceKey, wardKey FROM admin_units ORDER BY 1"
OLD = (
    "SELECT wardCode, ward, districtCode, district, provinceCode, province,"
    " provinceKey || '_' || districtKey || '_' || coalesce(wardKey, '') FROM admin_units_legacy"
)


def targets_by_key(changes: dict[str, Any], codes: dict[tuple[str, str], str]) -> dict[str, list[str]]:
    """Return the codes of today for the key of each old ward, several for a divided one."""
    found: dict[str, list[str]] = {}
    for province, wards in changes["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, keys in wards.items():
            for key in keys:
                found.setdefault(key, []).append(codes[province, ward])
    for province, divided in changes["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found.setdefault(key, []).extend(codes[province, part["newWardKey"]] for part in parts)
    return found


def ensure_whole(table: dict[str, Any]) -> None:
    """Stop when a ward is missing, known twice or leads nowhere."""
    counts: dict[str, int] = {name: len(table[name]) for name in COUNTS if name != "divided"}
    counts["divided"] = sum(len(row[3]) > 1 for row in table["old_wards"])
    if counts != COUNTS:
        raise SystemExit(f"not the numbers expected: {counts}")
    known = {row[0] for row in table["wards"]}
    lost = [row for row in table["old_wards"] if not row[3] or not known.issuperset(row[3])]
    if lost or len({row[0] for row in table["old_wards"]}) < COUNTS["old_wards"]:
        raise SystemExit(f"wards that lead nowhere or are known twice: {lost}")


def packed(table: dict[str, Any]) -> bytes:
    """Return the same bytes for the same table, on any day."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(unicodedata.normalize("NFC", text).encode(), 9, mtime=0)


def licence_of(wheel: Path) -> bytes:
    """Return the licence the data set came with."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("licenses/LICENSE"))
        text = archive.read(name).decode()
    return f"{TABLE.name} is made by tools/wards.py from {PACKAGE}.\n\n{text.strip()}\n".encode()


if __name__ == "__main__":
    sys.exit(main())

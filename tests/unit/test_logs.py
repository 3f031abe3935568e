"""The log helps whoever supports the officer, and tells nothing about anybody in the register."""

from __future__ import annotations

from pathlib import Path

import pytest

from labordesk.errors import NotFound
from labordesk.logs import LOGGER, log_bug, start_log


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The folder of a log of this test alone."""
    start_log(tmp_path / "log")
    return tmp_path / "log"


def test_a_fault_is_logged_with_its_places_but_not_with_what_it_says(log: Path) -> None:
    try:
        try:
            raise NotFound("Không thấy {name}.", name="Trần Thị Hoà")
        except NotFound as cause:
            raise ValueError("042188000035") from cause
    except ValueError as error:
        code = log_bug(error)
    text = (log / "labordesk.log").read_text(encoding="utf-8")
    assert code.startswith("ValueError@test_logs:")
    assert "test_logs.py:" in text
    assert not any(told in text + code for told in ("Hoà", "0421", "NotFound"))


def test_the_log_begins_anew_before_it_fills_the_disk(log: Path) -> None:
    for number in range(30_000):
        LOGGER.info("a line about nobody, number %d, long enough to fill a log in the time of a test", number)
    sizes = sorted(path.stat().st_size for path in log.iterdir())
    assert len(sizes) == 5
    assert sizes[-1] <= 500_000


def test_a_folder_that_cannot_be_written_keeps_nothing_from_working(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    start_log(taken / "log")
    assert log_bug(ValueError("lost")) == "ValueError@?"

"""Freezing reports and comparing them without a screen; what is printed there is in the log of prints too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labordesk.services.prints import list_prints
from labordesk.services.registers import open_register
from tests.cli.test_cli import Run, refused, run

__all__ = ["run"]

REPORT = ("theo-don-vi", "--period", "2025")


def prints(path: Path) -> list[tuple[int, str, str]]:
    with open_register(path) as register:
        return [(row.number, row.paper, row.out) for row in list_prints(register).rows]


def pay_late(path: Path) -> None:
    """Record a payment of 2025 after the report was frozen."""
    from datetime import date

    from labordesk.model.award import AwardFields, AwardLineFields
    from labordesk.services.award_records import AwardData
    from labordesk.services.awards import save_award
    from labordesk.services.catalogue import funds, programmes

    with open_register(path) as register:
        fields = AwardFields(
            programme_id=programmes(register, kind="grant")[0].id,
            unit_id=1,
            handover="received",
            paid_on=date(2025, 5, 6),
            quantity=1,
            count_unit="person",
        )
        lines = (AwardLineFields(fund_id=funds(register)[0].id, amount=2_500_000),)
        save_award(register, AwardData(fields, lines))


def test_a_frozen_report_is_listed_and_later_told_what_changed(run: Run, register_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.pdf"
    told = run("report", register_path, *REPORT, "--freeze", "--note", "trình hội nghị", "--out", out)
    assert told.code == 0
    assert "số 1" in told.out
    presented = out.read_bytes()
    assert "không đổi" in run("frozen", register_path).out
    pay_late(register_path)
    assert "số đã thay đổi" in run("frozen", register_path).out
    (report,) = json.loads(run("frozen", register_path, "--json").out)
    assert (report["report"], report["period"], report["note"]) == ("theo-don-vi", "2025", "trình hội nghị")
    assert {"2500000"} <= {change["now"] for change in report["changes"]}
    lines = run("frozen", register_path, "--id", 1).out.splitlines()
    assert len(lines) == 1 + len(report["changes"])
    assert any(line.endswith("+2.500.000") for line in lines)
    assert run("frozen", register_path, "--id", 1, "--out", tmp_path / "again.pdf").code == 0
    assert (tmp_path / "again.pdf").read_bytes() == presented


def test_every_paper_of_the_command_line_is_in_the_log(run: Run, register_path: Path, tmp_path: Path) -> None:
    run("report", register_path, *REPORT, "--out", tmp_path / "a.xlsx")
    run("form", register_path, "de-nghi-nha", "--out", tmp_path / "b.pdf")
    run("report", register_path, *REPORT, "--freeze")
    run("frozen", register_path, "--id", 1, "--out", tmp_path / "c.pdf")
    assert prints(register_path) == [
        (3, "theo-don-vi", "pdf"),
        (2, "de-nghi-nha", "pdf"),
        (1, "theo-don-vi", "xlsx"),
    ]


def test_freezing_alone_writes_no_file_and_no_line(run: Run, register_path: Path) -> None:
    assert run("report", register_path, *REPORT, "--freeze").code == 0
    assert prints(register_path) == []


@pytest.mark.parametrize("wrong", [("--note", "trình"), ()])
def test_a_report_neither_written_nor_frozen_is_wrong_usage(
    run: Run, register_path: Path, wrong: tuple[str, ...]
) -> None:
    assert run("report", register_path, *REPORT, *wrong).code == 2


def test_a_frozen_report_that_is_not_there_or_of_another_kind_is_refused(
    run: Run, register_path: Path, tmp_path: Path
) -> None:
    assert "hãy " in refused(run("frozen", register_path, "--id", 9))
    assert run("frozen", register_path, "--out", tmp_path / "o.pdf").code == 2
    run("report", register_path, *REPORT, "--freeze")
    assert ".pdf" in refused(run("frozen", register_path, "--id", 1, "--out", tmp_path / "o.docx"))
    assert prints(register_path) == []


def test_without_a_frozen_report_it_is_said(run: Run, register_path: Path) -> None:
    assert "Chưa chốt" in run("frozen", register_path).out
    assert json.loads(run("frozen", register_path, "--json").out) == []

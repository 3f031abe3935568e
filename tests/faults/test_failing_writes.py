"""Writes, readings and removals that fail anywhere: one sentence, nothing half made, the old file whole, a way back."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.faults.failing import (
    BYTES,
    FROM_CALL,
    FROM_READ,
    ONE_CALL,
    ONE_READ,
    ONE_REMOVAL,
    Answer,
    FailingProgram,
    Fault,
    build_shim,
    failing_program,
)
from tests.faults.operations import (
    OPERATIONS,
    Operation,
    Place,
    new_place,
    prove_as_before,
    prove_backups,
    prove_files,
    prove_refusal,
    registers_in,
)
from tests.store.disks import fill_up, small_disk

BY_NAME = {one.name: one for one in OPERATIONS}


@dataclass
class Bench:
    """The program on its failing disk, and the places the operations begin from."""

    program: FailingProgram
    plain: Place
    encrypted: Place
    folder: Path
    runs: int = 0

    def place(self, operation: Operation) -> Place:
        self.runs += 1
        place = (self.encrypted if operation.encrypted else self.plain).copy(self.folder / f"lần {self.runs}")
        operation.prepare(place)
        return place if operation.before is None else replace(place, before=operation.before())


@pytest.fixture(scope="module")
def bench(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("labordesk.store.data_key.PASSWORD_COST", 4)
        folder = tmp_path_factory.mktemp("faults")
        patch.setenv("LABORDESK_HOME", str(folder / "home"))
        plain = new_place(register_template, folder / "thường", encrypted=False)
        encrypted = new_place(register_template, folder / "mã", encrypted=True)
    with failing_program(folder / "home", build_shim(folder)) as program:
        yield Bench(program, plain, encrypted, folder)


@dataclass(frozen=True)
class Faultless:
    """What an operation does when nothing fails: how much it writes; what it reads and removes, of the whole place."""

    calls: int
    bytes: int
    reads: int
    removals: int
    largest: int


def faultless(bench: Bench, operation: Operation) -> Faultless:
    """Run an operation without a fault in the program itself, which loads what it needs, and count what it does."""
    answers = []
    for faulty in dict.fromkeys((operation.faulty, "")):
        place = bench.place(operation)
        fault = Fault(FROM_CALL, 0, under=place.folder / faulty)
        answers.append(bench.program.run(operation.arguments(place), fault, here=True))
        assert answers[-1].code == 0, answers
        operation.done(place)
        largest = max(one.stat().st_size for one in place.folder.rglob("*") if one.is_file())
        shutil.rmtree(place.folder)
    writes, whole = answers[0], answers[-1]
    return Faultless(writes.calls, writes.bytes, whole.reads, whole.removals, largest)


def prove(bench: Bench, operation: Operation, fault: Fault, *, again: bool = True) -> Answer:
    """Run an operation under a fault: done, or refused with all as before; then again without the fault."""
    place = bench.place(operation)
    at_first = registers_in(place)
    faulty = "" if fault.is_of_reading or fault.may_leave else operation.faulty
    fault = replace(fault, under=None if fault.largest is not None else place.folder / faulty)
    answer = bench.program.run(operation.arguments(place), fault)
    prove_files(place, operation, may_leave=fault.may_leave)
    prove_backups(place, operation, at_first)
    if answer.code == 0:
        operation.done(place)
    else:
        prove_refusal(answer, looks_first=operation.looks_first)
        prove_as_before(place, operation, at_first)
        if again:
            second = bench.program.run(operation.arguments(place))
            assert second.code == 0, second
            operation.done(place)
            prove_files(place, operation)
    shutil.rmtree(place.folder)
    return answer


def at_calls(known: Faultless, count: int) -> Iterator[Fault]:
    """Give faults at about ``count`` of the calls: one that fails once, and from one on all that follow."""
    for number in spread(1, known.calls, count):
        yield Fault(ONE_CALL, number, errno.EIO)
        yield Fault(FROM_CALL, number, errno.ENOSPC)


def at_bytes(known: Faultless, count: int) -> Iterator[Fault]:
    """Give disks that are full after about ``count`` different numbers of bytes."""
    for number in spread(0, known.bytes - 1, count):
        yield Fault(BYTES, number, errno.ENOSPC)


def at_sizes(known: Faultless, count: int) -> Iterator[Fault]:
    """Give limits of what one file may grow to."""
    for number in spread(0, known.largest - 1, count):
        yield Fault(largest=number)


def at_reads(known: Faultless, count: int) -> Iterator[Fault]:
    """Give disks that cannot be read at about ``count`` of the readings: once, and from one on for good."""
    for number in spread(1, known.reads, count):
        yield Fault(ONE_READ, number, errno.EIO)
        yield Fault(FROM_READ, number, errno.EIO)


def at_removals(known: Faultless, count: int) -> Iterator[Fault]:
    """Give disks that do not remove a file, about ``count`` of those that are removed."""
    for number in spread(1, known.removals, count) if known.removals else ():
        yield Fault(ONE_REMOVAL, number, errno.EIO)


def spread(first: int, last: int, count: int) -> list[int]:
    """Return up to ``count`` numbers from ``first`` to ``last``, both among them, evenly apart."""
    every = max(1, -(-(last - first) // max(1, count - 1)))
    return sorted({*range(first, last, every), last})


SHORT = (
    *("backup, encrypted", "export ds.xlsx", "export ds.csv", "report bc.pdf", "import", "journal", "encrypt", "rekey"),
    *("restore", "restore, journal", "salvage", "migrate"),
)
"""The operations of the short form, with one fault each: its kinds take their turn over them."""
MOST_FAULTS = 400
"""Faults of one kind in the long form: every call, and every byte of a small file; evenly apart beyond."""
AGAIN = 10
"""Of how many refusals one is done again in the long form."""
KINDS = {"calls": at_calls, "bytes": at_bytes, "sizes": at_sizes, "reads": at_reads, "removals": at_removals}


def small_enough(known: Faultless) -> int:
    """Return how many faults of a kind are tried: at every byte of a file of a page."""
    return known.bytes if known.bytes <= 4096 else MOST_FAULTS


@pytest.mark.parametrize("name", SHORT)
def test_a_write_that_fails_is_told_and_can_be_done_again(name: str, bench: Bench) -> None:
    operation = BY_NAME[name]
    known = faultless(bench, operation)
    faults = [*at_calls(known, 5), *at_bytes(known, 5), *at_sizes(known, 3)]
    prove(bench, operation, faults[SHORT.index(name) * 7 % len(faults)])


@pytest.mark.parametrize(
    ("name", "kind", "part"),
    [
        ("backup, encrypted", "reads", 0.5),
        ("export ds.xlsx", "reads", 0.4),
        ("restore", "reads", 0.7),
        ("restore, journal", "reads", 0.9),
        ("import", "removals", 0.5),
    ],
)
def test_a_disk_that_refuses_to_read_or_to_remove_is_told(name: str, kind: str, part: float, bench: Bench) -> None:
    operation = BY_NAME[name]
    faults = list(KINDS[kind](faultless(bench, operation), 10))
    prove(bench, operation, faults[int(part * len(faults))])


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BY_NAME)
def test_writes_that_fail_anywhere_are_told_and_can_be_done_again(name: str, kind: str, bench: Bench) -> None:
    operation = BY_NAME[name]
    known = faultless(bench, operation)
    answers = [
        prove(bench, operation, fault, again=number % AGAIN == 0)
        for number, fault in enumerate(KINDS[kind](known, MOST_FAULTS if kind == "reads" else small_enough(known)))
    ]
    print(f"\n{name}, {kind}: {len(answers)} faults, {sum(one.code == 1 for one in answers)} refused")


@pytest.mark.parametrize("name", ["backup", "import", "decrypt"])
def test_a_disk_that_is_full_is_told_and_can_be_freed(name: str, bench: Bench, tmp_path: Path) -> None:
    """A real small disk, with so much room that it fills in the middle of the work."""
    operation = BY_NAME[name]
    begin = bench.encrypted if operation.encrypted else bench.plain
    held = sum(one.stat().st_size for one in begin.folder.rglob("*") if one.is_file()) // 1024
    with small_disk(tmp_path / "đĩa đầy", kilobytes=2 * held + 8_000) as disk:
        place = begin.copy(disk / "đĩa")
        at_first = registers_in(place)
        filler = fill_up(disk, leaving=20_000)
        answer = bench.program.run(operation.arguments(place))
        prove_refusal(answer, looks_first=False)
        prove_files(place, operation)
        filler.unlink()
        prove_backups(place, operation, at_first)
        prove_as_before(place, operation, at_first)
        assert bench.program.run(operation.arguments(place)).code == 0
        operation.done(place)

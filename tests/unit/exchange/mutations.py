"""Files as they arrive from broken sticks and half downloads, and as nobody sends them."""

from __future__ import annotations

import io
import random
import zipfile


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file cut off, with some bytes changed, a piece gone, doubled or moved."""
    changed = bytearray(content)
    for _time in range(chance.randint(1, 4)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        length = chance.choice((1, 1, 2, 4, 16, 512))
        kind = chance.randrange(6)
        if kind == 0:
            del changed[at:]
        elif kind == 1:
            changed[at : at + length] = chance.randbytes(length)
        elif kind == 2:
            del changed[at : at + length]
        elif kind == 3:
            changed[at:at] = changed[at : at + length]
        elif kind == 4:
            changed[at : at + length] = chance.choice((b"\x00", b"\xff", b"\x7f", b"\x01")) * length
        else:
            changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


def mutated_parts(content: bytes, chance: random.Random) -> bytes:
    """Return a zip whose own parts are mutated, packed soundly again: its checksums are right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), k=min(len(parts), chance.randint(1, 2))):
        parts[name] = mutated(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()

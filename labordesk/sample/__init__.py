"""A realistic sample register ("SỔ MẪU") made through the services, and the papers printed from it."""

from __future__ import annotations

from labordesk.sample.make import USUAL_PEOPLE, make_sample
from labordesk.sample.printing import print_sample

__all__ = ["USUAL_PEOPLE", "make_sample", "print_sample"]

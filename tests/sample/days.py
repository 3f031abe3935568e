"""The day the sample of the tests is told on: long enough in the year for every campaign but one to be over."""

from datetime import date

TODAY = date(2026, 11, 22)

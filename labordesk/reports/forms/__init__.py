"""One file per form (biểu mẫu), found by looking: a new form is one new file with a ``FORM``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from labordesk.reports.forms.base import Form


@cache
def all_forms() -> tuple[Form, ...]:
    """Return every form, in the order in which a file needs them."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        form = getattr(importlib.import_module(f"{__name__}.{module.name}"), "FORM", None)
        if isinstance(form, Form):
            found.append(form)
    return tuple(sorted(found, key=lambda form: (form.subject, form.position)))

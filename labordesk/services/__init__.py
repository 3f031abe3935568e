"""Use cases: one verb-named function each; the only callers of ``store``."""

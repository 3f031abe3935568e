"""The steps from an older register to today's, run by Alembic; this package itself imports nothing heavy.

A changed model needs a step: ``python tools/migration.py "What changes"`` writes its draft into ``versions/`` and its
number into ``head.py``. A step is never edited once a register was upgraded with it.
"""

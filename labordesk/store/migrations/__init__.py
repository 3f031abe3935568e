"""The steps from an older register to today's, run by Alembic; this package itself imports nothing heavy."""

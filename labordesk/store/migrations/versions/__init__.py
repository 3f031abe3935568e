"""One file per step; Alembic reads them in the order of their ``down_revision``."""

"""Labordesk: sổ chăm lo đoàn viên, người lao động của công đoàn (welfare register of a trade union)."""

__version__ = "0.1.0"

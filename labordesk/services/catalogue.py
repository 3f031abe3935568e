"""Danh mục of a register: programmes, funds, circumstances, unit types and indicators, all data an officer edits."""

from __future__ import annotations

from labordesk.services.catalogue_seed import seed

__all__ = ["seed"]

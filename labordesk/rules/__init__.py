"""Pure welfare rules: duplicates, periods, states."""

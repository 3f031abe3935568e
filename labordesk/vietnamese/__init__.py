"""Vietnamese text as union officers write it: pure functions, no database and no screen."""

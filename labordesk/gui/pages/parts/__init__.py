"""Pieces that several pages share: pickers of people and units, look-ups of the catalogues, rows of lines."""

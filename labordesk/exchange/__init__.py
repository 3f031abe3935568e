"""Lists in and out: workbooks and CSV files become typed rows, and rows become files."""

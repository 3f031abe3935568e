"""One file per report: parameters and content."""

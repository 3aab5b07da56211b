"""Where files are kept as evidence: opened, tended, checked."""

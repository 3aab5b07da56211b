"""What pages have in common, and the cases that are made of it."""

"""What is said of figures that leave the team's hands."""

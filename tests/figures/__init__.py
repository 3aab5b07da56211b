"""What is asked of the figures as a whole: `make figures`."""

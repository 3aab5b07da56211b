"""What whoever runs the bot reads: the command line, set-up, health, the database."""

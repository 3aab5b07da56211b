"""A team's own records of what it referred before the bot → what is to be written down."""

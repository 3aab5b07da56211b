"""Slack's Web API, by subject."""

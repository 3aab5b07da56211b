"""The outbox → Slack: each lane by itself, several at a time."""

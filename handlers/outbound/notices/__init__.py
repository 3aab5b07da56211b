"""Notices to platforms: drafted from templates, and sent where config has a way to send them."""

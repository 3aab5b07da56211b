"""Losing a lease."""

from __future__ import annotations


class LostLease(Exception):
    """Another process has the lane or the check meanwhile; nothing was changed."""

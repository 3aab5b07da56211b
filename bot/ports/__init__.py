"""What the core needs from outside, as protocols by subject. `storage` and `handlers` implement them.

All calls are synchronous and happen inside one transaction of a `Store`. Instants are aware.
"""

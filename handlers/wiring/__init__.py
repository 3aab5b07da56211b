"""Puts the parts together: environment and config in, a running bot out."""

"""Every sentence that people read, in English: plain functions, one module a subject.

This is the lowest layer: it imports nothing of ours. Dates come in as text, numbers as numbers.
docs/messages.md lists what these modules say (`make docs`).
"""

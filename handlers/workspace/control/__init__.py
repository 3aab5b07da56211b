"""`/_control/…`: what the page, scripts and tests see and do."""

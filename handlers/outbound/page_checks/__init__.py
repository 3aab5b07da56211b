"""Page checks: which are due, what may be asked, and the request itself."""

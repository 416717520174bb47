"""Jinja templates: where they are, the sandbox they run in with its bounds, and what is checked before they run."""

"""Cells and values: what one cell says, as text, time, span, name or number."""

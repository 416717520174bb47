"""Checks of tables, and of the text against them."""

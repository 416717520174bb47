"""Heads and columns: where a table begins, what its columns mean, which rows are orders."""

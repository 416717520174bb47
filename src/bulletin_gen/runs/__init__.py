"""Recorded runs: which of them was signed."""

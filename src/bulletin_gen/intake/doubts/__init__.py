"""Doubts: what in the orders a clerk should look at, found, placed, listed, marked."""

"""Wholes and their parts in prose."""

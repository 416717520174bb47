"""Printed numbers of a text tied to what the orders give."""

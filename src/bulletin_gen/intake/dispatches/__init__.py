"""Dispatches: who was handed what, until when, in which state; which rows count and which were set aside."""

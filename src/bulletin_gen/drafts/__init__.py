"""Edited drafts held against the facts of the run that wrote them."""

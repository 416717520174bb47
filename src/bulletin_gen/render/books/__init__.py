"""Workbooks: the annexed tables, the list of issues, accounts; with what they share."""

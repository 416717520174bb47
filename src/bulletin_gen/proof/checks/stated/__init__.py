"""Statements that name all their numbers themselves: what they say is worked out from their own words."""

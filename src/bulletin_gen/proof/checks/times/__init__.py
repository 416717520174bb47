"""Days between dates, days until a feast, issues counted in the year and in all."""
